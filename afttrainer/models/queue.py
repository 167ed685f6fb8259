"""The clips waiting in one meeting, and what their presenters say to showing them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ClipStatus, Introduction
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.affect import AffectEntry
    from afttrainer.models.group import Membership
    from afttrainer.models.narration import NarrationLine
    from afttrainer.models.participant import Participant
    from afttrainer.models.playback import PlaybackMark
    from afttrainer.models.recording import Clip
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.tag import RuptureTag


class QueuedClip(Base):
    __tablename__ = "queued_clip"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    clip_id: Mapped[int] = mapped_column(ForeignKey("clip.id"), index=True)
    position: Mapped[int]
    status: Mapped[ClipStatus] = mapped_column(default=ClipStatus.QUEUED)
    #: The presenter's own choices; nobody else changes them.
    introduction: Mapped[Introduction] = mapped_column(default=Introduction.NONE)
    narrates: Mapped[bool] = mapped_column(default=False)
    offered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    first_played_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    supervision: Mapped[SupervisionSession] = relationship(
        back_populates="queue", foreign_keys=supervision_id
    )
    clip: Mapped[Clip] = relationship()
    tags: Mapped[list[RuptureTag]] = relationship(
        back_populates="queued_clip", order_by="RuptureTag.clip_ms", cascade="all, delete-orphan"
    )
    marks: Mapped[list[PlaybackMark]] = relationship(
        back_populates="queued_clip", order_by="PlaybackMark.id", cascade="all, delete-orphan"
    )
    affects: Mapped[list[AffectEntry]] = relationship(
        back_populates="queued_clip", order_by="AffectEntry.id", cascade="all, delete-orphan"
    )
    narration: Mapped[list[NarrationLine]] = relationship(
        back_populates="queued_clip", order_by="NarrationLine.clip_ms", cascade="all, delete-orphan"
    )

    @property
    def therapist(self) -> Membership:
        """Whose work is shown: the presenter, present or not."""
        return self.clip.recording.case.therapist

    @property
    def presenter(self) -> Participant | None:
        """The presenter's part in this meeting; None until they have joined."""
        return next(
            (p for p in self.supervision.participants if p.membership_id == self.therapist.id), None
        )

    @property
    def is_revealed(self) -> bool:
        return self.revealed_at is not None
