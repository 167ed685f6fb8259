"""What a viewer felt after the film, and where in the body: feeling first, ideas after."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Resonance
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip

FEELING_AT_MOST = 60  # characters


class AffectEntry(Base, EntryMixin):
    __tablename__ = "affect_entry"
    __table_args__ = (UniqueConstraint("queued_clip_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    feeling: Mapped[str] = mapped_column(String(FEELING_AT_MOST))
    place: Mapped[str] = mapped_column(String(FEELING_AT_MOST), default="")
    words: Mapped[str] = mapped_column(default="")
    #: What it is for the presenter; None where they have not said (C-66: S2).
    for_presenter: Mapped[Resonance | None]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="affects")

    @classmethod
    def say(
        cls,
        me: Participant,
        now: datetime,
        *,
        feeling: str,
        place: str,
        words: str,
        clip: QueuedClip | None = None,
    ) -> AffectEntry:
        """Keep what `me` felt with the clip at work, or what they would rather have said; with
        `clip`, where that was at work when they felt it."""
        at_work = me.supervision.clip
        clip = clip or at_work
        if clip is None or (clip is not at_work and clip.first_played_at is None):
            raise Refused(_("There is no film to speak of yet."))
        if not (feeling or place or words):
            said = _("A word is enough. Or pass: nobody will ask.")
            raise Refused(said, fields={"feeling": [said]}, status=422)
        entry = next((e for e in clip.affects if e.author is me), None)
        if entry is None:
            entry = cls(author=me, made_at=now)
            clip.affects.append(entry)
        if (entry.feeling, entry.place, entry.words) != (feeling, place, words):
            # The presenter has answered to other words.
            entry.for_presenter = None
        entry.feeling, entry.place, entry.words = feeling, place, words
        me.supervision.touch_everybody()
        return entry

    @classmethod
    def take_back(cls, me: Participant, clip: QueuedClip) -> None:
        """As if nothing had been said; what others have read they have read."""
        for entry in [e for e in clip.affects if e.author is me]:
            clip.affects.remove(entry)
        me.supervision.touch_everybody()

    @classmethod
    def found(cls, clip: QueuedClip, entry_id: int) -> AffectEntry:
        entry = next((e for e in clip.affects if e.id == entry_id), None)
        if entry is None:
            raise Refused(_("This was taken back."))
        return entry

    def answer(self, me: Participant, resonance: Resonance | None) -> None:
        """What it is for whose work was shown: a fit bears out, a difference is their own. None
        says nothing of it again. Raises NotYours for anybody else."""
        if self.queued_clip.presenter is not me:
            raise NotYours(_("Only the presenter can do this."))
        if self.author is me:
            raise Refused(_("This is your own."))
        self.for_presenter = resonance
        me.supervision.touch_everybody()
