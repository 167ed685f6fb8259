"""A suggestion that waits until the presenter asks for it (C-61: S2, self-exploration over advice).

Until then it is its author's alone: nobody is told that there is one, nor how many.
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
from afttrainer.models.revision import SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip

ADVICE_AT_MOST = 500  # characters


class ParkedAdvice(Base, EntryMixin):
    __tablename__ = "parked_advice"
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    words: Mapped[str]
    #: When the presenter asked for it; None while it is parked.
    released_at: Mapped[datetime | None]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="advice")

    @classmethod
    def park(cls, me: Participant, clip: QueuedClip, words: str, now: datetime) -> ParkedAdvice:
        if clip.first_played_at is None:
            raise Refused(_("There is no film to speak of yet."))
        if clip.presenter is me:
            raise Refused(_("This is your own work: here the others keep what they would suggest."))
        parked = cls(author=me, made_at=now, visibility=Visibility.PRIVATE, words=words)
        clip.advice.append(parked)
        me.supervision.touch(mine(me))
        return parked

    @classmethod
    def ask(cls, me: Participant, clip: QueuedClip, now: datetime) -> None:
        """The presenter would like to hear what was parked so far; what is parked later waits
        again. Raises NotYours for anybody else."""
        if clip.presenter is not me:
            raise NotYours(_("Only the presenter can do this."))
        parked = [one for one in clip.advice if one.released_at is None]
        if not parked:
            raise Refused(_("Nobody has kept a suggestion for you so far."))
        for one in parked:
            one.released_at, one.visibility = now, Visibility.SUPERVISOR
            # To this presenter and to no later one: another's clip may be at work by then.
            one.addressed_to_id = me.id
        me.supervision.touch(SUPERVISOR, mine(me), *(mine(one.author) for one in parked))

    @classmethod
    def own(cls, me: Participant, advice_id: int) -> ParkedAdvice:
        """Somebody else's is as unknown as none."""
        for clip in me.supervision.queue:
            for one in clip.advice:
                if one.id == advice_id and one.author is me:
                    return one
        raise Refused(_("This is not one of yours, or it was taken away."))

    def change(self, words: str) -> None:
        """Raises Refused once it has been asked for: it has been read as it was."""
        if self.released_at is not None:
            raise Refused(_("It has been asked for and read. You can take it back."))
        self.words = words
        self._tell()

    def take_back(self) -> None:
        self._tell()
        self.queued_clip.advice.remove(self)

    def _tell(self) -> None:
        room = self.queued_clip.supervision
        room.touch(mine(self.author))
        if self.released_at is not None:
            presenter = self.queued_clip.presenter
            room.touch(SUPERVISOR, *([mine(presenter)] if presenter else []))


def may_park(me: Participant, clip: QueuedClip | None) -> bool:
    return clip is not None and clip.first_played_at is not None and clip.presenter is not me


def may_ask(me: Participant, clip: QueuedClip | None) -> bool:
    return clip is not None and clip.first_played_at is not None and clip.presenter is me
