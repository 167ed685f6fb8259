"""What the short commands do and say: accounts and links, the demo, the export."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import addresses, clock, first_start
from afttrainer.content.codes import SessionStatus
from afttrainer.extensions import db, write
from afttrainer.models import Participant, SupervisionSession, User
from afttrainer.models.refusal import Refused
from afttrainer.models.visibility import Reader, reader_for
from afttrainer.running import say_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask import Flask

    from config import Config


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """The application for one command; a refusal is said and ends it."""
    try:
        with app.app_context():
            yield
    except Refused as no:
        raise click.ClickException(str(no)) from None
    finally:
        app.extensions["writer"].close()


def base_of(config: Config) -> str:
    """Where the server answers; where none runs, where it would."""
    https = not addresses.is_loopback(config.host)
    return addresses.noted(config.home) or addresses.url(config.host, config.port, https=https)


def link(app: Flask, config: Config, name: str) -> None:
    with inside(app):
        _say_link(config, name)


def account(app: Flask, config: Config, name: str) -> None:
    with inside(app):
        if not write(lambda session: first_start.make_account(session, name)):
            click.echo(f"The account “{name}” is there already.")
        _say_link(config, name)


def _say_link(config: Config, name: str) -> None:
    made = write(lambda session: first_start.make_link(session, name))
    if made is None:
        known = db.session.scalars(select(User.username).order_by(User.username))
        raise click.ClickException(
            f"There is no account “{name}”. There are: {', '.join(known) or 'none yet'}."
        )
    click.echo(f"{base_of(config)}/link/{made.token}")
    click.echo(f"It works once, until {clock.now() + config.sign_in_link_lives:%d %B, %H:%M} UTC.")


def demo(app: Flask, config: Config) -> None:
    from afttrainer.demo.films import have_prepared
    from afttrainer.demo.refill import refill
    from afttrainer.film_house import film_house

    with inside(app):
        made = write(lambda session: refill(session, clock.now()))
        have_prepared(first_start.waiting_demo_films())
        house = film_house(app)
        for film in made.films:
            house.erase(film)
        house.close()
    base = base_of(config)
    click.echo("\nThe demo group is as new.\n")
    click.echo(f"  Finished meeting  {base}/supervision/{made.finished_id}/record")
    click.echo(f"  Half run          {base}/supervision/{made.half_run_id}\n")
    say_links(base, made.links)


def export(app: Flask, meeting: int | None, reader_name: str | None, out: Path | None) -> None:
    from afttrainer.interchange.session_json import session_document

    with inside(app):
        supervision = _meeting(db.session, meeting)
        reader = _reader(supervision, reader_name)
        document = session_document(supervision, reader, clock.now())
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, "utf-8")
    except OSError as trouble:
        raise click.ClickException(f"{out} cannot be written: {trouble.strerror}.") from None


def _meeting(session: Session, wanted: int | None) -> SupervisionSession:
    """The one of that number; without a number the latest that has begun."""
    meetings = session.scalars(select(SupervisionSession).order_by(SupervisionSession.id)).all()
    if wanted is None:
        begun = [m for m in meetings if m.started_at is not None]
        if begun:
            return max(begun, key=_began)
        raise click.ClickException(f"No meeting has begun yet. {_list(meetings)}")
    found = next((m for m in meetings if m.id == wanted), None)
    if found is None:
        raise click.ClickException(f"There is no meeting {wanted}. {_list(meetings)}")
    return found


def _began(meeting: SupervisionSession) -> tuple[bool, datetime]:
    """Those that are over come after those that run: their record is whole."""
    begun = meeting.started_at or meeting.planned_for
    return meeting.status is SessionStatus.CLOSED, begun


def _list(meetings: Sequence[SupervisionSession]) -> str:
    lines = [
        f"  {m.id:>4}  {m.planned_for:%Y-%m-%d}  {m.status.value:<8} {m.group.name}"
        for m in meetings
    ]
    return "There are:\n" + "\n".join(lines) if lines else "There is none at all yet."


def _reader(meeting: SupervisionSession, name: str | None) -> Reader:
    """Without a name: what stands open to every supervisor, and nobody's own."""
    if name is None:
        return Reader(None, supervises=True)
    people = [p for p in meeting.participants if p.takes_part]
    called = [p for p in people if p.name.casefold() == name.casefold()]
    if len(called) == 1:
        return reader_for(called[0], None)
    raise click.ClickException(f"{_nobody(name, called)} Who can read it: {_names(people)}.")


def _nobody(name: str, called: list[Participant]) -> str:
    return f"Two people there are called “{name}”." if called else f"“{name}” was not there."


def _names(people: list[Participant]) -> str:
    return ", ".join(p.name for p in people) or "nobody has joined"
