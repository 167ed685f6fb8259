"""Every door is closed unless it stands on a short named list (rule 3)."""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

#: Open to whoever reaches the server. Each must show nothing of a group to a stranger.
OPEN = frozenset(
    {
        "static",
        "security.login",
        "security.logout",
        "join.code",
        "join.names",
        "join.claim",
        "join.waiting",
        "links.use",
        "walls.open_wall",
        "pages.health",
    }
)
#: What the accounts library opens besides and this site has no use for; its second sign-in form
#: would look at passphrases without counting the tries.
SHUT = frozenset({"security.verify", "security.static"})
#: Open to a wall's key as well as to a signed-in person; each checks which.
WALL = frozenset(
    {"walls.wall", "films.film", "films.growing", "films.growing_bytes", "films.captions"}
)


def init_app(app: Flask) -> None:
    app.before_request(_closed_unless_open)
    app.after_request(_harden)


def _closed_unless_open() -> AnyResponse | None:
    endpoint = request.endpoint
    if endpoint in SHUT:
        abort(404)
    if endpoint is None or endpoint in OPEN or endpoint in WALL or current_user.is_authenticated:
        return None
    if request.method == "GET":
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    return Response(_("Please sign in."), status=401, mimetype="text/plain")


def _harden(response: Response) -> Response:
    """Nothing is fetched from, framed by or told to any other host."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
        "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    wished = response.headers.get("Cache-Control")
    if request.endpoint != "static" and (wished is None or "no-store=" in wished):
        # A page may hold private words: no copy stays in a shared device's cache. (What the
        # accounts library writes there no browser understands.)
        response.headers["Cache-Control"] = "no-store"
    if current_app.config["HTTPS"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        # Browsers heed it over HTTPS only, and complain in their log otherwise.
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    return response
