"""Simulated phones: they join a demo group's open room over the real network and act there."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

import click

from afttrainer.command_line import base_of, inside
from afttrainer.phones.guests import Guest, invite

if TYPE_CHECKING:
    from flask import Flask

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
    base = (url or base_of(config)).rstrip("/")
    with inside(app):
        guests = invite(count, meeting)
    authority = config.home / "tls" / "authority.crt"
    _act(guests, base, str(authority) if authority.is_file() else None, seconds)


def _need_websockets() -> None:
    try:
        import websocket  # noqa: F401 - what the socket library connects with
    except ModuleNotFoundError:
        raise click.ClickException(
            "The phones need the package websocket-client, which a room itself does not. In this "
            "folder `make phones` brings it; elsewhere: pip install websocket-client"
        ) from None


def _act(guests: list[Guest], base: str, authority: str | None, seconds: float) -> None:
    from afttrainer.phones.phone import Phone

    over = threading.Event()
    ends = time.monotonic() + seconds
    phones = [
        Phone(guest, base, authority, random.Random(number))  # noqa: S311 - play, no secret
        for number, guest in enumerate(guests)
    ]
    threads = [threading.Thread(target=p.live, args=(over,), daemon=True) for p in phones]
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
    came, acts = sum(p.came_in for p in phones), sum(p.acts for p in phones)
    click.echo(f"{came} of {len(phones)} phones were in the room; together they did {acts} things.")
    if not came:
        raise click.ClickException(f"No phone came in at {base}. Is the server running there?")
