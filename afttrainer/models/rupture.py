"""The rupture as the group came to see it, and every other view of it kept beside."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Direction, Family
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession


class RuptureEvent(Base):
    __tablename__ = "rupture_event"
    __table_args__ = (UniqueConstraint("supervision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"))
    #: 1, 2, 3 ... in this meeting; said as R1, R2, R3.
    number: Mapped[int]
    #: Milliseconds within the clip, start <= anchor <= end.
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    anchor_ms: Mapped[int]
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    #: AllianceComponent codes, sorted.
    components: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: What each side brought to it, in the group's words.
    patient_side: Mapped[str] = mapped_column(default="")
    therapist_side: Mapped[str] = mapped_column(default="")
    defined_at: Mapped[datetime]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="ruptures")
    queued_clip: Mapped[QueuedClip] = relationship()
    views: Mapped[list[RuptureView]] = relationship(
        back_populates="rupture", order_by="RuptureView.id", cascade="all, delete-orphan"
    )


class RuptureView(Base):
    """How one person sees a defined rupture. A view that differs is kept, never voted away."""

    __tablename__ = "rupture_view"
    __table_args__ = (UniqueConstraint("rupture_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rupture_id: Mapped[int] = mapped_column(ForeignKey("rupture_event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    words: Mapped[str] = mapped_column(default="")
    rupture: Mapped[RuptureEvent] = relationship(back_populates="views")
    participant: Mapped[Participant] = relationship()
