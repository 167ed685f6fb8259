"""Moving through the plan, its pace, and the introduction that is the presenter's to choose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from afttrainer.content.codes import DEFAULT_MINUTES, Introduction, Phase, SessionStatus
from afttrainer.models.refusal import Refused
from tests.models.room import Room
from tests.people import at


@pytest.fixture
def begun(database_url: str) -> Iterator[Room]:
    """At the check-in since 14:06, after six minutes of arriving."""
    room = Room(database_url, phase=Phase.MINDFULNESS_INDUCTION)
    room.go_to(Phase.CHECK_IN, at(6))
    yield room
    room.close()


def minutes(room: Room) -> dict[Phase, int]:
    return {p.kind: p.planned_minutes for p in room.supervision.phases}


def test_a_room_on_its_plan_is_neither_ahead_nor_behind(begun: Room) -> None:
    pace = begun.supervision.pace(at(12))
    assert pace is not None
    assert (pace.minutes_ahead, pace.minutes_past) == (0, 0)


def test_moving_on_early_is_ahead_and_staying_long_is_behind(begun: Room) -> None:
    begun.go_to(Phase.CASE_SELECTION, at(14))
    assert begun.supervision.pace(at(14)).minutes_ahead == 2  # type: ignore[union-attr]
    assert begun.supervision.pace(at(20)).minutes_ahead == -3  # type: ignore[union-attr]


def test_at_minute_91_the_plan_says_so_and_nothing_is_closed(begun: Room) -> None:
    pace = begun.supervision.pace(at(91))
    assert pace is not None
    assert pace.minutes_past == 1
    assert begun.supervision.status is SessionStatus.LIVE
    begun.go_to(Phase.DEBRIEF, at(96))
    assert begun.supervision.phase is not None
    assert begun.supervision.phase.kind is Phase.DEBRIEF


def test_minutes_given_to_a_part_make_the_end_later(begun: Room) -> None:
    exercise = next(p for p in begun.supervision.phases if p.kind is Phase.EXERCISE)
    exercise.stretch(5)
    assert exercise.planned_minutes == DEFAULT_MINUTES[Phase.EXERCISE] + 5
    assert begun.supervision.pace(at(8)).minutes_ahead == -5  # type: ignore[union-attr]
    exercise.stretch(-500)
    assert exercise.planned_minutes == 1


def test_going_back_is_possible_and_both_stays_are_counted(begun: Room) -> None:
    begun.go_to(Phase.DEBRIEF, at(16))
    begun.go_to(Phase.CHECK_IN, at(18))
    check_in = begun.supervision.phase
    assert check_in is not None
    assert check_in.seconds_spent(at(20)) == 12 * 60


def test_two_supervisors_pressing_at_once_move_the_room_once(begun: Room) -> None:
    room = begun.supervision
    shown, upcoming = room.phase_id, room.next_phase
    assert upcoming is not None
    room.move_to(upcoming.id, at(16), shown=shown)
    begun.session.flush()
    with pytest.raises(Refused, match="already"):
        room.move_to(upcoming.id, at(16), shown=shown)
    assert len(upcoming.visits) == 1


def test_without_an_introduction_the_film_comes_next(begun: Room) -> None:
    begun.go_to(Phase.CASE_SELECTION, at(15))
    assert begun.supervision.next_phase.kind is Phase.VIEWING  # type: ignore[union-attr]


@pytest.mark.parametrize(("choice", "given"), [(Introduction.BRIEF, 3), (Introduction.FULL, 5)])
def test_an_introduction_takes_its_minutes_from_the_viewing(
    begun: Room, choice: Introduction, given: int
) -> None:
    begun.go_to(Phase.CASE_SELECTION, at(15))
    before = sum(minutes(begun).values())
    begun.clip.introduction = choice
    assert begun.supervision.introduction_is_due

    for _twice in range(2):
        begun.supervision.plan_introduction()
        assert minutes(begun)[Phase.INTRODUCTION] == given
        assert sum(minutes(begun).values()) == before
    assert begun.supervision.next_phase.kind is Phase.INTRODUCTION  # type: ignore[union-attr]


def test_a_plan_without_the_part_gets_it_before_the_viewing(begun: Room) -> None:
    room = begun.supervision
    room.phases.remove(next(p for p in room.phases if p.kind is Phase.INTRODUCTION))
    begun.session.flush()
    begun.go_to(Phase.CASE_SELECTION, at(15))
    begun.clip.introduction = Introduction.BRIEF

    room.introduce(at(16), shown=room.phase_id)

    begun.keep()
    kinds = [p.kind for p in room.phases]
    assert kinds.index(Phase.INTRODUCTION) + 1 == kinds.index(Phase.VIEWING)
    assert room.phase is not None
    assert room.phase.kind is Phase.INTRODUCTION


def test_an_introduction_that_nobody_chose_is_not_gone_to(begun: Room) -> None:
    with pytest.raises(Refused):
        begun.supervision.introduce(at(16), shown=begun.supervision.phase_id)


def test_a_practice_begins_once_and_where_the_room_is(begun: Room) -> None:
    begun.go_to(Phase.MINDFULNESS_INDUCTION, at(7))
    arriving = begun.supervision.phase
    assert arriving is not None
    arriving.begin_practice(at(8), "a_script")
    assert (arriving.practice_began_at, arriving.script_key) == (at(8), "a_script")
    with pytest.raises(Refused, match="begun already"):
        arriving.begin_practice(at(9), "another")
    with pytest.raises(Refused, match="under way"):
        arriving.choose_script("another")
    begun.go_to(Phase.CHECK_IN, at(10))
    with pytest.raises(Refused, match="elsewhere"):
        arriving.begin_practice(at(11), None)
