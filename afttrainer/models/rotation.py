"""The order of turns in a rotating role play: who tries now, who is next, who may come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Difficulty, TurnStatus
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant


class TurnSlot(Base):
    """One place in the order. A passed one is kept only while the meeting lasts, so that it can be
    taken after all; closing drops it."""

    __tablename__ = "turn_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    position: Mapped[int]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    status: Mapped[TurnStatus] = mapped_column(default=TurnStatus.WAITING)
    #: The passed slot that this one makes good.
    takes_slot_id: Mapped[int | None] = mapped_column(ForeignKey("turn_slot.id"))
    #: How the one who tries would like the patient to be played, if they have said.
    difficulty: Mapped[Difficulty | None]
    exercise: Mapped[Exercise] = relationship(back_populates="slots")
    participant: Mapped[Participant] = relationship()
    takes_slot: Mapped[TurnSlot | None] = relationship(remote_side=id)

    @property
    def is_current(self) -> bool:
        return self.status is TurnStatus.CURRENT

    @property
    def is_waiting(self) -> bool:
        return self.status is TurnStatus.WAITING


def in_order(exercise: Exercise) -> list[TurnSlot]:
    """The turns as people see them: a passed one is simply not there."""
    gone = (TurnStatus.PASSED, TurnStatus.TAKEN_LATER)
    return sorted((s for s in exercise.slots if s.status not in gone), key=lambda s: s.position)


def order_of(exercise: Exercise) -> str:
    """The order in one word, by which a screen says what it showed."""
    return "-".join(str(slot.id) for slot in in_order(exercise))


def current(exercise: Exercise) -> TurnSlot | None:
    return next((s for s in in_order(exercise) if s.is_current), None)


def following(exercise: Exercise) -> TurnSlot | None:
    """Whose turn comes next."""
    return next((s for s in in_order(exercise) if s.is_waiting), None)


def turn_of(exercise: Exercise, participant: Participant) -> TurnSlot | None:
    """The person's own turn: the one they are in, else the next of theirs to come."""
    own = [s for s in in_order(exercise) if s.participant is participant]
    return next((s for s in own if s.is_current), next((s for s in own if s.is_waiting), None))


def passed_by(exercise: Exercise, participant: Participant) -> TurnSlot | None:
    """A turn that the person may still come back to."""
    passed = (s for s in exercise.slots if s.status is TurnStatus.PASSED)
    return next((s for s in passed if s.participant is participant), None)


def attempt_of(exercise: Exercise, slot: TurnSlot) -> MetacommunicationAttempt | None:
    return next((a for a in exercise.attempts if a.slot is slot), None)


def found(exercise: Exercise, slot_id: int) -> TurnSlot:
    slot = next((s for s in exercise.slots if s.id == slot_id), None)
    if slot is None:
        raise Refused(_("This turn is not one of this exercise."))
    return slot
