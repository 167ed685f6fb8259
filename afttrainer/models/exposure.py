"""How long each ingredient of the training was in a meeting (C-98), for studies that take it apart.

A lesson counts as what it was said to be; an exercise as what its script says or its kind is, from
its beginning to its end, without lessons; a part of the plan as what it is for, without either. So
no second counts twice, and the sum is at most the meeting. Of one person only that counts in which
they were in the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from afttrainer.content.codes import Component, ExerciseType, Phase
from afttrainer.models.stay import Stretch, within_s

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
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
Counted = tuple[Stretch, Component | None]


def component_seconds(
    room: SupervisionSession, now: datetime, there: Sequence[Stretch] | None = None
) -> dict[Component, float]:
    """Seconds of each ingredient that came up, in the order of their list; those in the stretches
    `there` where only a part of the meeting is asked for, as by whoever came later or left."""
    sums = dict.fromkeys(Component, 0.0)
    for stretch, component in _counted(room, room.closed_at or now):
        if component is not None:
            began = max(stretch[0], room.started_at or stretch[0])
            stretch = (began, max(began, stretch[1]))
            whole = (stretch[1] - began).total_seconds()
            sums[component] += whole if there is None else within_s(stretch, there)
    return {component: seconds for component, seconds in sums.items() if seconds}


def component_of(exercise: Exercise) -> Component | None:
    """What its minutes count as; None where they count as no ingredient."""
    return exercise.component or OF_EXERCISE.get(exercise.type)


def _counted(room: SupervisionSession, ends: datetime) -> list[Counted]:
    """The meeting cut up, each stretch with what it was for; none lies over another."""
    lessons = [((one.began_at, one.ended_at or ends), one.component) for one in room.lessons]
    taught = [stretch for stretch, _component in lessons]
    begun = [
        ((e.began_at, e.ended_at or ends), component_of(e))
        for e in room.exercises
        if e.began_at is not None
    ]
    taken = [*taught, *(stretch for stretch, _component in begun)]
    return [
        *lessons,
        *((piece, what) for whole, what in begun for piece in _without(whole, taught)),
        *(
            (piece, OF_PHASE.get(phase.kind))
            for phase in room.phases
            for visit in phase.visits
            for piece in _without((visit.began_at, visit.ended_at or ends), taken)
        ),
    ]


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
