"""How people find the room: its address, and that address as a picture for cameras."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno
from flask import current_app, has_request_context, request
from markupsafe import Markup

from afttrainer.addresses import is_loopback, url


def join_base() -> str:
    """Where phones reach this server, without a slash at the end.

    Started for this computer only, it may still stand behind a proxy: then the address that the
    console itself was opened by is the better one. (A push has no request: the screens keep the
    address that their page came with.)
    """
    settings = current_app.extensions["settings"]
    base = current_app.config.get("JOIN_BASE") or url(
        settings.host, settings.port, https=current_app.config["HTTPS"]
    )
    if only_here(base) and has_request_context():
        return request.host_url.rstrip("/")
    return str(base)


def only_here(base: str) -> bool:
    """Whether no other device can reach that address."""
    return is_loopback(urlsplit(base).hostname or "")


def join_host(base: str) -> str:
    """What to type: without http:// where the browser adds that by itself."""
    return base.removeprefix("http://")


def qr(text: str) -> Markup:
    """`text` as a QR code, drawn as SVG without any inline style; dark on light in every theme."""
    drawn = segno.make(text, error="m", micro=False)
    # Four modules of quiet around it are what scanners count on (ISO/IEC 18004).
    return Markup(drawn.svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None))  # noqa: S704 - digits only
