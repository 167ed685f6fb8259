"""The exercises of one meeting: which is at work, and whose role is still to be left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from flask_babel import gettext as _

from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

C = TypeVar("C")


def at_work(room: SupervisionSession) -> Exercise | None:
    """The latest, whether it is offered, runs, or is over."""
    return room.exercises[-1] if room.exercises else None


def running(room: SupervisionSession) -> Exercise | None:
    return next((e for e in room.exercises if e.is_running), None)


def found(room: SupervisionSession, exercise_id: int) -> Exercise:
    """One of this room's; a number from elsewhere finds nothing."""
    exercise = next((e for e in room.exercises if e.id == exercise_id), None)
    if exercise is None:
        raise Refused(_("This exercise is not one of this meeting."))
    return exercise


def leave(room: SupervisionSession, player: Participant, now: datetime) -> None:
    """What that person plays in does not go on, and what they have agreed to does not begin."""
    for exercise in room.exercises:
        if exercise.patient_player is player:
            exercise.leave(player, now)


def dealt_card(exercise: Exercise, me: Participant, cards: Sequence[C]) -> C | None:
    """Which of the cards is this watcher's, so that each watches one thing: another one with every
    turn, and nobody the same as their neighbour as long as there are enough."""
    room = me.supervision
    if not cards or me not in room.trainees or me in exercise.players:
        return None
    # By a place that nobody's coming, going or playing changes for the others.
    return cards[(room.participants.index(me) + len(exercise.attempts)) % len(cards)]


def to_step_out_of(room: SupervisionSession) -> Exercise | None:
    """The exercise whose role somebody is still in although it is over."""
    if any(e.is_running for e in room.exercises):
        return None
    return next((e for e in reversed(room.exercises) if e.is_over and e.in_role), None)
