"""One viewer's mark of a rupture on the film: blind until the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Direction, Family, Marker, Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip

NOTE_AT_MOST = 500  # characters


class RuptureTag(Base, EntryMixin):
    __tablename__ = "rupture_tag"
    #: Private until the reveal widens all tags of the clip at once.
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    #: Film time within the clip when the finger went down (rule 9).
    clip_ms: Mapped[int]
    end_ms: Mapped[int | None]
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    marker: Mapped[Marker | None]
    #: 1 faint - 5 very strong; None where the viewer did not say.
    intensity: Mapped[int | None]
    #: Made without contact to the server, by the device's last known playback and clock.
    is_estimate: Mapped[bool] = mapped_column(default=False)
    came_after_reveal: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    #: The note has a reader level of its own: revealing the tag never reveals a private note.
    note_visibility: Mapped[Visibility] = mapped_column(default=Visibility.PRIVATE)
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="tags")
