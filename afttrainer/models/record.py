"""The record of a meeting as one reader may see it: the page and the JSON are both made of it.

Passes, stops and holds are in neither, nor is anything that would tell of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from afttrainer.content.codes import Component
from afttrainer.models import poll, stay
from afttrainer.models.check_in import CheckIn
from afttrainer.models.debrief import Debrief
from afttrainer.models.exposure import component_seconds
from afttrainer.models.group_note import GroupNote
from afttrainer.models.phase import Phase
from afttrainer.models.poll import Poll
from afttrainer.models.presenter_checkout import PresenterCheckout
from afttrainer.models.rating import GroupMeans, Rating, group_means
from afttrainer.models.recorded_clip import RecordedClip, clip_as_read
from afttrainer.models.recorded_exercise import RecordedExercise, exercise_as_read
from afttrainer.models.recorded_rupture import RecordedLook, RecordedRupture, as_read, looks
from afttrainer.models.safety import FeltSafety
from afttrainer.models.supervision import SupervisionSession
from afttrainer.models.visibility import Entry, Reader, readable

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class RecordedPhase:
    phase: Phase
    seconds_spent: float


@dataclass(frozen=True)
class Record:
    supervision: SupervisionSession
    reader: Reader
    now: datetime

    def _readable(self, entries: Iterable[E]) -> list[E]:
        return readable(entries, self.reader)

    @property
    def phases(self) -> list[RecordedPhase]:
        """Those of the plan that were planned or came to be."""
        return [
            RecordedPhase(p, p.seconds_spent(self.now))
            for p in self.supervision.phases
            if p.planned_minutes or p.visits
        ]

    @property
    def component_seconds(self) -> dict[Component, float]:
        """How long the group was at each ingredient of the training (C-98)."""
        return component_seconds(self.supervision, self.now)

    @property
    def own_component_seconds(self) -> dict[Component, float]:
        """The same for the reader alone, while they were in the room; nobody else reads that."""
        me = next((p for p in self.supervision.participants if p.id == self._me), None)
        if me is None:
            return {}
        return component_seconds(self.supervision, self.now, stay.stretches(me, self.now))

    @property
    def own_safety(self) -> list[FeltSafety]:
        """How safe it felt to the reader, and to nobody else's eyes."""
        return [one for one in self.supervision.felt_safety if one.author_id == self._me]

    @property
    def _me(self) -> int | None:
        return self.reader.participant_id

    @property
    def length_s(self) -> float | None:
        """From the first phase to the closing; None for a meeting that never began."""
        if self.supervision.started_at is None:
            return None
        end = self.supervision.closed_at or self.now
        return (end - self.supervision.started_at).total_seconds()

    @property
    def overrun_s(self) -> float | None:
        """How much longer than planned it was; 0 where it was over by then. What was added to it
        on the way counts as longer: the plan is that of its beginning."""
        if self.length_s is None:
            return None
        return max(0.0, self.length_s - self.supervision.planned_minutes * 60)

    @property
    def clips(self) -> list[RecordedClip]:
        """What was shown. What was offered and not taken is nobody's business afterwards."""
        shown = [q for q in self.supervision.queue if q.first_played_at is not None]
        return [clip_as_read(queued, self.reader) for queued in shown]

    @property
    def ruptures(self) -> list[RecordedRupture]:
        return [as_read(event, self._readable) for event in self.supervision.ruptures]

    @property
    def looks(self) -> list[RecordedLook]:
        """Moments that were looked at again, clip by clip."""
        return [one for clip in self.supervision.queue for one in looks(clip, self._readable)]

    @property
    def exercises(self) -> list[RecordedExercise]:
        """Those that were begun."""
        begun = [e for e in self.supervision.exercises if e.began_at is not None]
        return [exercise_as_read(exercise, self.reader) for exercise in begun]

    @property
    def group_notes(self) -> list[GroupNote]:
        return self._readable(self.supervision.group_notes)

    @property
    def polls(self) -> list[Poll]:
        """Questions to the room whose counts were shown."""
        return poll.shown(self.supervision)

    @property
    def check_ins(self) -> list[CheckIn]:
        return self._readable(self.supervision.check_ins)

    @property
    def debriefs(self) -> list[Debrief]:
        return self._readable(self.supervision.debriefs)

    @property
    def checkouts(self) -> list[PresenterCheckout]:
        """Without those in which nothing was said: declining leaves no trace here."""
        readable = self._readable(self.supervision.checkouts)
        return [c for c in readable if c.group_saved_at is not None]

    @property
    def own_rating(self) -> Rating | None:
        mine = (r for r in self.supervision.ratings if r.author_id == self.reader.participant_id)
        return next(mine, None)

    @property
    def means(self) -> GroupMeans | None:
        return group_means(self.supervision, self.now)
