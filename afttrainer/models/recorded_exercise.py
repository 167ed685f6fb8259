"""An exercise that was begun, as one reader may read of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from afttrainer.content.codes import (
    FORMS_OF,
    Dimension,
    ExerciseType,
    Form,
    PathwayState,
    Seat,
    Strategy,
)
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.distress import Distress
from afttrainer.models.exercise import Exercise
from afttrainer.models.inner_word import InnerWord
from afttrainer.models.observation import Observation
from afttrainer.models.parsed_moment import ParsedMoment
from afttrainer.models.pathway import PathwayTap, Step, in_order, steps, transition_counts
from afttrainer.models.try_pin import Place, TryPin, along
from afttrainer.models.two_chair import SeatSpan
from afttrainer.models.visibility import Reader, readable


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
            span.seconds(span.ended_at)
            for span in self.exercise.seat_spans
            if span.seat == seat and span.ended_at is not None
        )

    def inner_word_of(self, turn: SeatSpan | MetacommunicationAttempt) -> InnerWord | None:
        said = (one for one in self.inner_words if turn in (one.seat_span, one.attempt))
        return next(said, None)

    @property
    def is_covered(self) -> bool:
        """Its patient has withdrawn: what was said in their place, feared or expected of them is
        shown to nobody, until it goes with the film (F1). Made from no rupture, it is of all films
        that its player has shown that evening, as in `film_words`."""
        exercise = self.exercise
        if exercise.rupture is not None:
            return exercise.rupture.queued_clip.clip.recording.is_withdrawn
        player = exercise.patient_player
        return player is not None and any(
            queued.clip.recording.is_withdrawn
            for queued in exercise.supervision.queue
            if queued.first_played_at is not None and queued.therapist is player.membership
        )

    @property
    def fear(self) -> str:
        return "" if self.is_covered else self.exercise.fear

    @property
    def expectation(self) -> str:
        return "" if self.is_covered else self.exercise.expectation

    def answer_to(self, attempt: MetacommunicationAttempt) -> str:
        """What came back from the patient's chair."""
        return "" if self.is_covered else attempt.answer

    def meant_by(self, attempt: MetacommunicationAttempt) -> str:
        """What the try may have meant to the patient."""
        return "" if self.is_covered else attempt.meant

    def phrase_of(self, span: SeatSpan) -> str:
        return "" if self.is_covered and span.seat is Seat.PATIENT else span.key_phrase

    @property
    def turns_in_chairs(self) -> list[tuple[int, SeatSpan]]:
        """Those of which anything was kept that the reader may read, with their places."""
        spans = enumerate(self.exercise.seat_spans, start=1)
        return [(n, s) for n, s in spans if self.phrase_of(s) or self.inner_word_of(s)]

    def observations_of(self, attempt: MetacommunicationAttempt) -> list[Observation]:
        """What was seen in it, for the one who tried and for the one who wrote it."""
        return readable(attempt.observations, self.reader)

    def pins_of(self, attempt: MetacommunicationAttempt) -> list[TryPin]:
        """The moments that were marked in it, for the same two, in the order of time."""
        return [place.pin for place in self.pins_along(attempt)]

    def pins_along(self, attempt: MetacommunicationAttempt) -> list[Place]:
        return along(attempt, readable(attempt.pins, self.reader))

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


def exercise_as_read(exercise: Exercise, reader: Reader) -> RecordedExercise:
    return RecordedExercise(
        exercise,
        readable(exercise.attempts, reader),
        readable(in_order(exercise), reader),
        [d for d in exercise.distresses if d.author_id == reader.participant_id],
        readable(exercise.parsed_moments, reader),
        readable(exercise.inner_words, reader),
        reader,
    )
