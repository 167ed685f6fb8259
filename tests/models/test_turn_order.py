"""The wheel of turns is fair by turns offered, and tells nothing of what became of them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from afttrainer.content.codes import ExerciseType, Phase
from afttrainer.models import Exercise
from afttrainer.models.rotation import current, in_order
from afttrainer.models.turn_order import wheel
from afttrainer.models.turns import add_turn, come_back, finish_turn, pass_turn
from tests.models.room import Room
from tests.people import at

PEOPLE = st.lists(st.integers(1, 99), min_size=1, max_size=10, unique=True)
ROTATING = ExerciseType.ROTATING_ROLE_PLAY


@given(PEOPLE, st.data(), st.integers(0, 1000))
def test_everybody_is_on_the_wheel_once_and_always_at_the_same_place(
    people: list[int], data: st.DataObject, seed: int
) -> None:
    offered = {p: data.draw(st.integers(0, 3)) for p in people}
    order = wheel(people, offered, seed)

    assert sorted(order) == sorted(people)
    assert wheel(people, dict(offered), seed) == order
    counts = [offered[p] for p in order]
    assert counts == sorted(counts)


@given(PEOPLE, st.lists(st.integers(0, 10), min_size=1, max_size=12))
def test_after_any_number_of_offers_nobody_is_more_than_one_ahead(
    people: list[int], reached: list[int]
) -> None:
    """Role plays that end early, each after so many turns: the next begins with the others."""
    offered: Counter[int] = Counter(dict.fromkeys(people, 0))
    for seed, turns in enumerate(reached):
        offered.update(wheel(people, offered, seed)[:turns])
        assert max(offered.values()) - min(offered.values()) <= 1


@given(st.lists(st.integers(1, 99), min_size=2, max_size=10, unique=True), st.integers(0, 50))
def test_whoever_began_last_time_does_not_begin_again(people: list[int], seed: int) -> None:
    assert wheel(people, {}, seed)[0] != wheel(people, {}, seed + 1)[0]


def role_play(room: Room, minute: float) -> Exercise:
    rupture = room.supervision.ruptures[0] if room.supervision.ruptures else room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(room.mirela, rupture.id, ROTATING, "rotating_first_words")
    made.agree(room.ben, at(minute))
    made.begin(room.mirela, at(minute))
    room.session.flush()
    return made


def trying(exercise: Exercise, minute: float, *, passes: bool) -> None:
    slot = current(exercise)
    assert slot is not None
    do = pass_turn if passes else finish_turn
    do(slot.participant, exercise, slot.id, at(minute))


def names(exercise: Exercise) -> list[str]:
    return [slot.participant.name for slot in in_order(exercise)]


def test_the_second_role_play_begins_with_those_who_were_not_reached(room: Room) -> None:
    first = role_play(room, 45)
    assert names(first)[0] == "Aditi"
    trying(first, 46, passes=False)
    room.session.flush()
    trying(first, 47, passes=True)
    room.session.flush()
    # Dao's turn had begun, and nothing was said in it yet: it is as if it had not.
    first.end(room.mirela, at(48))

    second = names(role_play(room, 50))
    assert {*second[:3]} == {"Dao", "Eszter", "Femi"}
    assert {*second[3:]} == {"Aditi", "Chiara"}


def test_a_pass_changes_nobodys_place_in_the_next_order() -> None:
    orders = []
    for which, passes in ((Room(), True), (Room(), False)):
        first = role_play(which, 45)
        for minute in range(46, 51):
            trying(first, minute, passes=passes)
            which.session.flush()
        if passes:
            come_back(which.chiara, first, at(52))
        first.end(which.mirela, at(53))
        orders.append(names(role_play(which, 55)))
        which.close()

    assert orders[0] == orders[1]


def test_a_turn_that_was_given_on_top_counts_as_offered(room: Room) -> None:
    first = role_play(room, 45)
    add_turn(room.mirela, first, room.aditi.id, at(45))
    for minute in range(46, 52):
        trying(first, minute, passes=False)
        room.session.flush()
    first.end(room.mirela, at(53))

    assert names(role_play(room, 55))[-1] == "Aditi"
