"""A part of the meeting's plan, and when the room was really in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content import codes
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession


class Phase(Base):
    __tablename__ = "phase"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    position: Mapped[int]
    kind: Mapped[codes.Phase]
    planned_minutes: Mapped[int]
    #: The script of `roleplay_scripts/` that guides it, where the kind takes one.
    script_key: Mapped[str | None] = mapped_column(String(80))
    supervision: Mapped[SupervisionSession] = relationship(
        back_populates="phases", foreign_keys=supervision_id
    )
    visits: Mapped[list[PhaseVisit]] = relationship(
        back_populates="phase", order_by="PhaseVisit.id", cascade="all, delete-orphan"
    )

    @property
    def began_at(self) -> datetime | None:
        """When the room came to it this time, or last."""
        return self.visits[-1].began_at if self.visits else None

    def enter(self, now: datetime) -> None:
        self.visits.append(PhaseVisit(began_at=now))

    def leave(self, now: datetime) -> None:
        if self.visits and self.visits[-1].ended_at is None:
            self.visits[-1].ended_at = now

    def seconds_spent(self, now: datetime) -> float:
        return sum(((v.ended_at or now) - v.began_at).total_seconds() for v in self.visits)


class PhaseVisit(Base):
    """One stay in a phase; a supervisor may go back, so a phase can have several."""

    __tablename__ = "phase_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    phase: Mapped[Phase] = relationship(back_populates="visits")
