"""Two chairs: one person moving between their own place and the patient's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Seat
from afttrainer.models.base import Base
from afttrainer.models.hold import refuse_others_while_held
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, mine

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant


class SeatSpan(Base):
    """One stay in one chair. Spans of an exercise follow each other without a gap."""

    __tablename__ = "seat_span"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    seat: Mapped[Seat]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    exercise: Mapped[Exercise] = relationship(back_populates="seat_spans")

    def seconds(self, now: datetime) -> float:
        return ((self.ended_at or now) - self.began_at).total_seconds()


def take_seat(exercise: Exercise, seat: Seat, now: datetime) -> None:
    """Leave one chair and be in the other at the same instant."""
    rise(exercise, now)
    exercise.seat_spans.append(SeatSpan(seat=seat, began_at=now))
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
    if me is not exercise.patient_player and not me.supervises:
        raise NotYours(_("Only the presenter or the supervisor changes chairs."))
    if not exercise.is_running:
        raise Refused(_("The chairs are not in use just now."))
    if exercise.seat is to:
        return
    refuse_others_while_held(me)
    take_seat(exercise, to, now)
    me.supervision.touch(*ALL, mine(exercise.patient_player))


def say_before(me: Participant, exercise: Exercise, fear: str, expectation: str) -> None:
    """What the presenter fears and what they expect; only theirs to say, and to leave out."""
    if me is not exercise.patient_player:
        raise NotYours(_("Only the presenter says this."))
    exercise.fear, exercise.expectation = fear, expectation
    me.supervision.touch(*ALL, mine(me))


def seconds_in(exercise: Exercise, seat: Seat, now: datetime) -> float:
    """Time spent in one chair so far, all stays together."""
    return sum(span.seconds(now) for span in exercise.seat_spans if span.seat is seat)
