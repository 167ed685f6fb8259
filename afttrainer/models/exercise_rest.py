"""A rest in an exercise: it stands still for a moment, and goes on from there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.content.codes import ExerciseStatus
from afttrainer.models import lesson, rotation, turns
from afttrainer.models.hold import refuse_others_while_held
from afttrainer.models.refusal import Refused
from afttrainer.models.rights import leads

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant
    from afttrainer.models.two_chair import SeatSpan


def begin(exercise: Exercise, me: Participant, now: datetime) -> None:
    """Let it stand still for a moment; chairs, turns and all that was entered stay."""
    leads(me)
    if exercise.is_resting:
        return
    _must_be_under_way(exercise)
    exercise.status = ExerciseStatus.HELD
    exercise.stand_still(now)
    exercise.supervision.touch_everybody()


def end(exercise: Exercise, me: Participant, now: datetime) -> None:
    """It goes on from where it stood."""
    leads(me)
    if exercise.status is ExerciseStatus.RUNNING:
        return
    _must_be_under_way(exercise)
    refuse_others_while_held(me)
    over(exercise, now)
    lesson.end(exercise.supervision, now)
    exercise.status = ExerciseStatus.RUNNING
    if exercise.rotates and rotation.current(exercise) is None:
        turns.call_next(exercise, now)
    exercise.supervision.touch_everybody()


def over(exercise: Exercise, now: datetime) -> None:
    """No rest counts as time in a chair, in a try or before a sentence. Without one, nothing."""
    since, rested_s = exercise.held_at, exercise.run_on(now)
    latest: list[SeatSpan | MetacommunicationAttempt] = [
        *exercise.seat_spans[-1:],
        *exercise.attempts[-1:],
    ]
    for one in latest:
        if one.ended_at is None:
            one.rested_s += rested_s
    if since is not None and exercise.prompt_at is not None:
        exercise.prompt_at += max(now - max(since, exercise.prompt_at), timedelta())


def refuse(exercise: Exercise) -> None:
    """Raises Refused while it rests."""
    if exercise.is_resting:
        raise Refused(_("The exercise stands still for a moment. It goes on from here."))


def _must_be_under_way(exercise: Exercise) -> None:
    if not exercise.is_running:
        raise Refused(_("This exercise is not under way."))
