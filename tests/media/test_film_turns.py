"""Whose film is encoded now: each soon, the first one through, and none for ever."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afttrainer.media import turns as module
from afttrainer.media.turns import AT_ONCE, TURN_MS, Turn, Turns

TEN_MINUTES_MS = 600_000
A_TURN = TURN_MS / TEN_MINUTES_MS


class Line:
    """Films of ten minutes that join one after another, and are encoded by hand."""

    def __init__(self, room_bytes: int) -> None:
        self.turns = Turns(lambda needed: needed <= room_bytes)
        self.made: dict[Turn, float] = {}
        self._stack = ExitStack()

    def join(self, room_bytes: int = 0) -> Turn:
        turn = self._stack.enter_context(self.turns.join(TEN_MINUTES_MS, room_bytes))
        self.made[turn] = 0.0
        turn.comes(0)
        return turn

    def make(self, turn: Turn, share: float = A_TURN) -> None:
        assert turn.mine.is_set(), "only whose turn it is gets on"
        self.made[turn] += share
        turn.look(self.made[turn])

    def going(self) -> set[Turn]:
        return {turn for turn in self.made if turn.mine.is_set()}


@pytest.fixture
def line() -> Line:
    return Line(room_bytes=0)


def test_two_films_go_on_together_and_hand_on_to_nobody(line: Line) -> None:
    first, second = line.join(), line.join()
    for _minute in range(5):
        line.make(first)
        line.make(second)
    assert line.going() == {first, second}


def test_a_third_film_has_its_turn_when_the_second_has_made_a_minute(line: Line) -> None:
    first, second, third = line.join(), line.join(), line.join()
    line.make(first)
    line.make(second, A_TURN / 2)
    assert line.going() == {first, second}
    line.make(second, A_TURN / 2)
    assert line.going() == {first, third}, "the first one is not interrupted"
    line.make(third)
    assert line.going() == {first, second}


def test_a_film_that_has_had_no_turn_comes_before_those_that_had(line: Line) -> None:
    first, second, third = line.join(), line.join(), line.join()
    line.make(second)
    fourth, fifth = line.join(), line.join()
    for turn in (third, fourth, fifth, second, third, fourth, fifth, second):
        assert line.going() == {first, turn}
        line.make(turn)


def test_a_film_that_gets_on_too_slowly_hands_on_as_well(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_TURN_S", 0.0)
    first, second, third = line.join(), line.join(), line.join()
    line.make(second, 0.0)
    assert line.going() == {first, third}


def test_who_comes_last_waits_no_longer_than_one_turn(line: Line) -> None:
    first, second = line.join(), line.join()
    line.make(second, 3 * A_TURN)
    third = line.join()
    assert line.going() == {first, second}
    line.make(second, 0.001)
    assert line.going() == {first, third}, "its minute was over long ago"


def test_when_the_first_is_whole_the_next_in_age_goes_through(line: Line) -> None:
    first, second, third = line.join(), line.join(), line.join()
    line.make(second)
    first.over()
    assert line.going() - {first} == {second, third}
    line.make(second)
    line.make(third)
    fourth = line.join()
    line.make(second, 0.001)
    line.make(third, 0.001)
    assert line.going() - {first} == {second, fourth}


def test_a_film_that_leaves_the_line_makes_place_and_does_so_once(line: Line) -> None:
    first, second, third, fourth = (line.join() for _ in range(4))
    third.over()
    line.make(second)
    assert line.going() - {third} == {first, fourth}
    for _again in range(2):
        first.over()
    assert line.going() - {first, third} == {second, fourth}


def test_a_third_film_is_begun_only_where_the_disk_holds_it_beside_the_others() -> None:
    line = Line(room_bytes=100)
    first, second, third, small = (line.join(needed) for needed in (40, 40, 40, 20))
    line.make(second)
    assert line.going() == {first, small}, "the third waits, and who finds room goes past it"
    line.make(small)
    assert line.going() == {first, second}
    first.over()
    line.make(second, 0.001)
    third.comes(0)
    assert third.has_begun
    second.over()
    small.over()
    assert third.mine.is_set()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60))
def test_whoever_comes_when_each_film_becomes_whole(steps: list[int]) -> None:
    """Films come and are encoded in any order: no more than two go on, and no film is left."""
    line = Line(room_bytes=0)
    for step in steps:
        going = [turn for turn in line.made if turn.mine.is_set()]
        assert len(going) <= AT_ONCE
        if step == 0 or not going:
            line.join()
        else:
            line.make(going[step % len(going)])
    left = set(line.made)
    for _turn in range(10 * len(left) + 10):
        for turn in [turn for turn in line.made if turn in left and turn.mine.is_set()]:
            line.make(turn)
            if line.made[turn] >= 1:
                turn.over()
                left.discard(turn)
    assert not left
