"""A stop that is on now. Lifting it deletes the row: there is no history of stops (rule 12)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours
from afttrainer.models.revision import PLAYBACK

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class Hold(Base):
    __tablename__ = "hold"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    since: Mapped[datetime]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="hold")
    wished_by: Mapped[Participant] = relationship()

    @classmethod
    def ask(cls, me: Participant, now: datetime) -> None:
        """Stop everything, on every screen, in whatever part of the meeting. Asking while it is on
        changes nothing."""
        room = me.supervision
        _must_present(me)
        if room.hold is not None:
            return
        if room.playback is not None:
            room.playback.pause(now)
        room.hold = cls(wished_by=me, since=now)
        _tell_all(room)

    @classmethod
    def lift(cls, me: Participant) -> None:
        """Go on. The film stays where it stands until somebody plays it."""
        _must_present(me)
        clear(me.supervision)


def clear(room: SupervisionSession) -> None:
    """Take the hold away where one is on; its clip has been lifted out of the room, or its
    presenter has said to go on."""
    if room.hold is not None:
        room.hold = None
        _tell_all(room)


def refuse_while_held(room: SupervisionSession) -> None:
    """Raises NotYours while the presenter has asked to pause, whoever asks."""
    if room.hold is not None:
        raise NotYours(_("The presenter has asked for a pause. Only they can say to go on."))


def _must_present(me: Participant) -> None:
    clip = me.supervision.clip
    if clip is None or clip.presenter is not me:
        raise NotYours(_("Only the presenter can do this."))


def _tell_all(room: SupervisionSession) -> None:
    if room.playback is not None:
        room.playback.revision += 1
    room.touch_everybody()
    room.touch(PLAYBACK)
