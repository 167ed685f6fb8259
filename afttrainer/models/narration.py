"""What the presenter remembers while watching, tied to the film; theirs to delete (C-83: S2,
Training process and structure).

By invitation, and off to begin with: typed by them, written down by the scribe if the presenter
lets them, or said aloud into their own phone (`narration_sound`).
"""

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
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip


class NarrationLine(Base, EntryMixin):
    """Its author is the presenter, whoever wrote it down."""

    __tablename__ = "narration_line"
    starts_visible_to = Visibility.PRESENTER

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    clip_ms: Mapped[int]
    words: Mapped[str]
    #: The scribe, where the presenter said it and they wrote it.
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    written_by: Mapped[Participant | None] = relationship(foreign_keys=[written_by_id])
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="narration")

    @classmethod
    def add(
        cls, me: Participant, clip: QueuedClip, words: str, begun_at: datetime, now: datetime
    ) -> NarrationLine:
        """What the presenter remembers, at the film's time when they began to write it."""
        must_present(me, clip)
        return cls._add(me, clip, words, begun_at, now)

    @classmethod
    def write_down(
        cls, scribe: Participant, clip: QueuedClip, words: str, begun_at: datetime, now: datetime
    ) -> NarrationLine:
        """What the presenter says while watching, by the scribe whom they let: from then on it is
        the presenter's, and the scribe reads it no more."""
        presenter = clip.presenter
        if presenter is None or not writes_for(scribe, clip):
            raise NotYours(_("Only the presenter lets somebody write this down."))
        line = cls._add(presenter, clip, words, begun_at, now)
        line.written_by = scribe
        return line

    @classmethod
    def _add(
        cls,
        presenter: Participant,
        clip: QueuedClip,
        words: str,
        begun_at: datetime,
        now: datetime,
    ) -> NarrationLine:
        if not clip.narrates:
            raise Refused(_("Narration is off. You can turn it on for this film."))
        line = cls(author=presenter, made_at=now, clip_ms=clip.film_ms_at(begun_at), words=words)
        clip.narration.append(line)
        presenter.supervision.touch(SUPERVISOR, mine(presenter))
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


def switch(me: Participant, clip: QueuedClip, *, on: bool, now: datetime) -> None:
    """Begin to narrate, or be silent from now on, in every way; what was said before stays."""
    must_present(me, clip)
    clip.narrates = on
    if not on:
        say_aloud(me, clip, on=False, now=now)
        let_scribe(me, clip, on=False)
    clip.tell_presenter()


def say_aloud(me: Participant, clip: QueuedClip, *, on: bool, now: datetime) -> None:
    """Let one's own phone record what one says. Its microphone hears the room as well, so all in
    it are told for as long as this is on."""
    must_present(me, clip)
    if on and not clip.narrates:
        raise Refused(_("Narration is off. You can turn it on for this film."))
    if clip.narrates_aloud and not on:
        clip.aloud_until = now
    clip.narrates_aloud = on
    clip.tell_presenter(EVERYONE, WALL)


def let_scribe(me: Participant, clip: QueuedClip, *, on: bool) -> None:
    """Whether the one who is scribe now may write down what one says; nobody who comes after."""
    must_present(me, clip)
    room = clip.supervision
    if on and (not clip.narrates or room.scribe in (None, me)):
        raise Refused(_("There is nobody just now who writes for others."))
    before, clip.narration_scribe = clip.narration_scribe, room.scribe if on else None
    clip.tell_presenter(*(mine(p) for p in (before, clip.narration_scribe) if p is not None))


def writes_for(me: Participant, clip: QueuedClip) -> bool:
    """Whether the presenter has let `me` write down what they say, and `me` is still scribe."""
    is_let = clip.narration_scribe is not None and clip.narration_scribe is me
    return is_let and clip.narrates and me.supervision.scribe is me and me.takes_part


def must_present(me: Participant, clip: QueuedClip) -> None:
    if clip.presenter is not me:
        raise NotYours(_("Only the presenter can do this."))
