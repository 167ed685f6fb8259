"""Reading, coding, learning to metacommunicate: said with a tap, ended by whatever comes next."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Component, ExerciseType, Phase
from afttrainer.models import Exercise, Lesson, exercise_rest, lesson
from afttrainer.models.exposure import component_seconds
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR
from tests.models.room import Room
from tests.people import at


def spans(room: Room) -> list[tuple[Component, object, object]]:
    return [(one.component, one.began_at, one.ended_at) for one in room.supervision.lessons]


def test_one_tap_begins_it_another_ends_it_and_the_console_alone_shows_it(room: Room) -> None:
    room.touched()
    Lesson.begin(room.mirela, Component.MANUAL, at(10))
    assert room.touched() == {SUPERVISOR}
    Lesson.begin(room.mirela, Component.MANUAL, at(10.1))
    assert room.touched() == set(), "two fingers are one"
    Lesson.back_to_the_plan(room.mirela, at(18))
    Lesson.back_to_the_plan(room.mirela, at(19))
    room.keep()
    assert spans(room) == [(Component.MANUAL, at(10), at(18))]
    assert component_seconds(room.supervision, at(60))[Component.MANUAL] == 480


def test_another_takes_its_place_at_the_same_instant(room: Room) -> None:
    Lesson.begin(room.mirela, Component.MANUAL, at(10))
    Lesson.begin(room.mirela, Component.PROCESS_CODING, at(15))
    assert spans(room) == [
        (Component.MANUAL, at(10), at(15)),
        (Component.PROCESS_CODING, at(15), None),
    ]
    found = component_seconds(room.supervision, at(20))
    assert found[Component.PROCESS_CODING] == 300
    assert sum(found.values()) == 20 * 60


def test_going_on_an_exercise_and_the_closing_end_it(room: Room) -> None:
    Lesson.begin(room.mirela, Component.PROCESS_CODING, at(10))
    room.go_to(Phase.EXERCISE, at(20))
    exercise = Exercise.plan(room.mirela, None, ExerciseType.FREE, "script")
    Lesson.begin(room.mirela, Component.MANUAL, at(25))
    exercise.begin(room.mirela, at(30))
    exercise_rest.begin(exercise, room.mirela, at(32))
    Lesson.begin(room.mirela, Component.METACOMMUNICATION_TEACHING, at(33))
    exercise_rest.end(exercise, room.mirela, at(40))
    exercise.end(room.mirela, at(45))
    Lesson.begin(room.mirela, Component.MANUAL, at(50))
    room.supervision.close(at(60), without_checkout=True)
    assert [ended for _what, _began, ended in spans(room)] == [at(20), at(30), at(40), at(60)]
    assert lesson.under_way(room.supervision) is None


def test_while_an_exercise_runs_none_begins(room: Room) -> None:
    """Its minutes are its own; between exercises and while one rests there is time for it."""
    room.go_to(Phase.EXERCISE, at(20))
    exercise = Exercise.plan(room.mirela, None, ExerciseType.PARSE_EXPERIENCE, "script")
    exercise.begin(room.mirela, at(30))
    with pytest.raises(Refused, match="An exercise is running"):
        Lesson.begin(room.mirela, Component.MANUAL, at(31))
    assert spans(room) == []
    exercise_rest.begin(exercise, room.mirela, at(32))
    Lesson.begin(room.mirela, Component.MANUAL, at(33))
    exercise_rest.end(exercise, room.mirela, at(35))
    with pytest.raises(Refused, match="An exercise is running"):
        Lesson.begin(room.mirela, Component.MANUAL, at(36))
    exercise.end(room.mirela, at(40))
    Lesson.begin(room.mirela, Component.MANUAL, at(42))
    found = component_seconds(room.supervision, at(45))
    assert found[Component.MANUAL] == (2 + 3) * 60
    assert found[Component.MINDFULNESS] >= (10 - 2) * 60


def test_whoever_does_not_lead_says_nothing_of_it(room: Room) -> None:
    with pytest.raises(NotYours):
        Lesson.begin(room.aditi, Component.MANUAL, at(10))
    Lesson.begin(room.mirela, Component.MANUAL, at(10))
    with pytest.raises(NotYours):
        Lesson.back_to_the_plan(room.aditi, at(11))
    with pytest.raises(Refused, match="one of the three"):
        Lesson.begin(room.mirela, Component.TWO_CHAIR, at(12))


def test_before_the_first_part_there_is_no_time_to_count(room: Room) -> None:
    room.supervision.phase = None
    with pytest.raises(Refused, match="first part"):
        Lesson.begin(room.mirela, Component.MANUAL, at(1))
