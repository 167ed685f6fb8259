"""Which clips a meeting has ready, and in which order: what its supervisors see to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from afttrainer.content.codes import SessionStatus
from afttrainer.models.case import Case
from afttrainer.models.clip import Clip
from afttrainer.models.queue import QueuedClip
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.supervision import SupervisionSession


def put_in(
    supervision: SupervisionSession, clip: Clip, by: Membership, now: datetime
) -> QueuedClip:
    """Put a clip of the group at the end of a meeting's queue. Raises Refused.

    Why a patient's film may not be shown is nobody's business here: the words only say that there
    is no consent (docs/privacy.md).
    """
    by.must_lead(supervision.group)
    if supervision.status is SessionStatus.CLOSED:
        raise Refused(_("This meeting is closed."))
    recording = clip.recording
    if recording.case.therapist.group_id != supervision.group_id:
        raise Refused(_("This clip is not one of the group's."), status=404)
    if not recording.can_be_marked:
        raise Refused(_("The film is not ready yet."))
    if not recording.may_be_shown_to_group(now):
        words = _("This clip cannot be queued: there is no consent at present to show it here.")
        raise Refused(words)
    if any(queued.clip is clip for queued in supervision.queue):
        raise Refused(_("This clip is in the queue already."))
    queued = QueuedClip(clip=clip, position=len(supervision.queue))
    supervision.queue.append(queued)
    supervision.touch(SUPERVISOR)
    return queued


def unqueue(queued: QueuedClip, by: Membership) -> None:
    """Take a clip out again, as long as the room is not at work on it. Raises Refused."""
    by.must_lead(queued.supervision.group)
    _must_not_be_begun(queued)
    take_out(queued)


def _must_not_be_begun(queued: QueuedClip) -> None:
    if queued.first_played_at is not None or queued.supervision.clip is queued:
        raise Refused(_("The room has come to this clip already. It stays in the record."))


def move(queued: QueuedClip, by: Membership, places: int) -> None:
    """So many places later in the queue, or earlier with a minus."""
    supervision = queued.supervision
    by.must_lead(supervision.group)
    others = [other for other in supervision.queue if other is not queued]
    others.insert(max(0, supervision.queue.index(queued) + places), queued)
    for position, other in enumerate(others):
        other.position = position
    supervision.queue.sort(key=lambda one: one.position)
    supervision.touch(SUPERVISOR)


def hand_on(queued: QueuedClip, to: SupervisionSession, by: Membership, now: datetime) -> None:
    """Out of this meeting's queue and to the end of another one's of the same group. Raises
    Refused, and changes neither queue then."""
    by.must_lead(to.group)
    _must_not_be_begun(queued)
    put_in(to, queued.clip, by, now)
    take_out(queued)


def others_to_come(supervision: SupervisionSession) -> list[SupervisionSession]:
    """The group's other meetings that are not over, the next first."""
    return [
        other
        for other in reversed(supervision.group.supervisions)
        if other is not supervision and other.status is not SessionStatus.CLOSED
    ]


def take_out(queued: QueuedClip) -> None:
    """Without asking: its film leaves the library."""
    supervision = queued.supervision
    supervision.queue.remove(queued)
    for position, other in enumerate(supervision.queue):
        other.position = position
    supervision.touch(SUPERVISOR)


def last_shown(supervision: SupervisionSession) -> dict[int, datetime]:
    """When each therapist's work was last shown in an earlier meeting, by membership id. It is told
    beside a clip and orders nothing: nobody stands before anybody (S2: those not shown lately are
    one thing to choose by)."""
    session = object_session(supervision)
    if session is None:
        return {}
    from afttrainer.models.recording import Recording

    meeting = type(supervision)
    shown = (
        select(Case.therapist_id, func.max(QueuedClip.first_played_at))
        .join(Recording, Recording.case_id == Case.id)
        .join(Clip, Clip.recording_id == Recording.id)
        .join(QueuedClip, QueuedClip.clip_id == Clip.id)
        .join(meeting, meeting.id == QueuedClip.supervision_id)
        .where(
            meeting.group_id == supervision.group_id,
            QueuedClip.supervision_id != supervision.id,
            QueuedClip.first_played_at.is_not(None),
        )
        .group_by(Case.therapist_id)
    )
    return {therapist_id: at for therapist_id, at in session.execute(shown) if at}


def weeks_since(at: datetime | None, now: datetime) -> int | None:
    """Whole weeks; None where it never was."""
    return None if at is None else max(0, (now - at).days // 7)
