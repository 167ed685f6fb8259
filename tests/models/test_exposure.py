"""Minutes of each ingredient: exercises as what they were, parts as what they are for."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import Component, ExerciseType, Phase
from afttrainer.interchange.session_json import session_document
from afttrainer.models import Exercise, Participant, PhaseVisit
from afttrainer.models.exposure import OF_EXERCISE, OF_PHASE, component_seconds
from afttrainer.models.visibility import reader_for
from tests.models.room import Room
from tests.people import T0, at


def stay(room: Room, kind: Phase, began: float, ended: float) -> None:
    phase = next(p for p in room.supervision.phases if p.kind is kind)
    phase.visits.append(PhaseVisit(began_at=at(began), ended_at=at(ended), suspended_s=0.0))


def exercise(room: Room, type_: ExerciseType, began: float, ended: float | None) -> None:
    made = Exercise(
        type=type_,
        position=len(room.supervision.exercises) + 1,
        rupture=room.supervision.ruptures[0] if room.supervision.ruptures else room.rupture(),
        patient_player=room.ben,
        began_at=at(began),
        ended_at=None if ended is None else at(ended),
    )
    room.supervision.exercises.append(made)


@pytest.fixture
def evening(room: Room) -> Room:
    """The scenario's times."""
    for phase in room.supervision.phases:
        phase.visits.clear()
    stay(room, Phase.MINDFULNESS_INDUCTION, 0, 6)
    stay(room, Phase.CHECK_IN, 6, 14)
    stay(room, Phase.VIEWING, 16, 33.5)
    stay(room, Phase.EXERCISE, 42, 73)
    exercise(room, ExerciseType.TWO_CHAIR, 43 + 20 / 60, 52)
    exercise(room, ExerciseType.ROTATING_ROLE_PLAY, 52 + 40 / 60, 71)
    stay(room, Phase.DEBRIEF, 73, 86)
    return room


def test_the_scenarios_minutes(evening: Room) -> None:
    found = component_seconds(evening.supervision, at(95.5))
    assert found == {
        Component.VIDEO_ANALYSIS: 1050,
        Component.MINDFULNESS: 360,
        Component.TWO_CHAIR: pytest.approx(520),
        Component.ROLE_PLAY: pytest.approx(1100),
        Component.CHECK_IN: 480,
        Component.DEBRIEF: 780,
    }


def test_who_came_later_was_there_for_the_rest(evening: Room) -> None:
    found = component_seconds(evening.supervision, at(95.5), since=at(9))
    assert found[Component.CHECK_IN] == 300
    assert Component.MINDFULNESS not in found
    assert found[Component.ROLE_PLAY] == pytest.approx(1100)


def test_each_trainee_takes_their_own_minutes_along_and_nobody_elses(evening: Room) -> None:
    """C-98: by trainee, in each one's own export."""
    room = evening.supervision
    evening.femi.joined_at = at(9)
    evening.session.flush()

    def taken(me: Participant) -> dict[str, Any]:
        return session_document(room, reader_for(me, None), at(95.5))

    femis, aditis = taken(evening.femi), taken(evening.aditi)
    assert femis["own"]["component_seconds"]["check_in"] == 300
    assert aditis["own"]["component_seconds"]["check_in"] == 480
    assert femis["component_seconds"] == aditis["component_seconds"], "the meeting's are the same"
    assert str(taken(evening.mirela)).count("component_seconds") == 2, "the meeting's, and her own"


def test_an_exercise_in_the_midst_of_watching_is_counted_once(room: Room) -> None:
    for phase in room.supervision.phases:
        phase.visits.clear()
    stay(room, Phase.VIEWING, 10, 40)
    exercise(room, ExerciseType.TWO_CHAIR, 20, 25)
    found = component_seconds(room.supervision, at(50))
    assert found == {Component.VIDEO_ANALYSIS: 25 * 60, Component.TWO_CHAIR: 5 * 60}


def test_what_still_runs_counts_until_now(room: Room) -> None:
    exercise(room, ExerciseType.TWO_CHAIR, 20, None)
    assert component_seconds(room.supervision, at(22))[Component.TWO_CHAIR] == 120


CUTS = st.lists(st.floats(0, 120), min_size=2, max_size=12, unique=True).map(sorted)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stays=CUTS, tries=CUTS)
def test_the_sum_is_at_most_the_meeting(stays: list[float], tries: list[float]) -> None:
    room = Room()
    try:
        for phase in room.supervision.phases:
            phase.visits.clear()
        phases, types = list(OF_PHASE), list(OF_EXERCISE)
        for one, (began, ended) in enumerate(itertools.pairwise(stays)):
            stay(room, phases[one % len(phases)], began, ended)
        for one, (began, ended) in enumerate(zip(tries[::2], tries[1::2], strict=False)):
            exercise(room, types[one % len(types)], began, ended)
        found = component_seconds(room.supervision, T0 + timedelta(minutes=120))
        first, last = min(stays[0], tries[0]), max(stays[-1], tries[-1])
        assert sum(found.values()) <= (last - first) * 60 + 0.01
        assert all(seconds > 0 for seconds in found.values())
    finally:
        room.close()
