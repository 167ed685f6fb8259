"""Who holds the phones: the demo group's trainees, and as many more as are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import clock, first_start
from afttrainer.content.codes import Role, SessionStatus
from afttrainer.demo.group import account
from afttrainer.extensions import write
from afttrainer.models import Group, Membership, SupervisionSession
from afttrainer.terminal import _, as_typed_here


@dataclass(frozen=True)
class Guest:
    """One person for one phone: a one-time sign-in, and the room's code."""

    name: str
    token: str
    join_code: str
    supervision_id: int


def invite(count: int, meeting: int | None) -> list[Guest]:
    """Make sign-ins for so many trainees of the demo group whose room is open.

    Raises click.ClickException where no room is open, or the room is not a demo group's: nobody's
    real record shall hold what a machine made up.
    """
    return write(lambda session: _invite(session, count, meeting))


def _invite(session: Session, count: int, meeting: int | None) -> list[Guest]:
    room = _room(session, meeting)
    trainees = [m for m in room.group.members if not m.supervises and m.user and m.belongs]
    # Whoever shows a film first: a room in which nobody can say yes has nothing to see.
    trainees.sort(key=lambda m: (not m.cases, m.id))
    while len(trainees) < count:
        trainees.append(_one_more(session, room.group, len(trainees) + 1))
    session.flush()
    return [
        Guest(m.name, first_start.link_for(session, m.user).token, room.join_code, room.id)
        for m in trainees[:count]
        if m.user is not None
    ]


def _room(session: Session, wanted: int | None) -> SupervisionSession:
    live = select(SupervisionSession).where(SupervisionSession.status == SessionStatus.LIVE)
    rooms = session.scalars(live.order_by(SupervisionSession.opened_at.desc())).all()
    if wanted is not None:
        found = next((room for room in rooms if room.id == wanted), None)
        if found is None:
            said = _("There is no open room %(number)s.", number=wanted)
            raise click.ClickException(f"{said} {_list(rooms)}")
        if not found.group.is_demo:
            raise click.ClickException(
                _(
                    "The room %(number)s is not a demo group's. Phones only go where nothing is "
                    "real.",
                    number=wanted,
                )
            )
        return found
    for room in rooms:
        if room.group.is_demo:
            return room
    closed, advice = (
        _("No room of a demo group is open."),
        _("`%(command)s demo` opens one.", command=as_typed_here()),
    )
    raise click.ClickException(f"{closed} {_list(rooms)}\n{advice}")


def _list(rooms: Sequence[SupervisionSession]) -> str:
    if not rooms:
        return _("No room is open at all.")
    return _("Open: %(rooms)s.", rooms=", ".join(_called(room) for room in rooms))


def _called(room: SupervisionSession) -> str:
    if room.group.is_demo:
        return _("%(number)s (%(group)s, demo)", number=room.id, group=room.group.name)
    return _("%(number)s (%(group)s)", number=room.id, group=room.group.name)


def _one_more(session: Session, group: Group, number: int) -> Membership:
    now, name = clock.now(), _("Phone %(number)s", number=number)
    member = Membership(
        name=name,
        user=account(session, name),
        role=Role.TRAINEE,
        added_at=now,
        claimed_at=now,
        confirmed_at=now,
    )
    group.memberships.append(member)
    session.flush()
    return member
