"""The record of a meeting as one reader may see it: the page and the JSON are both made of it.

Passes, stops and holds are in neither, nor is anything that would tell of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final, TypeVar

from afttrainer.content.codes import (
    FORMS_OF,
    Component,
    Dimension,
    ExerciseType,
    Form,
    PathwayState,
    Seat,
    Strategy,
)
from afttrainer.models.advice import ParkedAdvice
from afttrainer.models.affect import AffectEntry
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.check_in import CheckIn
from afttrainer.models.comment import MomentComment
from afttrainer.models.debrief import Debrief
from afttrainer.models.distress import Distress
from afttrainer.models.exercise import Exercise
from afttrainer.models.exposure import component_seconds
from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.group_note import GroupNote
from afttrainer.models.inner_word import InnerWord
from afttrainer.models.narration import NarrationLine
from afttrainer.models.narration_sound import NarrationSound
from afttrainer.models.observation import Observation
from afttrainer.models.parsed_moment import ParsedMoment
from afttrainer.models.pathway import PathwayTap, Step, in_order, steps, transition_counts
from afttrainer.models.phase import Phase
from afttrainer.models.presenter_checkout import PresenterCheckout
from afttrainer.models.queue import QueuedClip
from afttrainer.models.rating import GroupMeans, Rating, group_means
from afttrainer.models.recorded_rupture import RecordedLook, RecordedRupture, as_read, looks
from afttrainer.models.safety import FeltSafety
from afttrainer.models.supervision import SupervisionSession
from afttrainer.models.tag import RuptureTag
from afttrainer.models.two_chair import SeatSpan
from afttrainer.models.visibility import Entry, Reader, may_read, may_read_note

E = TypeVar("E", bound=Entry)

#: docs/look.md: neighbours stack from 80 % upward by 18 %.
LOWEST_MARK_PERCENT: Final = 80
STACKED_BY_PERCENT: Final = 18
MARKS_IN_A_STACK: Final = 5
MARK_WIDTH_PERCENT: Final = 2.5


@dataclass(frozen=True)
class RecordedPhase:
    phase: Phase
    seconds_spent: float


@dataclass(frozen=True)
class RecordedTag:
    tag: RuptureTag
    #: Empty where there is none, and where the reader may not read it.
    note: str


@dataclass(frozen=True)
class Mark:
    """Where a tag stands in the picture, in per cent of its width and height."""

    tag: RuptureTag
    x: float
    y: float


@dataclass(frozen=True)
class RecordedClip:
    queued: QueuedClip
    tags: Sequence[RecordedTag]
    affects: Sequence[AffectEntry]
    #: The reader's own lines only: narration is the presenter's to keep.
    narration: Sequence[NarrationLine]
    narration_sounds: Sequence[NarrationSound]
    #: What was noticed besides marks: the reader's own, and what its authors have shown.
    moments: Sequence[FilmMoment]
    comments: Sequence[MomentComment]
    #: One's own, and what was asked for by whoever may read it; what was not stays its author's.
    advice: Sequence[ParkedAdvice]

    @property
    def marks(self) -> list[Mark]:
        """Tags along the film, those that would cover each other stacked upward."""
        length = max(1, self.queued.clip.duration_ms)
        marks: list[Mark] = []
        for recorded in sorted(self.tags, key=lambda one: one.tag.clip_ms):
            x = 100 * recorded.tag.clip_ms / length
            near = sum(x - mark.x < MARK_WIDTH_PERCENT for mark in marks)
            y = LOWEST_MARK_PERCENT - STACKED_BY_PERCENT * (near % MARKS_IN_A_STACK)
            marks.append(Mark(recorded.tag, round(x, 2), y))
        return marks


@dataclass(frozen=True)
class RecordedExercise:
    exercise: Exercise
    attempts: Sequence[MetacommunicationAttempt]
    #: Where the two of them were, in the order of time; the entry is not among them.
    pathway: Sequence[PathwayTap]
    #: The reader's own alone: those who lead see it while it matters, and not in a record.
    distresses: Sequence[Distress]
    parsed_moments: Sequence[ParsedMoment]
    #: After turns: the reader's own, and those whose authors have shown them.
    inner_words: Sequence[InnerWord]
    reader: Reader

    dimensions: ClassVar = tuple(Dimension)
    forms: ClassVar = tuple(Form)

    def seconds_in(self, seat: Seat) -> float:
        return sum(
            (span.ended_at - span.began_at).total_seconds()
            for span in self.exercise.seat_spans
            if span.seat == seat and span.ended_at is not None
        )

    def inner_word_of(self, turn: SeatSpan | MetacommunicationAttempt) -> InnerWord | None:
        said = (one for one in self.inner_words if turn in (one.seat_span, one.attempt))
        return next(said, None)

    @property
    def turns_in_chairs(self) -> list[tuple[int, SeatSpan]]:
        """Those of which anything was kept that the reader may read, with their places."""
        spans = enumerate(self.exercise.seat_spans, start=1)
        return [(n, s) for n, s in spans if s.key_phrase or self.inner_word_of(s)]

    def observations_of(self, attempt: MetacommunicationAttempt) -> list[Observation]:
        """What was seen in it, for the one who tried and for the one who wrote it."""
        return [o for o in attempt.observations if may_read(self.reader, o)]

    @property
    def strategies(self) -> list[tuple[Strategy, int]]:
        """How many tries went each of the four ways; empty where none was named."""
        if not any(a.strategy for a in self.attempts):
            return []
        return [(s, sum(a.strategy is s for a in self.attempts)) for s in Strategy]

    @property
    def is_two_chair(self) -> bool:
        return self.exercise.type is ExerciseType.TWO_CHAIR

    @property
    def steps(self) -> list[Step]:
        return steps(self.exercise, self.pathway)

    @property
    def transition_counts(self) -> dict[PathwayState, dict[PathwayState, int]] | None:
        """From which state into which, how often; None where nobody kept the board."""
        return transition_counts(self.pathway) if self.pathway else None

    def tries_in(self, dimension: Dimension, form: Form) -> int | None:
        """How many tries fell into that cell; None for a cell that does not exist."""
        if form not in FORMS_OF[dimension]:
            return None
        return sum(a.dimension is dimension and a.form is form for a in self.attempts)


@dataclass(frozen=True)
class Record:
    supervision: SupervisionSession
    reader: Reader
    now: datetime

    def _readable(self, entries: Iterable[E], reader: Reader | None = None) -> list[E]:
        return [entry for entry in entries if may_read(reader or self.reader, entry)]

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
        """The same for the reader alone, from when they came; nobody else reads that."""
        me = next((p for p in self.supervision.participants if p.id == self._me), None)
        return component_seconds(self.supervision, self.now, me.joined_at) if me else {}

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
    def clips(self) -> list[RecordedClip]:
        """What was shown. What was offered and not taken is nobody's business afterwards."""
        return [self._clip(q) for q in self.supervision.queue if q.first_played_at is not None]

    def _clip(self, queued: QueuedClip) -> RecordedClip:
        presenter = queued.presenter
        presents = presenter is not None and presenter.id == self.reader.participant_id
        reader = replace(self.reader, presents=presents)
        tags = [self._tag(tag, reader) for tag in self._readable(queued.tags, reader)]
        own = [n for n in queued.narration if n.author_id == self._me]
        said = [s for s in queued.narration_sounds if s.author_id == self._me]
        return RecordedClip(
            queued,
            tags,
            self._readable(queued.affects, reader),
            own,
            said,
            self._readable(queued.moments, reader),
            self._readable(queued.comments, reader),
            self._readable(queued.advice, reader),
        )

    @staticmethod
    def _tag(tag: RuptureTag, reader: Reader) -> RecordedTag:
        return RecordedTag(tag, tag.note if may_read_note(reader, tag) else "")

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
        return [
            RecordedExercise(
                e,
                self._readable(e.attempts),
                self._readable(in_order(e)),
                [d for d in e.distresses if d.author_id == self.reader.participant_id],
                self._readable(e.parsed_moments),
                self._readable(e.inner_words),
                self.reader,
            )
            for e in self.supervision.exercises
            if e.began_at is not None
        ]

    @property
    def group_notes(self) -> list[GroupNote]:
        return self._readable(self.supervision.group_notes)

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
