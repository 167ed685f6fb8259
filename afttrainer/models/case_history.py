"""What earlier meetings saw of a case: closed while a film of it waits to be seen or is shown, so
that the group meets it without introduction (C-81: S2, Training process and structure).

Whoever opens it all the same is written down, for the therapist and for those who lead.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from afttrainer.content.codes import Audited, ClipStatus
from afttrainer.models.audit import AuditLine, note_look

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.membership import Membership
    from afttrainer.models.queue import QueuedClip

#: On its way to being seen, or being seen.
_BEFORE_OR_DURING = (ClipStatus.OFFERED, ClipStatus.ACCEPTED, ClipStatus.PLAYING)


def closed_for(case: Case) -> QueuedClip | None:
    """The clip of an open room for which the history stays closed; None where nothing waits."""
    for recording in case.recordings:
        for clip in recording.clips:
            for queued in clip.queued:
                if queued.supervision.is_live and _is_to_be_seen(queued):
                    return queued
    return None


def _is_to_be_seen(queued: QueuedClip) -> bool:
    return queued.status in _BEFORE_OR_DURING and not queued.is_revealed


def may_see(me: Membership, case: Case) -> bool:
    """Whether it lies open before this person: after the viewing, or opened by them before."""
    queued = closed_for(case)
    return queued is None or any(line.by_id == me.id for line in _lines_of(queued))


def open_all_the_same(me: Membership, case: Case, now: datetime) -> None:
    """Before or during the viewing: written down, and told to the presenter and those who lead."""
    case.must_be_open_to(me)
    queued = closed_for(case)
    if queued is None:
        return
    if note_look(case.audit_lines, Audited.HISTORY_OPENED, me, now) is not None:
        queued.tell_presenter()


def lines_for(me: Membership, case: Case) -> list[AuditLine]:
    """All there are, newest first; to anybody else there are none."""
    return list(reversed(case.audit_lines)) if case.is_open_to(me) else []


def told_in_room(queued: QueuedClip) -> list[AuditLine]:
    """For this showing of it."""
    return _lines_of(queued)


def _lines_of(queued: QueuedClip) -> list[AuditLine]:
    since = queued.supervision.opened_at or queued.supervision.planned_for
    return [line for line in queued.clip.recording.case.audit_lines if line.at >= since]
