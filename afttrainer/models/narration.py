"""What the presenter remembers while watching, tied to the film; theirs to delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip


class NarrationLine(Base, EntryMixin):
    __tablename__ = "narration_line"
    starts_visible_to = Visibility.PRESENTER

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    clip_ms: Mapped[int]
    words: Mapped[str]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="narration")
