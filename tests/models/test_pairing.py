"""In pairs: everybody once, new partners first, and nothing kept of who sat out."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import ExerciseType
from afttrainer.models import Exercise
from afttrainer.models.closing import close
from afttrainer.models.dyad import come_in, pair_anew, pairs, parts, sit_out
from afttrainer.models.pairing import pair_up
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import at


@settings(max_examples=60)
@given(st.integers(0, 13), st.integers(0, 40))
def test_everybody_sits_in_exactly_one_pair_and_three_only_where_it_must_be(
    count: int, seed: int
) -> None:
    people = list(range(count))
    groups = pair_up(people, {}, seed)

    assert sorted(p for group in groups for p in group) == (people if count > 1 else [])
    assert sum(len(group) == 3 for group in groups) == (count % 2 if count > 1 else 0)
    assert all(len(group) in (2, 3) for group in groups)
    assert pair_up(people, {}, seed) == groups


@pytest.mark.parametrize("count", [4, 6, 8])
def test_nobody_sits_with_the_same_person_again_while_others_have_not_met(count: int) -> None:
    together: dict[frozenset[int], int] = {}
    for seed in range(count - 1):
        for one, other in pair_up(list(range(count)), together, seed):
            two = frozenset((one, other))
            assert two not in together
            together[two] = 1
    assert len(together) == len(list(combinations(range(count), 2)))


@pytest.fixture
def dyad(room: Room) -> Exercise:
    made = Exercise.plan(room.mirela, None, ExerciseType.DYAD, "dyad_sensing_the_contact")
    room.session.flush()
    return made


def names(exercise: Exercise) -> set[frozenset[str]]:
    return {frozenset(p.name for p in group) for group in pairs(exercise)}


def test_all_trainees_sit_down_and_no_presenter_is_asked(room: Room, dyad: Exercise) -> None:
    assert {n for two in names(dyad) for n in two} == {
        "Aditi",
        "Ben",
        "Chiara",
        "Dao",
        "Eszter",
        "Femi",
    }
    assert dyad.patient_player is None
    dyad.begin(room.mirela, at(45))
    assert dyad.is_running
    assert not dyad.in_role


def test_the_next_time_and_a_second_drawing_bring_new_partners(room: Room, dyad: Exercise) -> None:
    first = names(dyad)
    pair_anew(room.mirela, dyad)
    room.session.flush()
    assert not first & names(dyad)
    with pytest.raises(NotYours):
        pair_anew(room.aditi, dyad)
    dyad.begin(room.mirela, at(45))
    second = names(dyad)
    dyad.end(room.mirela, at(50))
    again = Exercise.plan(room.mirela, None, ExerciseType.DYAD, "dyad_sensing_the_contact")
    assert not second & names(again)


def test_whoever_sits_out_is_in_no_pair_and_there_is_no_mark_of_it(
    room: Room, dyad: Exercise
) -> None:
    sit_out(room.dao, dyad)
    room.keep()
    assert sorted(len(group) for group in pairs(dyad)) == [2, 3]
    assert len(dyad.dyad_places) == 5
    come_in(room.dao, dyad)
    room.keep()
    assert len(dyad.dyad_places) == 6
    assert sorted(len(group) for group in pairs(dyad)) == [2, 2, 2]

    dyad.begin(room.mirela, at(45))
    before = names(dyad)
    for change in (sit_out, come_in):
        with pytest.raises(Refused, match="begun already"):
            change(room.dao, dyad)
    assert names(dyad) == before
    close(room.supervision, at(90), without_checkout=True)
    room.keep()
    assert dyad.dyad_places == []


def test_everybody_speaks_once_a_round_by_one_clock(room: Room, dyad: Exercise) -> None:
    two = parts(dyad, rounds=2, turn_s=90, silence_s=20)
    assert [p.speaker for p in two] == [1, None, 2, None, 1, None, 2, None]
    assert [p.begins_s for p in two] == [0, 90, 110, 200, 220, 310, 330, 420]
    assert [p.round for p in two] == [0, 0, 0, 0, 1, 1, 1, 1]
    sit_out(room.dao, dyad)
    assert [p.speaker for p in parts(dyad, 1, 60, 0)] == [1, 2, 3]


def test_nobody_sits_in_pairs_where_there_are_none(room: Room) -> None:
    free = Exercise.plan(room.mirela, None, ExerciseType.FREE, "free_saying_goodbye")
    with pytest.raises(Refused, match="Nobody sits in pairs"):
        sit_out(room.dao, free)
