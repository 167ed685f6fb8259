"""The order of turns in a rotating role play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import TurnStatus
from afttrainer.models.base import Base

if TYPE_CHECKING:
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
    exercise: Mapped[Exercise] = relationship(back_populates="slots")
    participant: Mapped[Participant] = relationship()
