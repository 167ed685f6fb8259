"""A new rupture that a try in an exercise has opened.

First tries may open new ruptures and are only beginnings (S2, the fifth principle), so it is
described like any other, beside the one that the exercise was made from, and one may go on from it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.content.codes import PathwayState, RuptureSource
from afttrainer.models.pathway import PathwayTap
from afttrainer.models.refusal import Refused
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.rupture_description import Description
from afttrainer.models.scribe import must_write

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.participant import Participant


def open_from(
    me: Participant, attempt: MetacommunicationAttempt, said: Description, now: datetime
) -> RuptureEvent:
    """Keep it as the next of R1, R2, ..., child of that try and of the rupture it was made at.
    The board goes back to a sign of rupture. The wall stays with whoever tries."""
    must_write(me)
    exercise = attempt.exercise
    if attempt.child_rupture is not None:
        raise Refused(_("%(name)s has come up in this try.", name=attempt.child_rupture.name))
    parent = exercise.rupture
    if parent is None:
        raise Refused(_("This exercise was not made from a rupture."))
    room = exercise.supervision
    rupture = RuptureEvent(
        queued_clip=parent.queued_clip,
        parent=parent,
        parent_attempt=attempt,
        source=RuptureSource.EXERCISE,
        number=len(room.ruptures) + 1,
        defined_at=now,
    )
    room.ruptures.append(rupture)
    rupture.take(said)
    if exercise.rotates and exercise.was_running_at(now):
        shown = max((tap.id or 0 for tap in exercise.pathway), default=0)
        PathwayTap.tap(me, exercise, PathwayState.RUPTURE_MARKER, now, shown=shown)
    room.touch_everybody()
    return rupture
