"""The ruptures that the group has described on one case's films, meeting after meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from afttrainer.content.codes import ResolutionStatus, RuptureSource
from afttrainer.models.clip import Clip
from afttrainer.models.queue import QueuedClip
from afttrainer.models.recording import Recording
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.supervision import SupervisionSession

if TYPE_CHECKING:
    from afttrainer.models.case import Case


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
