"""A new rupture that a try has opened. First tries may do so; they are a beginning and no finished
cure (S2, Expecting initial attempts), so it is simply the next place to go on from."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from afttrainer.content.codes import Direction, Family, PathwayState, RuptureSource
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.participant import Participant
from afttrainer.models.pathway import PathwayTap, present
from afttrainer.models.refusal import Refused
from afttrainer.models.rights import leads
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.rupture_description import check_direction, settled


def open_from(
    me: Participant,
    attempt: MetacommunicationAttempt,
    family: Family,
    direction: Direction | None,
    now: datetime,
) -> RuptureEvent:
    """The next of R1, R2, ..., as a child of this try. Said again, it is the same one, described
    anew. The board goes back to the sign of a rupture, unless it stands there."""
    leads(me)
    check_direction(family, direction)
    exercise, room = attempt.exercise, me.supervision
    parent = exercise.rupture
    if parent is None:
        raise Refused(_("For this one, choose the rupture that it is made from."))
    child = attempt.child_rupture
    if child is None:
        child = RuptureEvent(
            queued_clip=parent.queued_clip,
            number=len(room.ruptures) + 1,
            start_ms=parent.start_ms,
            anchor_ms=parent.anchor_ms,
            end_ms=parent.end_ms,
            components=[],
            patient_side="",
            therapist_side="",
            defined_at=now,
            on_wall=False,
            source=RuptureSource.EXERCISE,
            parent_attempt=attempt,
        )
        room.ruptures.append(child)
        if exercise.is_running and present(exercise) is not PathwayState.RUPTURE_MARKER:
            marker = PathwayState.RUPTURE_MARKER
            exercise.pathway.append(PathwayTap(author=me, state=marker, made_at=now))
    child.family, child.direction = family, settled(family, direction)
    room.touch_everybody()
    return child


def newest(attempts: list[MetacommunicationAttempt]) -> RuptureEvent | None:
    """The rupture that the latest finished try has opened, if it has."""
    done = [attempt for attempt in attempts if attempt.ended_at is not None]
    return done[-1].child_rupture if done else None
