"""Stops that hold before they are on disk, and for as long as the disk will not have them.

A presenter's stop is the one thing that everybody hears of before it is saved (rule 12 before rule
2). Until then it is kept here: in this worker, and where there are several in Valkey or Redis. It
is no second truth. Whoever writes to the room writes the stop with it, and whoever draws the room
draws it as it will be.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from flask import current_app
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.models import CommandRecord, Hold, Participant, SupervisionSession
from afttrainer.models.base import session_of
from afttrainer.models.hold import may_stop

if TYPE_CHECKING:
    from afttrainer.live.shared_stops import SharedStops
    from config import Config

#: A stop that nobody could save for so long belongs to a meeting that is over.
FORGOTTEN_AFTER = timedelta(hours=3)


@dataclass(frozen=True)
class UnsavedStop:
    participant_id: int
    #: Server time in ms when it arrived.
    at_ms: float
    #: The device's own name for it.
    command_id: str = ""

    @property
    def since(self) -> datetime:
        return clock.from_ms(self.at_ms)


class UnsavedStops:
    """At most one a room."""

    def __init__(self, shared: SharedStops | None = None) -> None:
        self._own: dict[int, UnsavedStop] = {}
        self._others: dict[int, UnsavedStop] = {}
        #: By participant: server time in ms at which they last said to go on.
        self._lifted: dict[int, float] = {}
        self._shared = shared

    def keep(self, supervision_id: int, stop: UnsavedStop) -> None:
        self._own[supervision_id] = stop
        if self._shared is not None:
            self._shared.put(f"stop:{supervision_id}", asdict(stop))

    def of(self, supervision_id: int) -> UnsavedStop | None:
        stop = self._own.get(supervision_id) or self._others.get(supervision_id)
        is_old = stop is not None and clock.now() - stop.since > FORGOTTEN_AFTER
        return None if is_old else stop

    def saved(self, supervision_id: int, stop: UnsavedStop) -> None:
        """It is on disk, or was lifted there. Another that came meanwhile stays."""
        if self.of(supervision_id) != stop:
            return
        self._own.pop(supervision_id, None)
        self._others.pop(supervision_id, None)
        if self._shared is not None:
            self._shared.drop(f"stop:{supervision_id}")

    def lifted(self, participant_id: int, at: datetime) -> None:
        """Their own stops from before may still be on their way from another device."""
        at_ms = clock.to_ms_exact(at)
        self._lifted[participant_id] = at_ms
        if self._shared is not None:
            self._shared.put(f"lifted:{participant_id}", {"at_ms": at_ms})

    def was_lifted_since(self, participant_id: int, at: datetime) -> bool:
        return self._lifted.get(participant_id, -1.0) >= clock.to_ms_exact(at)

    def look_up(self) -> None:
        """Hear of what other workers keep. Never in the writer's own thread."""
        found = self._shared.all() if self._shared is not None else None
        if found is None:
            return
        of_rooms = {key: value for key, value in found.items() if key.startswith("stop:")}
        self._others = {int(key[5:]): UnsavedStop(**value) for key, value in of_rooms.items()}
        for key in found.keys() - of_rooms.keys():
            self._lifted[int(key.removeprefix("lifted:"))] = float(found[key]["at_ms"])


def made_for(config: Config) -> UnsavedStops:
    """In memory, and where there may be several workers in their server for messages too."""
    if not config.messages_url:
        return UnsavedStops()
    # An optional dependency, for several workers only.
    from afttrainer.live.shared_stops import SharedStops

    return UnsavedStops(SharedStops(config.messages_url, config.ensure_secret_key()))


def stops() -> UnsavedStops:
    return cast(UnsavedStops, current_app.extensions["stops"])


def bring(supervision: SupervisionSession) -> UnsavedStop | None:
    """Inside a write: do what is not saved yet before anything else is done in the room. What was
    brought is to be told to `saved` after the commit."""
    stop = stops().of(supervision.id)
    if stop is not None and supervision.hold is None and (me := _wisher(supervision, stop)):
        Hold.ask(me, stop.since)
    return stop


def show(supervision: SupervisionSession) -> None:
    """While reading: let this copy of the room, which is never written, be as it will be."""
    stops().look_up()
    stop = stops().of(supervision.id)
    if supervision.hold is None and stop is not None and (me := _wisher(supervision, stop)):
        supervision.touched.clear()
        Hold.ask(me, stop.since)
    hold = supervision.hold
    supervision.is_ahead_of_disk = hold is not None and not inspect(hold).persistent
    if not supervision.is_ahead_of_disk:
        # Read before the stop was saved and again after it: its revision is the disk's now.
        supervision.touched.clear()


def _wisher(supervision: SupervisionSession, stop: UnsavedStop) -> Participant | None:
    """Whoever asked for it, as long as it is theirs to ask and has not been answered."""
    if _is_answered(session_of(supervision), stop):
        return None
    me = next((p for p in supervision.participants if p.id == stop.participant_id), None)
    return me if me is not None and supervision.is_live and may_stop(me) else None


def _is_answered(session: Session, stop: UnsavedStop) -> bool:
    """A phone asks by two ways, perhaps at two workers: the other one has saved it, and it may have
    been lifted there since."""
    found = select(CommandRecord.command_id).where(
        CommandRecord.participant_id == stop.participant_id,
        CommandRecord.command_id == stop.command_id,
    )
    return session.scalar(found) is not None
