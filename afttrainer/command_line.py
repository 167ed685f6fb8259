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

from afttrainer import addresses, clock, first_start, language
from afttrainer.content.codes import SessionStatus
from afttrainer.content.words import label
from afttrainer.extensions import db, write
from afttrainer.models import Participant, SupervisionSession, User
from afttrainer.models.refusal import Refused
from afttrainer.models.visibility import Reader, reader_for
from afttrainer.running import say_links
from afttrainer.terminal import _, say_rows

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
    if config.address:
        return config.address
    https = not addresses.is_loopback(config.host)
    return addresses.noted(config.home) or addresses.url(config.host, config.port, https=https)


def link(app: Flask, config: Config, name: str) -> None:
    with inside(app):
        _say_link(config, name)


def account(app: Flask, config: Config, name: str) -> None:
    with inside(app):
        if not write(lambda session: first_start.make_account(session, name)):
            click.echo(_("The account “%(name)s” is there already.", name=name))
        _say_link(config, name)


def _say_link(config: Config, name: str) -> None:
    made = write(lambda session: first_start.make_link(session, name))
    if made is None:
        raise click.ClickException(_no_account(name))
    click.echo(f"{base_of(config)}/link/{made.token}")
    ends = language.when(clock.now() + config.sign_in_link_lives)
    click.echo(_("It works once, until %(when)s.", when=ends))


def _no_account(name: str) -> str:
    known = ", ".join(db.session.scalars(select(User.username).order_by(User.username)))
    if not known:
        return _("There is no account “%(name)s”, nor any other yet.", name=name)
    return _("There is no account “%(name)s”. There are: %(names)s.", name=name, names=known)


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
    finished, half_run = (f"{base}/supervision/{n}" for n in (made.finished_id, made.half_run_id))
    click.echo("\n" + _("The demo group is as new.") + "\n")
    say_rows([(_("Finished meeting"), f"{finished}/record"), (_("Half run"), half_run)])
    click.echo()
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
        said = _("%(file)s cannot be written: %(reason)s.", file=out, reason=trouble.strerror)
        raise click.ClickException(said) from None


def _meeting(session: Session, wanted: int | None) -> SupervisionSession:
    """The one of that number; without a number the latest that has begun."""
    meetings = session.scalars(select(SupervisionSession).order_by(SupervisionSession.id)).all()
    if wanted is None:
        begun = [m for m in meetings if m.started_at or m.status is SessionStatus.LIVE]
        if begun:
            return max(begun, key=_began)
        said = _("No meeting has begun yet.")
        raise click.ClickException(f"{said} {_list(meetings)}")
    found = next((m for m in meetings if m.id == wanted), None)
    if found is None:
        said = _("There is no meeting %(number)s.", number=wanted)
        raise click.ClickException(f"{said} {_list(meetings)}")
    return found


def _began(meeting: SupervisionSession) -> tuple[bool, datetime]:
    """Those that are over come after those that run: their record is whole."""
    begun = meeting.started_at or meeting.planned_for
    return meeting.status is SessionStatus.CLOSED, begun


def _list(meetings: Sequence[SupervisionSession]) -> str:
    if not meetings:
        return _("There is none at all yet.")
    stands = {m.id: str(label(m.status)) for m in meetings}
    widest = max(len(words) for words in stands.values())
    lines = [
        f"  {m.id:>4}  {m.planned_for:%Y-%m-%d}  {stands[m.id]:<{widest}}  {m.group.name}"
        for m in meetings
    ]
    return "\n".join([_("There are:"), *lines])


def _reader(meeting: SupervisionSession, name: str | None) -> Reader:
    """Without a name: what stands open to every supervisor, and nobody's own."""
    if name is None:
        return Reader(None, supervises=True)
    people = [p for p in meeting.participants if p.takes_part]
    called = [p for p in people if p.name.casefold() == name.casefold()]
    if len(called) == 1:
        return reader_for(called[0], None)
    raise click.ClickException(f"{_nobody(name, called)} {_who_can(people)}")


def _nobody(name: str, called: list[Participant]) -> str:
    if called:
        return _("Two people there are called “%(name)s”.", name=name)
    return _("“%(name)s” was not there.", name=name)


def _who_can(people: list[Participant]) -> str:
    if not people:
        return _("Nobody has joined.")
    return _("Who can read it: %(names)s.", names=", ".join(p.name for p in people))
