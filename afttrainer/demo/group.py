"""The demo group with its open room, as a new site shows it."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, count

from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer.content.codes import DEFAULT_MINUTES, PLANNED_MINUTES, Role, SessionStatus
from afttrainer.demo.films import bring_in, scenes
from afttrainer.models import (
    Group,
    Membership,
    Participant,
    Phase,
    QueuedClip,
    Recording,
    SupervisionSession,
    User,
)
from afttrainer.models.claim import sign_in_name

SUPERVISOR_NAME = "Mirela"
TRAINEES = ("Aditi", "Ben", "Chiara", "Dao", "Eszter", "Femi")
#: Who brings in the first scene, the second, ...
PRESENTERS = ("Ben", "Chiara")


def fill(session: Session, supervisor: User, now: datetime) -> Group:
    """The group, its cases and films, and a room that is open and has not begun."""
    group = members(session, supervisor, TRAINEES, now)
    for name, scene in zip(PRESENTERS, scenes(), strict=False):
        bring_in(scene, member(group, name), now)
    session.add(open_room(group, now))
    session.flush()
    return group


def members(session: Session, supervisor: User, trainees: tuple[str, ...], now: datetime) -> Group:
    group = Group(name="Thursday group (demo)", made_at=now, is_demo=True)
    everyone = [(SUPERVISOR_NAME, supervisor, Role.SUPERVISOR)]
    everyone += [(name, account(session, name), Role.TRAINEE) for name in trainees]
    for name, user, role in everyone:
        group.memberships.append(
            Membership(
                name=name, user=user, role=role, added_at=now, claimed_at=now, confirmed_at=now
            )
        )
    session.add(group)
    return group


def account(session: Session, name: str) -> User:
    """An account of its own, with a number behind its name where somebody else has that."""
    wanted = sign_in_name(name)
    numbered = (f"{wanted}{number}" for number in count(2))
    for username in chain([wanted], numbered):
        if session.scalar(select(User.id).where(User.username == username)) is None:
            break
    user = User(username=username)
    session.add(user)
    return user


def member(group: Group, name: str) -> Membership:
    return next(m for m in group.memberships if m.name == name)


def open_room(group: Group, now: datetime) -> SupervisionSession:
    """A meeting with the usual plan, all demo clips queued, and the supervisor in it."""
    supervision = SupervisionSession(
        group=group,
        planned_for=now,
        opened_at=now,
        planned_minutes=PLANNED_MINUTES,
        status=SessionStatus.LIVE,
    )
    kinds = [kind for kind, minutes in DEFAULT_MINUTES.items() if minutes]
    for position, kind in enumerate(kinds):
        minutes = DEFAULT_MINUTES[kind]
        supervision.phases.append(Phase(position=position, kind=kind, planned_minutes=minutes))
    clips = [clip for recording in recordings(group) for clip in recording.clips]
    for position, clip in enumerate(clips):
        supervision.queue.append(QueuedClip(clip=clip, position=position))
    supervision.participants.append(
        Participant(membership=member(group, SUPERVISOR_NAME), joined_at=now)
    )
    return supervision


def recordings(group: Group) -> list[Recording]:
    return [r for m in group.memberships for case in m.cases for r in case.recordings]
