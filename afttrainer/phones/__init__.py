"""Simulated phones: they join a demo group's open room over the real network and act there."""

from __future__ import annotations

import random
import signal
import threading
import time
from typing import TYPE_CHECKING

import click

from afttrainer.command_line import base_of, inside
from afttrainer.phones.guests import Guest, invite
from afttrainer.terminal import _, ngettext

if TYPE_CHECKING:
    from flask import Flask

    from afttrainer.phones.phone import Phone
    from config import Config

#: Between two phones that come in, so that a small computer is not asked for all pages at once.
APART_S = 0.15


def run_phones(
    app: Flask,
    config: Config,
    count: int,
    url: str | None,
    meeting: int | None,
    seconds: float,
) -> None:
    """Let `count` phones act for so many seconds. Raises click.ClickException, in words."""
    _need_websockets()
    # A shell that starts it in the background has Ctrl-C ignored; here it is how to leave.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    base = (url or base_of(config)).rstrip("/")
    with inside(app):
        guests = invite(count, meeting)
    authority = config.home / "tls" / "authority.crt"
    _act(app, guests, base, str(authority) if authority.is_file() else None, seconds)


def _need_websockets() -> None:
    try:
        import websocket  # noqa: F401 - what the socket library connects with
    except ModuleNotFoundError:
        raise click.ClickException(
            _(
                "The phones need the package websocket-client, which a room itself does not. In "
                "this folder `make phones` brings it; elsewhere: pip install websocket-client"
            )
        ) from None


def _act(app: Flask, guests: list[Guest], base: str, authority: str | None, seconds: float) -> None:
    from afttrainer.phones.phone import Phone

    over = threading.Event()
    ends = time.monotonic() + seconds
    phones = [
        Phone(guest, base, authority, random.Random(number))  # noqa: S311 - play, no secret
        for number, guest in enumerate(guests)
    ]
    threads = [threading.Thread(target=_live, args=(app, p, over), daemon=True) for p in phones]
    try:
        for thread in threads:
            thread.start()
            over.wait(APART_S)
        while any(t.is_alive() for t in threads) and (left := ends - time.monotonic()) > 0:
            over.wait(min(left, 0.5))
    except KeyboardInterrupt:
        click.echo("")
    over.set()
    for thread in threads:
        thread.join()
    _sum_up(len(phones), sum(p.came_in for p in phones), sum(p.acts for p in phones))
    if not any(p.came_in for p in phones):
        said = _("No phone came in at %(address)s. Is the server running there?", address=base)
        raise click.ClickException(said)


def _live(app: Flask, phone: Phone, over: threading.Event) -> None:
    # The words for codes, which a phone prints too, are in the application's language.
    with app.app_context():
        phone.live(over)


def _sum_up(phones: int, came: int, acts: int) -> None:
    were_in = ngettext(
        "%(came)s of %(num)s phone was in the room.",
        "%(came)s of %(num)s phones were in the room.",
        phones,
        came=came,
    )
    did = ngettext("Together they did %(num)s thing.", "Together they did %(num)s things.", acts)
    click.echo(f"{were_in} {did}")
