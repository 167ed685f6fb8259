"""When somebody was in the room: from their first screen to the last they were heard of by.

It is written as screens come and go, and for no beat: while one is there, its own row says when it
was heard of. It is kept as long as the meeting's record, and read by nobody but as minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant

Stretch = tuple[datetime, datetime]

#: A page that is loaded anew goes on with the stay it was in.
ANEW_WITHIN: Final = timedelta(minutes=1)
#: So does a phone that was in a pocket; whoever is silent for longer has gone.
SILENT_AT_MOST: Final = timedelta(minutes=20)


class Stay(Base):
    """Two tabs and a phone are one stay. Those of a person follow each other."""

    __tablename__ = "stay"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    began_at: Mapped[datetime]
    #: When they were last heard of by a screen that is not there any more.
    heard_at: Mapped[datetime]
    #: No screen that opens later goes on with it.
    is_over: Mapped[bool] = mapped_column(default=False)
    participant: Mapped[Participant] = relationship(back_populates="stays")

    @property
    def last_heard_at(self) -> datetime:
        if self.is_over:
            return self.heard_at
        return max([self.heard_at, *(one.seen_at for one in self.participant.connections)])

    def until(self, now: datetime) -> datetime:
        """A silence is part of it once it has ended, or while it is short."""
        return now if not self.is_over and self.participant.is_here else self.last_heard_at


def comes(me: Participant, now: datetime) -> None:
    """One more screen of theirs opens; to be told before it stands among the others."""
    if me.stays and not me.stays[-1].is_over:
        last = me.stays[-1]
        within = SILENT_AT_MOST if me.connections else ANEW_WITHIN
        if now - last.last_heard_at <= within:
            return
        last.heard_at, last.is_over = last.last_heard_at, True
    if me.supervision.is_live:
        me.stays.append(Stay(began_at=now, heard_at=now, is_over=False))


def goes(me: Participant, heard_at: datetime) -> None:
    """A screen of theirs is there no more, which was heard of until then."""
    if me.stays and not me.stays[-1].is_over:
        me.stays[-1].heard_at = max(me.stays[-1].heard_at, heard_at)


def stretches(me: Participant, now: datetime) -> list[Stretch]:
    """In which they were in the room, one after the other, none beyond its closing."""
    ends = me.supervision.closed_at or now
    found = ((stay.began_at, min(stay.until(now), ends)) for stay in me.stays)
    return [(began, ended) for began, ended in found if began < ended]


def within_s(stretch: Stretch, others: Iterable[Stretch]) -> float:
    """How many seconds of it lie in the others, of which none lies over another."""
    began, ended = stretch
    overlaps = ((min(ended, e) - max(began, b)).total_seconds() for b, e in others)
    return sum(max(0.0, seconds) for seconds in overlaps)
