"""What a viewer felt after the film, and where in the body: feeling first, ideas after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip


class AffectEntry(Base, EntryMixin):
    __tablename__ = "affect_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    feeling: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(default="")
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="affects")
