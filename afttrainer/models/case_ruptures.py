"""The ruptures that the group has described on one case's films, meeting after meeting, and what
has become of them since."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from afttrainer.content.codes import ResolutionStatus, RuptureSource
from afttrainer.models.case import Case
from afttrainer.models.clip import Clip
from afttrainer.models.follow_up import FollowUp, presented_by
from afttrainer.models.participant import Participant
from afttrainer.models.queue import QueuedClip
from afttrainer.models.recording import Recording
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.supervision import SupervisionSession


def ruptures_of(session: Session, case: Case, *, only_open: bool = False) -> list[RuptureEvent]:
    """In the order of the meetings; those still open where `only_open`: all that nobody has said
    to be resolved. What came up in an exercise is the group's and not the patient's."""
    found = (
        select(RuptureEvent)
        .join(QueuedClip, QueuedClip.id == RuptureEvent.queued_clip_id)
        .join(Clip, Clip.id == QueuedClip.clip_id)
        .join(Recording, Recording.id == Clip.recording_id)
        .join(SupervisionSession, SupervisionSession.id == RuptureEvent.supervision_id)
        .where(Recording.case_id == case.id, RuptureEvent.source == RuptureSource.CLIP)
        .order_by(SupervisionSession.planned_for, SupervisionSession.id, RuptureEvent.number)
    )
    if only_open:
        status = RuptureEvent.resolution_status
        found = found.where(or_(status.is_(None), status != ResolutionStatus.RESOLVED))
    return list(session.scalars(found))


def followed_up(session: Session, case: Case) -> dict[int, FollowUp]:
    """What its therapist has said, the next time they were asked, to what they took home from a
    meeting in which this case was on: by the number of that meeting. For its therapist and those
    who lead, as the case is."""
    shown = (
        select(QueuedClip.supervision_id)
        .join(Clip, Clip.id == QueuedClip.clip_id)
        .join(Recording, Recording.id == Clip.recording_id)
        .where(Recording.case_id == case.id, QueuedClip.first_played_at.is_not(None))
    )
    meetings = set(session.scalars(shown))
    # Of several answers the first after that meeting: the newest comes first.
    said = answers_to(session, case.therapist_id)
    return {meeting: entry for meeting, entry in said if meeting in meetings}


def answers_to(session: Session, therapist_id: int) -> list[tuple[int, FollowUp]]:
    """All that a therapist has said to what they took home, the newest first, each with the number
    of the meeting that it looks back on: the last before in which work of theirs was on."""
    meetings = presented_by(therapist_id).with_only_columns(
        SupervisionSession.planned_for, SupervisionSession.id
    )
    shown = session.execute(meetings).all()
    said = session.scalars(
        select(FollowUp)
        .join(Participant, Participant.id == FollowUp.author_id)
        .join(SupervisionSession, SupervisionSession.id == FollowUp.supervision_id)
        .where(Participant.membership_id == therapist_id)
        .order_by(SupervisionSession.planned_for.desc(), SupervisionSession.id.desc())
    )
    found: list[tuple[int, FollowUp]] = []
    for entry in said:
        when = (entry.supervision.planned_for, entry.supervision_id)
        before = [number for at, number in shown if (at, number) < when]
        if before:
            found.append((before[-1], entry))
    return found
