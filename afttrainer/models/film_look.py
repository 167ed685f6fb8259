"""Who watched a film, and when: no word of it stands here, and nothing of how they watched.

Its therapist and those who lead can read it, as they can open the film. What therapists see of
their own work is nobody's business, and is not written down. It goes after three years (F4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, object_session, relationship

from afttrainer.models.audit import KEPT_FOR
from afttrainer.models.base import Base
from afttrainer.models.participant import Presence

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.clip import Clip
    from afttrainer.models.membership import Membership
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.recording import Recording

#: Coming back to a film on the same day is still the same look at it.
ONE_LOOK: Final = timedelta(hours=12)


class LookedWhere(StrEnum):
    LIBRARY = "library"
    ROOM = "room"
    PATTERNS = "patterns"


class FilmLook(Base):
    """One person before one film: in the library all of it, elsewhere one clip."""

    __tablename__ = "film_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    place: Mapped[LookedWhere]
    by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    #: The line outlives what it is about.
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("case.id", ondelete="SET NULL"), index=True
    )
    recording_id: Mapped[int | None] = mapped_column(
        ForeignKey("recording.id", ondelete="SET NULL"), index=True
    )
    clip_id: Mapped[int | None] = mapped_column(
        ForeignKey("clip.id", ondelete="SET NULL"), index=True
    )
    #: In which meeting.
    supervision_id: Mapped[int | None] = mapped_column(
        ForeignKey("supervision_session.id", ondelete="SET NULL"), index=True
    )
    by: Mapped[Membership] = relationship()
    recording: Mapped[Recording | None] = relationship()
    clip: Mapped[Clip | None] = relationship()


@dataclass(frozen=True)
class Watched:
    """What one line says: in the room several people watched together."""

    at: datetime
    where: LookedWhere
    by: tuple[str, ...]
    #: None where they are gone.
    recording: str | None
    clip: str | None


def is_new(
    session: Session, me: Membership, recording: Recording, now: datetime, clip: Clip | None = None
) -> bool:
    """Whether it is to be written down that `me` has this film, or that clip of the library of
    patterns, before them: not of one's own work, and once for one look."""
    if me.id == recording.case.therapist_id:
        return False
    last = (
        select(FilmLook.id)
        .where(FilmLook.recording_id == recording.id, FilmLook.by_id == me.id)
        .where(FilmLook.clip_id == clip.id if clip else FilmLook.clip_id.is_(None))
        .where(FilmLook.place != LookedWhere.ROOM, FilmLook.at > now - ONE_LOOK)
    )
    return session.scalars(last).first() is None


def opened(
    session: Session, me: Membership, recording: Recording, now: datetime, clip: Clip | None = None
) -> None:
    """Outside the room. Asked twice at once it is written down once."""
    if is_new(session, me, recording, now, clip):
        where = LookedWhere.PATTERNS if clip else LookedWhere.LIBRARY
        session.add(_line(me, recording, clip, where, now))


def shown(queued: QueuedClip, now: datetime) -> None:
    """The clip begins to run on the wall, before those who are in the room."""
    here = [p for p in queued.supervision.participants if p.takes_part]
    _watch_together(queued, [p for p in here if p.presence is not Presence.AWAY], now)


def comes(person: Participant, now: datetime) -> None:
    """Somebody comes in while a clip is on."""
    playback = person.supervision.playback
    if person.presence is Presence.AWAY or not person.takes_part or playback is None:
        return
    if playback.is_running_at(now):
        _watch_together(playback.queued_clip, [person], now)


def _watch_together(queued: QueuedClip, people: Sequence[Participant], now: datetime) -> None:
    session, clip = object_session(queued), queued.clip
    if session is None:
        return
    there = select(FilmLook.by_id).where(
        FilmLook.supervision_id == queued.supervision_id, FilmLook.clip_id == clip.id
    )
    known = {*session.scalars(there), clip.recording.case.therapist_id}
    for person in people:
        if person.membership_id not in known:
            line = _line(person.membership, clip.recording, clip, LookedWhere.ROOM, now)
            line.supervision_id = queued.supervision_id
            session.add(line)


def _line(
    by: Membership, recording: Recording, clip: Clip | None, where: LookedWhere, now: datetime
) -> FilmLook:
    return FilmLook(
        at=now,
        place=where,
        by=by,
        case_id=recording.case_id,
        recording_id=recording.id,
        clip_id=clip.id if clip else None,
    )


def watched(
    session: Session, me: Membership, case: Case, recording: Recording | None = None
) -> list[Watched]:
    """All films of a case, or one of them, the newest first; to anybody else there is nothing."""
    if not case.is_open_to(me):
        return []
    wanted = (
        select(FilmLook)
        .where(FilmLook.case_id == case.id)
        .order_by(FilmLook.at.desc(), FilmLook.id)
        .options(*(joinedload(part) for part in (FilmLook.by, FilmLook.recording, FilmLook.clip)))
    )
    if recording is not None:
        wanted = wanted.where(FilmLook.recording_id == recording.id)
    lines = session.scalars(wanted).all()
    return [_told(list(of)) for _, of in groupby(lines, _together)]


def _together(line: FilmLook) -> tuple[object, ...]:
    """Whoever was there when a clip began has one line with the others."""
    alone = line.id if line.supervision_id is None else None
    return (line.at, line.supervision_id, line.clip_id, alone)


def _told(lines: Sequence[FilmLook]) -> Watched:
    first = lines[0]
    return Watched(
        first.at,
        first.place,
        tuple(sorted(line.by.name for line in lines)),
        first.recording.title if first.recording else None,
        first.clip.title if first.clip else None,
    )


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(FilmLook).where(FilmLook.at < now - KEPT_FOR))
