"""What an open page tells of itself every few seconds, and what becomes of one that no longer does.

A socket may be dead and not know it, and a phone's browser may stand still behind a live one, so
the page itself speaks. Most beats write nothing at once: they are gathered, one write for all.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy import String, and_, cast, literal, or_, select, update
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import Role
from afttrainer.extensions import db, socketio, write
from afttrainer.live import wall_report
from afttrainer.live.audiences import push
from afttrainer.live.presence import is_page_id, is_wall, new_screen, news, opened, room_of_socket
from afttrainer.models import Connection, Membership, Participant, Revision, stay
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL
from afttrainer.rounds import Round
from afttrainer.writing import NO_ROOM, TryAgain

LOOKED_EVERY_S = 5
#: Pages speak every five seconds; whoever has said nothing for this long sleeps.
HEARD_WITHIN = timedelta(seconds=20)
#: And has gone after this long: nobody's phone sleeps all evening in the list.
KEPT = stay.SILENT_AT_MOST
WAITING_AT_MOST = 9999
CLOCK_STEP_MS = 100  # what a row tells; finer news would be news all the time
CLOCK_ERROR_AT_MOST_MS = 600_000
#: How many sockets one statement names.
AT_ONCE = 400

_OWN = literal("participant:") + cast(Participant.id, String)
_SCREEN = (
    select(
        Participant.supervision_id,
        Membership.role,
        Connection.awake,
        Connection.visible,
        Connection.waiting,
        Connection.clock_error_ms,
        Revision.audience,
        Revision.number,
    )
    .join(Participant, Participant.id == Connection.participant_id)
    .join(Membership, Membership.id == Participant.membership_id)
    .outerjoin(
        Revision,
        and_(
            Revision.supervision_id == Participant.supervision_id,
            or_(Revision.audience.in_([EVERYONE, SUPERVISOR]), Revision.audience == _OWN),
        ),
    )
)

_ROOMS_OF_SCREENS = select(Participant.supervision_id).join(Participant.connections).distinct()


@dataclass(frozen=True)
class Told:
    """What a page says of itself; whatever is not sensible in it counts as not said."""

    visible: bool
    waiting: int
    clock_error_ms: int | None
    page_id: str

    @classmethod
    def read(cls, raw: object) -> Told:
        said = raw if isinstance(raw, Mapping) else {}
        page = said.get("page")
        return cls(
            visible=said.get("visible") is not False,
            waiting=int(_number(said.get("waiting"), WAITING_AT_MOST) or 0),
            clock_error_ms=_in_steps(_number(said.get("clock_error_ms"), CLOCK_ERROR_AT_MOST_MS)),
            page_id=page if is_page_id(page) else "",
        )

    def says_the_same_as(self, awake: bool, *stands: bool | int | None) -> bool:
        return awake and stands == (self.visible, self.waiting, self.clock_error_ms)

    def note(self, screen: Connection, now: datetime) -> None:
        screen.awake, screen.seen_at = True, now
        screen.visible, screen.waiting = self.visible, self.waiting
        screen.clock_error_ms = self.clock_error_ms


def _number(said: object, at_most: int) -> float | None:
    """None for what is none."""
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said <= at_most:
        return None
    return said


def _in_steps(error_ms: float | None) -> int | None:
    return None if error_ms is None else math.ceil(error_ms / CLOCK_STEP_MS) * CLOCK_STEP_MS


def register() -> None:
    """Bind the handler; done once an application."""
    socketio.on_event("here", here)


def here(*sent: object) -> dict[str, Any]:
    """A page's beat over its socket. The answer is what the page needs to know whether it missed
    anything: the number of each of its audiences. `gone` says that nobody knows this socket."""
    told = Told.read(sent[0] if len(sent) == 1 else None)
    return _heard(request.sid, told) or _wall_heard() or {"gone": True}  # type: ignore[attr-defined]


def here_by_post(me: Participant, raw: object) -> dict[str, Any]:
    """The same for networks that let no socket through: such a page is a screen as well."""
    told = Told.read(raw)
    whose = hashlib.sha256(f"{me.id} {told.page_id}".encode()).hexdigest()
    name = f"post-{whose}"[:40]
    if (answer := _heard(name, told)) is not None:
        return answer
    participant_id, leads, screen = me.id, me.supervises, new_screen(name, told.page_id)
    # What may be its own socket of a moment ago, or of just now, keeps its row.
    screen["page_id"] = ""
    touched, _none = write(lambda s: opened(s, participant_id, screen, leads), me.supervision_id)
    push(me.supervision_id, touched)
    return _heard(name, told) or {"gone": True}


def _heard(socket_id: str, told: Told) -> dict[str, Any] | None:
    """None where no such screen is known."""
    rows = db.session.execute(_SCREEN.where(Connection.socket_id == socket_id)).all()
    if not rows:
        return None
    row, now = rows[0], clock.now()
    if told.says_the_same_as(row.awake, row.visible, row.waiting, row.clock_error_ms):
        current_app.extensions["seen"][socket_id] = now
    else:
        try:
            touched = write(lambda s: _noted(s, socket_id, told, now), row.supervision_id)
        except TryAgain:
            touched = frozenset()  # The next beat says it again.
        push(row.supervision_id, touched)
    supervises = row.role in (Role.SUPERVISOR, Role.CO_SUPERVISOR)
    own = {r.audience: r.number for r in rows if r.audience and r.audience != SUPERVISOR}
    numbers = {r.audience: r.number for r in rows if r.audience} if supervises else own
    return {"revisions": numbers, "boot": clock.boot_id()}


def _wall_heard() -> dict[str, Any] | None:
    """A wall is nobody's screen: it hears its number, and nothing is noted."""
    supervision_id = room_of_socket()
    if supervision_id is None or not is_wall():
        return None
    of_wall = select(Revision.number).where(
        Revision.supervision_id == supervision_id, Revision.audience == WALL
    )
    number = db.session.scalar(of_wall) or 0
    return {"revisions": {WALL: number}, "boot": clock.boot_id()}


def _noted(session: Session, socket_id: str, told: Told, now: datetime) -> frozenset[str]:
    screen = session.scalar(select(Connection).where(Connection.socket_id == socket_id))
    if screen is None:
        return frozenset()
    before = screen.participant.shown_presence
    told.note(screen, now)
    return news(screen.participant, before)


def look(app: Flask, now: datetime) -> None:
    """Write down who was heard of, and who was not. Any worker may look after any's screens: what
    one has noticed the next finds written."""
    seen: dict[str, datetime] = app.extensions["seen"]
    heard, app.extensions["seen"] = seen, {}
    with app.app_context():
        if heard:
            write(lambda session: _heard_of(session, list(heard), now), NO_ROOM)
        # A screen whose socket this worker still holds is slow of speech, and not gone.
        manager = socketio.server.manager
        held = {sid for sid, _eio in manager.get_participants("/", None)}
        # Room after room: when the network of a whole house goes, the others do not wait for all.
        for room in db.session.scalars(_ROOMS_OF_SCREENS.where(_has_slept(now))).all():
            push(room, write(partial(_fell_asleep, room=room, held=held, now=now), room))
        wall_report.look(now)


def _has_slept(now: datetime) -> Any:
    silent = and_(Connection.awake, Connection.seen_at < now - HEARD_WITHIN)
    return or_(silent, Connection.seen_at < now - KEPT)


def _heard_of(session: Session, names: list[str], now: datetime) -> None:
    """A row that a room is at just now is left to it, so that neither waits for the other."""
    for begin in range(0, len(names), AT_ONCE):
        these = Connection.socket_id.in_(names[begin : begin + AT_ONCE])
        free = select(Connection.id).where(these).with_for_update(skip_locked=True)
        session.execute(
            update(Connection).where(Connection.id.in_(free)).values(seen_at=now),
            execution_options={"synchronize_session": False},
        )


def _fell_asleep(session: Session, *, room: int, held: set[str], now: datetime) -> frozenset[str]:
    touched: frozenset[str] = frozenset()
    slept = select(Connection).join(Connection.participant).where(_has_slept(now))
    for screen in session.scalars(slept.where(Participant.supervision_id == room)).all():
        whose = screen.participant
        before = whose.shown_presence
        screen.awake = False
        if screen.seen_at < now - KEPT and screen.socket_id not in held:
            whose.connections.remove(screen)
            stay.goes(whose, screen.seen_at)
        touched |= news(whose, before)
    return touched


class Watch(Round):
    every_s = LOOKED_EVERY_S
    goes_wrong = "Who is here could not be noted"

    def __init__(self, app: Flask) -> None:
        self._app = app

    def look_now(self) -> None:
        look(self._app, clock.now())
