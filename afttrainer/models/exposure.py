"""How long each ingredient of the training was in a meeting (C-98), for studies that take it apart.

An exercise counts as what it was, from its beginning to its end; a part of the plan as what it is
for, without the exercises in it. So no second counts twice, and the sum is at most the meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from afttrainer.content.codes import Component, ExerciseType, Phase

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession

#: What the parts of a plan train (S2, Training strategies and tools).
OF_PHASE: Final[Mapping[Phase, Component]] = {
    Phase.MINDFULNESS_INDUCTION: Component.MINDFULNESS,
    Phase.CHECK_IN: Component.CHECK_IN,
    Phase.VIEWING: Component.VIDEO_ANALYSIS,
    Phase.AFFECT_ROUND: Component.VIDEO_ANALYSIS,
    Phase.RUPTURE_DEFINITION: Component.VIDEO_ANALYSIS,
    Phase.DEBRIEF: Component.DEBRIEF,
    Phase.PRESENTER_CHECKOUT: Component.DEBRIEF,
}
#: What exercises train. One of a group's own kind is what it is, and counts as no ingredient.
OF_EXERCISE: Final[Mapping[ExerciseType, Component]] = {
    ExerciseType.TWO_CHAIR: Component.TWO_CHAIR,
    ExerciseType.ROTATING_ROLE_PLAY: Component.ROLE_PLAY,
    ExerciseType.DYAD: Component.MINDFULNESS,
    ExerciseType.CENTERING: Component.MINDFULNESS,
    ExerciseType.PARSE_EXPERIENCE: Component.MINDFULNESS,
}
Stretch = tuple[datetime, datetime]


def component_seconds(
    room: SupervisionSession, now: datetime, since: datetime | None = None
) -> dict[Component, float]:
    """Seconds of each ingredient that came up, in the order of their list; those from `since` on
    where only a part of the meeting is asked for, as by whoever came later."""
    exercises = [
        ((e.began_at, e.ended_at or room.closed_at or now), OF_EXERCISE.get(e.type))
        for e in room.exercises
        if e.began_at is not None
    ]
    taken = [stretch for stretch, _component in exercises]
    parts = [
        (piece, OF_PHASE.get(phase.kind))
        for phase in room.phases
        for visit in phase.visits
        for piece in _without((visit.began_at, visit.ended_at or now), taken)
    ]
    sums = dict.fromkeys(Component, 0.0)
    for (began, ended), component in [*exercises, *parts]:
        if component is not None:
            began = max(began, since) if since is not None else began
            sums[component] += max(0.0, (ended - began).total_seconds())
    return {component: seconds for component, seconds in sums.items() if seconds}


def _without(whole: Stretch, taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of `whole`."""
    left = [whole]
    for began, ended in taken:
        left = [
            piece
            for one in left
            for piece in ((one[0], min(one[1], began)), (max(one[0], ended), one[1]))
            if piece[0] < piece[1]
        ]
    return left
