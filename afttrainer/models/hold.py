"""A stop that is on now. Lifting it deletes the row: there is no history of stops (rule 12)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class Hold(Base):
    __tablename__ = "hold"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    since: Mapped[datetime]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="hold")
    wished_by: Mapped[Participant] = relationship()
