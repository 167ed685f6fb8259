"""What a group has tried over its meetings, and what each has tried for themselves."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import (
    FORMS_OF,
    Dimension,
    ExerciseType,
    Form,
    Phase,
    Strategy,
    Visibility,
)
from afttrainer.models import Exercise, MetacommunicationAttempt, Participant
from afttrainer.models.closing import close
from afttrainer.models.practised import by_group, by_me
from afttrainer.models.rotation import current
from afttrainer.models.turns import add_turn, finish_turn
from tests.models.room import Room
from tests.people import at

CELLS = [(dimension, form) for dimension, forms in FORMS_OF.items() for form in forms]


@pytest.fixture
def exercise(room: Room) -> Exercise:
    rupture = room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, "script")
    made.agree(room.ben, at(52))
    made.begin(room.mirela, at(52))
    room.session.flush()
    return made


def tries(
    exercise: Exercise, who: Participant, cell: tuple[Dimension, Form], strategy: Strategy | None
) -> MetacommunicationAttempt:
    slot = current(exercise)
    assert slot is not None
    assert slot.participant is who
    attempt = next(a for a in exercise.attempts if a.slot is slot)
    attempt.say(who, "Something.")
    attempt.place(who, *cell)
    attempt.weigh(who, strategy, new_experience=True)
    finish_turn(who, exercise, slot.id, at(60))
    return attempt


@pytest.fixture
def tried(room: Room, exercise: Exercise) -> list[MetacommunicationAttempt]:
    """The scenario's six, one of each way; the meeting is not over yet."""
    add_turn(room.mirela, exercise, room.aditi.id, at(53))
    room.session.flush()
    people = [room.aditi, room.chiara, room.dao, room.eszter, room.femi, room.aditi]
    ways = [*Strategy, Strategy.CHANGE_TASK_OR_GOAL, None]
    return [
        tries(exercise, who, cell, way) for who, cell, way in zip(people, CELLS, ways, strict=True)
    ]


def test_all_six_ways_are_counted_once_each(
    room: Room, tried: list[MetacommunicationAttempt]
) -> None:
    """C-52, and C-50: as many as there were tries."""
    close(room.supervision, at(90), without_checkout=True)
    room.keep()
    found = by_group(room.session, room.dao.membership)
    assert [found.tries_in(*cell) for cell in CELLS] == [1] * 6
    assert sum(found.cells.values()) == len(tried)
    assert found.tries_of(Strategy.CHANGE_TASK_OR_GOAL) == 2
    assert sum(found.strategies.values()) == 5, "of one nobody said which it was"
    for dimension, form in (
        (Dimension.THERAPIST_SELF, Form.OBSERVATION),
        (Dimension.PATIENT_SELF, Form.SELF_DISCLOSURE),
    ):
        assert found.tries_in(dimension, form) is None


def test_each_has_their_own_and_nobody_elses(
    room: Room, tried: list[MetacommunicationAttempt]
) -> None:
    close(room.supervision, at(90), without_checkout=True)
    room.keep()
    own = by_me(room.session, room.aditi.membership)
    assert {cell for cell, times in own.cells.items() if times} == {CELLS[0], CELLS[5]}
    assert by_me(room.session, room.ben.membership).is_empty
    assert by_me(room.session, room.mirela.membership).is_empty


def test_a_meeting_under_way_and_what_was_kept_to_oneself_is_not_in_it(
    room: Room, tried: list[MetacommunicationAttempt]
) -> None:
    room.session.flush()
    assert by_group(room.session, room.dao.membership).is_empty
    close(room.supervision, at(90), without_checkout=True)
    tried[1].visibility = Visibility.PRIVATE
    room.keep()
    found = by_group(room.session, room.dao.membership)
    assert found.tries_in(*CELLS[1]) == 0
    assert by_me(room.session, room.chiara.membership).tries_in(*CELLS[1]) == 1
