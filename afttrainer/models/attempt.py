"""One try at metacommunication: one therapist turn aimed at the relation itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Dimension, Form, RestartFrom
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.rotation import TurnSlot


class MetacommunicationAttempt(Base, EntryMixin):
    """The author is the one who tried."""

    __tablename__ = "metacommunication_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("turn_slot.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(default="")
    #: What came back from the patient's chair.
    answer: Mapped[str] = mapped_column(default="")
    dimension: Mapped[Dimension | None]
    form: Mapped[Form | None]
    restart_from: Mapped[RestartFrom] = mapped_column(default=RestartFrom.CONTINUE)
    #: −3 pushed away ... +3 drawn closer; given by the patient player in role, by nobody else.
    felt_effect: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    exercise: Mapped[Exercise] = relationship(back_populates="attempts")
    slot: Mapped[TurnSlot | None] = relationship()
