"""What a site holds when it is new: an account for the supervisor, and the demo group."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipOrigin, SessionStatus
from afttrainer.extensions import db, write
from afttrainer.models import Recording, RecordingStatus, SignInLink, SupervisionSession, User

SUPERVISOR = "supervisor"


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
    if demo:
        from afttrainer.demo.films import have_prepared

        have_prepared(waiting_demo_films())
    return links


def waiting_demo_films() -> dict[str, str]:
    """Ticket and title of each demo recording that the film worker has not prepared yet."""
    waiting = select(Recording.ticket, Recording.title).where(
        Recording.origin == ClipOrigin.SIMULATED, Recording.status == RecordingStatus.PREPARING
    )
    return {row.ticket: row.title for row in db.session.execute(waiting)}


def _begin(session: Session, *, demo: bool) -> list[Link]:
    supervisor = User(username=SUPERVISOR)
    session.add(supervisor)
    if demo:
        from afttrainer.demo.group import fill

        fill(session, supervisor, clock.now())
    session.flush()
    users = session.scalars(select(User).order_by(User.id)).all()
    return [_link(session, user) for user in users]


def make_link(session: Session, username: str) -> Link | None:
    """A fresh link for that sign-in name; None where there is no such account."""
    user = session.scalar(select(User).where(User.username == username))
    return _link(session, user) if user else None


def _link(session: Session, user: User) -> Link:
    lives = current_app.config["SIGN_IN_LINK_LIVES"]
    link, token = SignInLink.for_user(user, clock.now(), lives)
    session.add(link)
    return Link(user.username, token)


def open_room_code() -> str | None:
    """The join code of the room opened last, if one is open."""
    return db.session.scalar(
        select(SupervisionSession.join_code)
        .where(SupervisionSession.status == SessionStatus.LIVE)
        .order_by(SupervisionSession.opened_at.desc())
        .limit(1)
    )
