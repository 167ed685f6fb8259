"""A trainee's work with one patient, under a code name; the patient never has a log-in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.group import Membership
    from afttrainer.models.recording import Recording


class Case(Base):
    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("therapist_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    therapist_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime]
    therapist: Mapped[Membership] = relationship(back_populates="cases")
    recordings: Mapped[list[Recording]] = relationship(
        back_populates="case", order_by="Recording.id.desc()"
    )
