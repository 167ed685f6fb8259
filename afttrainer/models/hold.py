"""A stop that is on now. Lifting it deletes the row: there is no history of stops (rule 12)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models import exercises
from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import PLAYBACK

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession


class Hold(Base):
    __tablename__ = "hold"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    #: Whose pause is on again when the presenter, who asked after them, says to go on.
    first_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    since: Mapped[datetime]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="hold")
    wished_by: Mapped[Participant] = relationship(foreign_keys=[participant_id])
    wished_first: Mapped[Participant | None] = relationship(foreign_keys=[first_id])

    @classmethod
    def ask(cls, me: Participant, now: datetime) -> None:
        """Stop everything, on every screen, in whatever part of the meeting. Asking while it is on
        changes nothing, but that a presenter's wish comes before that of somebody in a role."""
        room = me.supervision
        if not may_stop(me):
            if any(clip.presenter is me for clip in room.queue):
                raise Refused(_("Your film is not at work now, so there is nothing to stop."))
            raise NotYours(_("Only the presenter can do this."))
        if room.hold is not None:
            room.hold._asked_again(me)
            return
        if room.playback is not None:
            room.playback.pause(now)
        room.hold = cls(wished_by=me, since=now)
        _tell_all(room)

    @classmethod
    def lift(cls, me: Participant) -> None:
        """Go on. The film stays where it stands until somebody plays it."""
        room = me.supervision
        if room.hold is None and may_stop(me):
            return
        if room.hold is None or me not in (room.hold.wished_by, room.hold.wished_first):
            raise NotYours(_("Only the presenter can do this."))
        take_back(me)

    @classmethod
    def leave_exercise(cls, me: Participant, now: datetime) -> None:
        """The exercise is over for whoever plays in it, at once and without a reason, and their
        pause with it: nobody can tell it from an exercise that was over."""
        room = me.supervision
        if not plays(me):
            raise Refused(_("You are in no exercise now."))
        if room.hold is not None and room.hold.wished_by is me:
            clear(room)
        exercises.leave(room, me, now)

    def _asked_again(self, me: Participant) -> None:
        if self.wished_by is me:
            return
        if not _outranks(me, self):
            raise Refused(_("The room is paused already."))
        self.wished_first, self.wished_by = self.wished_by, me
        _tell_all(self.supervision)

    @property
    def clips(self) -> list[QueuedClip]:
        """What was halted: films of theirs in the room, and those that exercises were made from."""
        room = self.supervision
        made_from = [e.rupture.queued_clip for e in room.exercises if e.rupture is not None]
        at_work = [room.clip, room.film, *made_from]
        own = [c for c in at_work if c is not None and c.presenter is self.wished_by]
        return list(dict.fromkeys(own))


def may_stop(me: Participant) -> bool:
    """Whose work the room looks at, at this moment or on the whole, and whoever acts in a role just
    now, the one who tries as well: a stop that is said in a role is a stop (F5)."""
    running = exercises.running(me.supervision)
    return is_about(me) or (running is not None and me in running.players)


def is_about(me: Participant) -> bool:
    """Whose work the room looks at, and whoever plays the patient in it."""
    room = me.supervision
    shown = [c for c in (room.clip, room.film) if c is not None and c.has_yes]
    return me in [clip.presenter for clip in shown] or plays(me)


def _outranks(me: Participant, on: Hold) -> bool:
    """The one whose work it is can say stop whoever has said so before (F5)."""
    return is_about(me) and not is_about(on.wished_by)


def has_stop(me: Participant) -> bool:
    """Whether the button stands on their screen: nothing is halted yet, or not by their wish."""
    on = me.supervision.hold
    return may_stop(me) if on is None else _outranks(me, on)


def plays(me: Participant) -> bool:
    """Whether they are in a role just now."""
    running = exercises.running(me.supervision)
    return running is not None and running.patient_player is me


def clear(room: SupervisionSession) -> None:
    """Take the hold away where one is on; its clip has been lifted out of the room, or its
    presenter has said to go on."""
    if room.hold is not None:
        room.hold = None
        _tell_all(room)


def take_back(me: Participant) -> None:
    """Their own wish for a pause is over; another's stays on."""
    room = me.supervision
    on = room.hold
    if on is None or me not in (on.wished_by, on.wished_first):
        return
    other = on.wished_first if on.wished_by is me else on.wished_by
    if other is None or not may_stop(other):
        clear(room)
        return
    on.wished_by, on.wished_first = other, None
    _tell_all(room)


def end_with_the_role(room: SupervisionSession) -> None:
    """Whoever stopped in a role, and shows nothing of their own, stopped an exercise: once it is
    over nothing of it can go on, and nobody else could end their pause."""
    on = room.hold
    for who in (on.wished_first, on.wished_by) if on is not None else ():
        if who is not None and not may_stop(who):
            take_back(who)


def refuse_while_held(room: SupervisionSession) -> None:
    """Raises NotYours while the presenter has asked to pause, whoever asks."""
    if room.hold is not None:
        raise NotYours(in_words())


def in_words() -> str:
    """What anybody hears who would go on."""
    return str(_("Somebody has asked for a pause. Only they can say to go on."))


def refuse_others_while_held(me: Participant, touched_at: datetime | None = None) -> None:
    """Raises NotYours while somebody else has asked to pause (C-75: S2). What one has begun to
    write may be saved all the time, and what was tapped before it stays tapped."""
    hold = me.supervision.hold
    if hold is None or hold.wished_by is me:
        return
    if touched_at is None or touched_at >= hold.since:
        refuse_while_held(me.supervision)


def _tell_all(room: SupervisionSession) -> None:
    if room.playback is not None:
        room.playback.revision += 1
    room.touch_everybody()
    room.touch(PLAYBACK)
