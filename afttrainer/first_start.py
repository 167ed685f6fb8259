"""What a site holds when it is new: an account for the supervisor, and the demo group."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipOrigin, SessionStatus
from afttrainer.extensions import db, write
from afttrainer.forms.base import plain
from afttrainer.models import (
    Membership,
    Recording,
    RecordingStatus,
    SignInLink,
    SupervisionSession,
    User,
)
from afttrainer.models.refusal import Refused

SUPERVISOR = "supervisor"
ACCOUNT_NAME_AT_MOST = 80  # characters


@dataclass(frozen=True)
class Link:
    """A one-time sign-in link, told once: whose it is, and its token."""

    name: str
    token: str


def prepare(*, demo: bool) -> list[Link]:
    """On the first start only: accounts, the demo group if wanted, and everyone's links."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        return []
    links = write(lambda session: _begin(session, demo=demo))
    if demo and links:
        from afttrainer.demo.films import have_prepared

        have_prepared(waiting_demo_films())
    return links


def waiting_demo_films() -> dict[str, str]:
    """Ticket and title of each demo recording that the film worker has not prepared yet."""
    waiting = select(Recording.ticket, Recording.title).where(
        Recording.origin == ClipOrigin.SIMULATED,
        Recording.status == RecordingStatus.PREPARING,
        Recording.acted_said_at.is_(None),  # else it is a site's own
    )
    return {row.ticket: row.title for row in db.session.execute(waiting)}


def _begin(session: Session, *, demo: bool) -> list[Link]:
    if session.scalar(select(User.id).limit(1)) is not None:
        return []  # Another worker that starts at the same time was first.
    supervisor = User(username=SUPERVISOR)
    session.add(supervisor)
    if demo:
        from afttrainer.demo.group import fill

        fill(session, supervisor, clock.now())
    session.flush()
    users = session.scalars(select(User).order_by(User.id)).all()
    return [link_for(session, user) for user in users]


def make_link(session: Session, name: str) -> Link | None:
    """A fresh link for that sign-in name, however it is capitalised, or for the one person who goes
    by that name in a group; None where there is no such account."""
    user = User.called(session, name)
    if user is None:
        places = session.scalars(select(Membership).where(Membership.removed_at.is_(None)))
        called = {m.user for m in places if m.user and m.name.casefold() == name.casefold()}
        user = called.pop() if len(called) == 1 else None
    return link_for(session, user) if user else None


def link_for(session: Session, user: User) -> Link:
    lives = current_app.config["SIGN_IN_LINK_LIVES"]
    link, token = SignInLink.for_user(user, clock.now(), lives)
    session.add(link)
    return Link(user.username, token)


def make_account(session: Session, name: str) -> bool:
    """An account of that sign-in name, to lead groups of its own; False where it is there already.

    Raises Refused for what is no name.
    """
    if not 1 <= len(name) <= ACCOUNT_NAME_AT_MOST or plain(name) != name:
        raise Refused(_("A sign-in name has 1 to %(most)s characters.", most=ACCOUNT_NAME_AT_MOST))
    if User.called(session, name) is not None:
        return False
    session.add(User(username=name))
    return True


def open_room_code() -> str | None:
    """The join code of the room opened last, if one is open."""
    return db.session.scalar(
        select(SupervisionSession.join_code)
        .where(SupervisionSession.status == SessionStatus.LIVE)
        .order_by(SupervisionSession.opened_at.desc())
        .limit(1)
    )
