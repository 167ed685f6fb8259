"""Two chairs: one person moving between their own place and the patient's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ExerciseType, Seat
from afttrainer.models import exercise_rest
from afttrainer.models.base import Base
from afttrainer.models.hold import refuse_others_while_held
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, SUPERVISOR, mine
from afttrainer.models.scribe import writes

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant

PHRASE_AT_MOST = 200  # characters


class SeatSpan(Base):
    """One stay in one chair. Spans of an exercise follow each other without a gap; rests of the
    exercise lie in them, and are no time in the chair."""

    __tablename__ = "seat_span"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    seat: Mapped[Seat]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: The same once more in another way: begun in the own chair with this stay.
    is_again: Mapped[bool] = mapped_column(default=False)
    #: A phrase of this turn that is worth keeping, in the words it was said in.
    key_phrase: Mapped[str] = mapped_column(default="")
    #: So many seconds of it the exercise rested, without a rest that still lasts.
    rested_s: Mapped[float] = mapped_column(default=0.0)
    exercise: Mapped[Exercise] = relationship(back_populates="seat_spans")

    def __init__(self, **values: Any) -> None:
        super().__init__(**({"rested_s": 0.0} | values))

    def seconds(self, now: datetime) -> float:
        """How long somebody has sat there, rests not counted."""
        until = self.ended_at or self.exercise.held_at or now
        return (until - self.began_at).total_seconds() - self.rested_s

    @property
    def clock_began_at(self) -> datetime:
        """From when on its time is counted, as `ExerciseClock.clock_began_at`."""
        return self.began_at + timedelta(seconds=self.rested_s)


def take_seat(exercise: Exercise, seat: Seat, now: datetime, *, is_again: bool = False) -> None:
    """Leave one chair and be in the other at the same instant."""
    rise(exercise, now)
    exercise.seat_spans.append(SeatSpan(seat=seat, began_at=now, is_again=is_again, key_phrase=""))
    #: The new chair begins with a prompt of its own.
    exercise.prompt_key = None


def rise(exercise: Exercise, now: datetime) -> None:
    """Leave the chair, and take none."""
    if exercise.seat_spans and exercise.seat_spans[-1].ended_at is None:
        exercise.seat_spans[-1].ended_at = now


def switch_seat(me: Participant, exercise: Exercise, to: Seat, now: datetime) -> None:
    """Change chairs, by the one who sits in them or the supervisor.

    Whoever is in that chair already stays there: two fingers at once are one switch.
    """
    _may_move(me, exercise)
    if exercise.seat is to:
        return
    _move(me, exercise, to, now)


def once_more(me: Participant, exercise: Exercise, now: datetime, *, shown: int | None) -> None:
    """Try it again, differently: from the own chair, in the presenter's own new way (S2, Awareness
    exercises). `shown` is the stay on the presser's screen: two fingers at once are one try."""
    _may_move(me, exercise)
    last = exercise.seat_spans[-1] if exercise.seat_spans else None
    if last is not None and last.is_again and shown is not None and last.id != shown:
        return
    _move(me, exercise, Seat.SELF, now, is_again=True)


def _may_move(me: Participant, exercise: Exercise) -> None:
    if me is not exercise.patient_player and not me.supervises:
        raise NotYours(_("Only the presenter or the supervisor changes chairs."))
    if exercise.type is not ExerciseType.TWO_CHAIR or not exercise.is_running:
        raise Refused(_("The chairs are not in use just now."))


def _move(
    me: Participant, exercise: Exercise, to: Seat, now: datetime, *, is_again: bool = False
) -> None:
    refuse_others_while_held(me)
    exercise_rest.refuse(exercise)
    take_seat(exercise, to, now, is_again=is_again)
    me.supervision.touch(*ALL)
    if exercise.patient_player is not None:
        me.supervision.touch(mine(exercise.patient_player))


def say_before(me: Participant, exercise: Exercise, fear: str, expectation: str) -> None:
    """What the presenter fears and what they expect; only theirs to say, and to leave out."""
    if me is not exercise.patient_player:
        raise NotYours(_("Only the presenter says this."))
    exercise.fear, exercise.expectation = fear, expectation
    me.supervision.touch(*ALL, mine(me))


def keep_phrase(me: Participant, exercise: Exercise, span_id: int, phrase: str) -> None:
    """A phrase of one turn in a chair: by whoever sat there, or whoever writes for them. The group
    may read it, as all that is tried in an exercise (F2)."""
    player, room = exercise.patient_player, me.supervision
    if me is not player and not writes(me):
        raise NotYours(_("Only the presenter, the scribe or the supervisor writes this."))
    turn_in_chair(exercise, span_id).key_phrase = phrase
    people = (player, room.scribe)
    room.touch(SUPERVISOR, *{mine(p) for p in people if p is not None})


def turn_in_chair(exercise: Exercise, span_id: int) -> SeatSpan:
    """One of this exercise's; a number from elsewhere finds nothing."""
    span = next((s for s in exercise.seat_spans if s.id == span_id), None)
    if span is None:
        raise Refused(_("This turn is not one of this exercise."))
    return span


def seconds_in(exercise: Exercise, seat: Seat, now: datetime) -> float:
    """Time spent in one chair so far, all stays together."""
    return sum(span.seconds(now) for span in exercise.seat_spans if span.seat is seat)
