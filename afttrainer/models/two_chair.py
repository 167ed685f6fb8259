"""Two chairs: one person moving between their own place and the patient's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Seat
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise


class SeatSpan(Base):
    """One stay in one chair. Spans of an exercise follow each other without a gap."""

    __tablename__ = "seat_span"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    seat: Mapped[Seat]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    exercise: Mapped[Exercise] = relationship(back_populates="seat_spans")
