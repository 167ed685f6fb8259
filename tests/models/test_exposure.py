"""Minutes of each ingredient: exercises as what they were, parts as what they are for."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import Component, ExerciseType, Phase
from afttrainer.interchange.session_json import session_document
from afttrainer.models import Exercise, Lesson, Participant, PhaseVisit, Stay
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


def was_there(who: Participant, *minutes: tuple[float, float]) -> None:
    for came, left in minutes:
        who.stays.append(Stay(began_at=at(came), heard_at=at(left), is_over=True))


def test_who_came_later_and_left_sooner_was_there_in_between(evening: Room) -> None:
    found = component_seconds(evening.supervision, at(95.5), [(at(9), at(60))])
    assert found[Component.CHECK_IN] == 300
    assert Component.MINDFULNESS not in found
    assert found[Component.ROLE_PLAY] == pytest.approx(440)
    assert Component.DEBRIEF not in found


def test_who_went_out_and_came_back_was_not_there_meanwhile(evening: Room) -> None:
    """Two chairs from 43:20 to 52:00; out of the room from 45 to 50."""
    there = [(at(0), at(45)), (at(50), at(95.5))]
    found = component_seconds(evening.supervision, at(95.5), there)
    assert found[Component.TWO_CHAIR] == pytest.approx(220)
    assert found[Component.DEBRIEF] == 780


def test_who_was_never_in_the_room_has_no_minutes(evening: Room) -> None:
    assert component_seconds(evening.supervision, at(95.5), []) == {}


def test_each_trainee_takes_their_own_minutes_along_and_nobody_elses(evening: Room) -> None:
    """C-98: by trainee, in each one's own export."""
    room = evening.supervision
    was_there(evening.femi, (9, 20), (30, 78))
    for who in (evening.aditi, evening.mirela):
        was_there(who, (0, 95))
    evening.session.flush()

    def taken(me: Participant) -> dict[str, Any]:
        return session_document(room, reader_for(me, None), at(95.5))

    femis, aditis = taken(evening.femi), taken(evening.aditi)
    assert femis["own"]["component_seconds"]["check_in"] == 300
    assert femis["own"]["component_seconds"]["video_analysis"] == (4 + 3.5) * 60
    assert femis["own"]["component_seconds"]["debrief"] == 5 * 60
    assert "began_at" not in str(femis["own"]), "when they were there is nobody's to read"
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


def test_what_is_taught_expressly_goes_before_the_part_and_the_exercise(room: Room) -> None:
    for phase in room.supervision.phases:
        phase.visits.clear()
    stay(room, Phase.VIEWING, 10, 40)
    exercise(room, ExerciseType.ROTATING_ROLE_PLAY, 20, 30)
    for component, began, ended in (
        (Component.PROCESS_CODING, 12, 15),
        (Component.METACOMMUNICATION_TEACHING, 25, 32),
    ):
        one = Lesson(component=component, began_at=at(began), ended_at=at(ended))
        room.supervision.lessons.append(one)
    assert component_seconds(room.supervision, at(50)) == {
        Component.PROCESS_CODING: 3 * 60,
        Component.VIDEO_ANALYSIS: 15 * 60,
        Component.ROLE_PLAY: 5 * 60,
        Component.METACOMMUNICATION_TEACHING: 7 * 60,
    }


@pytest.mark.parametrize("type_", [ExerciseType.FREE, ExerciseType.ROTATING_ROLE_PLAY])
def test_an_exercise_counts_as_what_its_script_says(room: Room, type_: ExerciseType) -> None:
    exercise(room, type_, 20, 25)
    room.supervision.exercises[-1].component = Component.METACOMMUNICATION_TEACHING
    found = component_seconds(room.supervision, at(50))
    assert found[Component.METACOMMUNICATION_TEACHING] == 300
    assert Component.ROLE_PLAY not in found


CUTS = st.lists(st.floats(0, 120), min_size=2, max_size=12, unique=True).map(sorted)


@settings(max_examples=40)
@given(stays=CUTS, tries=CUTS, taught=CUTS, there=CUTS)
def test_the_sum_is_at_most_the_meeting(
    stays: list[float], tries: list[float], taught: list[float], there: list[float]
) -> None:
    room = Room()
    try:
        for phase in room.supervision.phases:
            phase.visits.clear()
        phases, types = list(OF_PHASE), list(OF_EXERCISE)
        for one, (began, ended) in enumerate(itertools.pairwise(stays)):
            stay(room, phases[one % len(phases)], began, ended)
        for one, (began, ended) in enumerate(zip(tries[::2], tries[1::2], strict=False)):
            exercise(room, types[one % len(types)], began, ended)
        for began, ended in zip(taught[::2], taught[1::2], strict=False):
            one_lesson = Lesson(component=Component.MANUAL, began_at=at(began), ended_at=at(ended))
            room.supervision.lessons.append(one_lesson)
        end = T0 + timedelta(minutes=120)
        found = component_seconds(room.supervision, end)
        cuts = (stays, tries, taught)
        first, last = min(one[0] for one in cuts), max(one[-1] for one in cuts)
        assert sum(found.values()) <= (last - first) * 60 + 0.01
        assert all(seconds > 0 for seconds in found.values())
        spans = [(at(came), at(left)) for came, left in zip(there[::2], there[1::2], strict=False)]
        own = component_seconds(room.supervision, end, spans)
        assert all(own[what] <= found[what] + 0.01 for what in own)
        in_the_room_s = sum((left - came).total_seconds() for came, left in spans)
        assert sum(own.values()) <= in_the_room_s + 0.01
    finally:
        room.close()
