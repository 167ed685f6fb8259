"""What was its author's alone, and whom they let read it: only they widen it, and each widening and
narrowing is written down (F2). Whoever leads and has it before them is written down as well, for
the one whose it is (F3). No words of it stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer.content.codes import Audited, OwnThing, Visibility
from afttrainer.models.audit import ONE_LOOK, AuditLine
from afttrainer.models.base import session_of

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession

KINDS: Final = (
    Audited.OWN_TO_LEADERS,
    Audited.OWN_TO_GROUP,
    Audited.OWN_NARROWED,
    Audited.OWN_READ,
)
#: From the fewest to the most; what the presenter reads besides those who lead is none of these.
_REACH: Final = (Visibility.PRIVATE, Visibility.SUPERVISOR, Visibility.GROUP)


def note_change(
    whose: Membership,
    room: SupervisionSession | None,
    thing: OwnThing,
    before: Visibility,
    to: Visibility,
    now: datetime,
) -> None:
    """A line where more or fewer may read it now; none where nothing has changed. `room` is None
    for what is of no meeting."""
    if _REACH.index(to) == _REACH.index(before):
        return
    if _REACH.index(to) < _REACH.index(before):
        what = Audited.OWN_NARROWED
    else:
        is_for_all = to is Visibility.GROUP
        what = Audited.OWN_TO_GROUP if is_for_all else Audited.OWN_TO_LEADERS
    readers = _readers(whose, room, to) if room is not None else len(readers_of(whose, to))
    line = AuditLine(what=what, at=now, thing=thing, readers=readers)
    line.by_id = line.about_id = whose.id
    line.supervision_id = room.id if room is not None else None
    session_of(whose).add(line)


def show(
    me: Participant, thing: OwnThing, before: Visibility, to: Visibility, now: datetime
) -> None:
    """The same in the room, where it stands on the console of whoever leads and is here at once."""
    note_change(me.membership, me.supervision, thing, before, to, now)
    if to is before or to is Visibility.PRIVATE:
        return
    for leader in _at_consoles(me.supervision):
        if leader is not me:
            _look_of(leader, now).note(me.membership_id, thing)


def readers_of(whose: Membership, to: Visibility) -> list[Membership]:
    """Who else reads what they have shown of no meeting, of those who are in the group by now."""
    others = [m for m in whose.group.members if m.belongs and m is not whose]
    if to is Visibility.PRIVATE:
        return []
    return others if to is Visibility.GROUP else [m for m in others if m.supervises]


def waits_between_meetings(
    leader: Membership, whose: Iterable[Membership], thing: OwnThing, now: datetime
) -> bool:
    """Whether any of theirs lies open to `leader`, outside of any meeting, and is not noted yet."""
    look = _Look(session_of(leader), leader.id, None, now)
    return any(not look.is_noted(one.id, thing) for one in whose if one is not leader)


def note_reading_between_meetings(
    leader: Membership, whose: Iterable[Membership], thing: OwnThing, now: datetime
) -> None:
    """`leader` has it before them, on a page of the group."""
    look = _Look(session_of(leader), leader.id, None, now)
    for number in dict.fromkeys(one.id for one in whose if one is not leader):
        look.note(number, thing)


def waits_to_be_noted(leader: Participant, now: datetime) -> bool:
    """Whether something lies open to `leader` in this meeting that is not noted as read."""
    look = _look_of(leader, now)
    return any(not look.is_noted(whose, thing) for whose, thing in _open_to(leader))


def note_consoles(room: SupervisionSession, now: datetime) -> None:
    """Marks are shown, and notes that were for the group with them."""
    for leader in _at_consoles(room):
        note_reading(leader, now)


def note_reading(leader: Participant, now: datetime) -> None:
    """`leader` has before them what others of this meeting have shown."""
    look = _look_of(leader, now)
    for whose, thing in _open_to(leader):
        look.note(whose, thing)


def trail_of(me: Membership) -> dict[SupervisionSession | None, list[AuditLine]]:
    """What became of one's own, by meeting and newest first: for oneself, and for nobody else. None
    stands for meetings that are gone."""
    own = select(AuditLine).where(AuditLine.about_id == me.id, AuditLine.what.in_(KINDS))
    found: dict[SupervisionSession | None, list[AuditLine]] = {}
    for line in session_of(me).scalars(own.order_by(AuditLine.at.desc(), AuditLine.id.desc())):
        found.setdefault(line.supervision, []).append(line)
    return found


def _readers(whose: Membership, room: SupervisionSession, to: Visibility) -> int:
    """How many others, of those who are in the meeting by now."""
    others = [p for p in room.participants if p.takes_part and p.membership_id != whose.id]
    if to is Visibility.PRIVATE:
        return 0
    return len(others) if to is Visibility.GROUP else sum(p.supervises for p in others)


def _at_consoles(room: SupervisionSession) -> list[Participant]:
    return [p for p in room.participants if p.supervises and p.takes_part and p.is_here]


@dataclass(frozen=True)
class _Look:
    """Somebody who leads has it before them: in a meeting, or where `room_id` is None in none."""

    session: Session
    leader_id: int
    room_id: int | None
    now: datetime

    def note(self, whose: int, thing: OwnThing) -> None:
        if self.is_noted(whose, thing):
            return
        line = AuditLine(what=Audited.OWN_READ, at=self.now, thing=thing)
        line.by_id, line.about_id = self.leader_id, whose
        line.supervision_id = self.room_id
        self.session.add(line)

    def is_noted(self, whose: int, thing: OwnThing) -> bool:
        """A page that is loaded again is still the same look at it."""
        same = (
            select(AuditLine.id)
            .where(
                AuditLine.what == Audited.OWN_READ,
                AuditLine.by_id == self.leader_id,
                AuditLine.about_id == whose,
                AuditLine.supervision_id == self.room_id,
                AuditLine.thing == thing,
                AuditLine.at > self.now - ONE_LOOK,
            )
            .limit(1)
        )
        return self.session.scalar(same) is not None


def _look_of(leader: Participant, now: datetime) -> _Look:
    return _Look(session_of(leader), leader.membership_id, leader.supervision_id, now)


def _open_to(leader: Participant) -> list[tuple[int, OwnThing]]:
    """Whose, and what, each once: those of others that started as their own and are read here."""
    found = dict.fromkeys(_shown_in(leader.supervision))
    of_whom = {p.id: p.membership_id for p in leader.supervision.participants}
    return [(of_whom[who], thing) for who, thing in found if who != leader.id]


def _shown_in(room: SupervisionSession) -> Iterator[tuple[int, OwnThing]]:
    for clip in room.queue:
        yield from _shown_on(clip)
    for rupture in room.ruptures:
        for pull in rupture.pulls:
            if pull.visibility is not Visibility.PRIVATE:
                yield pull.author_id, OwnThing.PULL
    for exercise in room.exercises:
        for word in exercise.inner_words:
            if word.visibility is not Visibility.PRIVATE:
                yield word.author_id, OwnThing.INNER_WORD


def _shown_on(clip: QueuedClip) -> Iterator[tuple[int, OwnThing]]:
    for tag in clip.tags:
        if tag.visibility is Visibility.PRIVATE:
            continue
        if tag.is_inner:
            yield tag.author_id, OwnThing.SOMETHING_IN_ME
        elif tag.note and tag.note_visibility is Visibility.GROUP:
            yield tag.author_id, OwnThing.MARK_NOTE
    for moment in clip.moments:
        if moment.visibility is not Visibility.PRIVATE:
            yield moment.author_id, OwnThing.MOMENT
