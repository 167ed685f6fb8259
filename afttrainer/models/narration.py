"""What the presenter remembers while watching, tied to the film; theirs to delete."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip


class NarrationLine(Base, EntryMixin):
    __tablename__ = "narration_line"
    starts_visible_to = Visibility.PRESENTER

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    clip_ms: Mapped[int]
    words: Mapped[str]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="narration")

    @classmethod
    def add(
        cls, me: Participant, clip: QueuedClip, words: str, begun_at: datetime, now: datetime
    ) -> NarrationLine:
        """What the presenter remembers, at the film's time when they began to write it."""
        _must_present(me, clip)
        if not clip.narrates:
            raise Refused(_("Narration is off. You can turn it on for this film."))
        line = cls(author=me, made_at=now, clip_ms=clip.film_ms_at(begun_at), words=words)
        clip.narration.append(line)
        me.supervision.touch(SUPERVISOR, mine(me))
        return line

    @classmethod
    def own(cls, me: Participant, line_id: int) -> NarrationLine:
        """Only its author's; somebody else's is as unknown as none."""
        for clip in me.supervision.queue:
            for line in clip.narration:
                if line.id == line_id and line.author is me:
                    return line
        raise Refused(_("This line is not one of yours."))

    def change(self, words: str) -> None:
        """Other words for the same moment; also when narration has been turned off since."""
        self.words = words
        self._tell()

    def remove(self) -> None:
        self._tell()
        self.queued_clip.narration.remove(self)

    def _tell(self) -> None:
        self.queued_clip.supervision.touch(SUPERVISOR, mine(self.author))


def switch(me: Participant, clip: QueuedClip, *, on: bool) -> None:
    """Begin to narrate, or be silent from now on; the lines said before stay."""
    _must_present(me, clip)
    clip.narrates = on
    clip.tell_presenter()


def _must_present(me: Participant, clip: QueuedClip) -> None:
    if clip.presenter is not me:
        raise NotYours(_("Only the presenter can do this."))
