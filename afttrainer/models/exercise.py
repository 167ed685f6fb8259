"""An exercise made from a rupture: who plays the patient, and how it went from type to type."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ExerciseStatus, ExerciseType
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.participant import Participant
    from afttrainer.models.rotation import TurnSlot
    from afttrainer.models.rupture import RuptureEvent
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.two_chair import SeatSpan


class Exercise(Base):
    __tablename__ = "exercise"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    rupture_id: Mapped[int] = mapped_column(ForeignKey("rupture_event.id"))
    position: Mapped[int]
    type: Mapped[ExerciseType]
    script_key: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[ExerciseStatus] = mapped_column(default=ExerciseStatus.PLANNED)
    #: The presenter: plays self and patient in turn, or the patient for the others.
    patient_player_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    #: The presenter's own yes to this exercise; nothing runs without it.
    agreed_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    de_roled_at: Mapped[datetime | None]
    #: Two-chair only, if the presenter says them: what they fear and what they expect.
    fear: Mapped[str] = mapped_column(default="")
    expectation: Mapped[str] = mapped_column(default="")
    supervision: Mapped[SupervisionSession] = relationship(back_populates="exercises")
    rupture: Mapped[RuptureEvent] = relationship()
    patient_player: Mapped[Participant] = relationship()
    seat_spans: Mapped[list[SeatSpan]] = relationship(
        back_populates="exercise", order_by="SeatSpan.id", cascade="all, delete-orphan"
    )
    slots: Mapped[list[TurnSlot]] = relationship(
        back_populates="exercise", order_by="TurnSlot.position", cascade="all, delete-orphan"
    )
    attempts: Mapped[list[MetacommunicationAttempt]] = relationship(
        back_populates="exercise",
        order_by="MetacommunicationAttempt.id",
        cascade="all, delete-orphan",
    )
