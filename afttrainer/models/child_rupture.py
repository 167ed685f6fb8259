"""A new rupture that a try in an exercise has opened.

First tries may open new ruptures and are only beginnings (S2, the fifth principle), so it is
described like any other, beside the one that the exercise was made from, and one may go on from it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.content.codes import ExerciseStatus, PathwayState, RestartFrom, RuptureSource
from afttrainer.models import pathway
from afttrainer.models.pathway import PathwayTap
from afttrainer.models.refusal import Refused
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.rupture_description import Description
from afttrainer.models.scribe import must_write

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.exercise import Exercise
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
        number=RuptureEvent.next_number(room),
        defined_at=now,
    )
    room.ruptures.append(rupture)
    rupture.take(said)
    if exercise.rotates and exercise.was_running_at(now):
        shown = max((tap.id or 0 for tap in exercise.pathway), default=0)
        PathwayTap.tap(me, exercise, PathwayState.RUPTURE_MARKER, now, shown=shown)
    room.touch_everybody()
    return rupture


def take_back(me: Participant, rupture: RuptureEvent) -> None:
    """It was opened by mistake, or at another try: as if it had not been. Raises Refused once
    anything was made from it. A pull goes with its rupture, and nobody is told that there was one.
    """
    must_write(me)
    attempt = rupture.parent_attempt
    if attempt is None:
        raise Refused(_("Only a rupture that came up in a try can be taken back."))
    room = me.supervision
    if rupture.on_wall:
        raise Refused(_("It stands on the wall. Take it down from there first."))
    made = [exercise for exercise in room.exercises if exercise.rupture is rupture]
    is_at_work = any(exercise.status is not ExerciseStatus.WITHDRAWN for exercise in made)
    if is_at_work or rupture.children or rupture.views or rupture.pins or rupture.further:
        raise Refused(
            _("%(name)s stays: something was made from it or said of it.", name=rupture.name)
        )
    for exercise in made:
        # A no to it leaves no trace, not even this one.
        exercise.rupture = None
    _board_as_before(me, attempt.exercise, rupture)
    following = attempt.exercise.attempts[attempt.exercise.attempts.index(attempt) + 1 :]
    for later in following[:1]:
        if later.ended_at is None and later.restart_from is RestartFrom.NEW_RUPTURE:
            later.restart_from = RestartFrom.CONTINUE
    rupture.parent = rupture.parent_attempt = None
    room.ruptures.remove(rupture)
    room.touch_everybody()


def _board_as_before(me: Participant, exercise: Exercise, rupture: RuptureEvent) -> None:
    """The tap that came with it goes, as long as the board stands there."""
    tap = pathway.last(exercise)
    if tap is None or tap.state is not PathwayState.RUPTURE_MARKER:
        return
    if tap.made_at == rupture.defined_at:
        pathway.undo(me, exercise, tap.id)
