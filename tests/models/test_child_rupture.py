"""A try may open a new rupture, which is described like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from afttrainer.content.codes import (
    Direction,
    ExerciseType,
    Family,
    PathwayState,
    RestartFrom,
    RuptureSource,
    Visibility,
)
from afttrainer.models import Exercise, Pull, RuptureEvent, child_rupture, pathway, rotation, turns
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.reveal import replay_rupture
from afttrainer.models.rupture_description import Description
from afttrainer.models.rupture_repair import Repair
from afttrainer.models.rupture_sides import Sides
from tests.models.room import Room
from tests.people import at

R3 = Description(
    family=Family.CONFRONTATION, direction=None, patient_side="It never matters if it suits me."
)


@pytest.fixture
def tried(room: Room) -> MetacommunicationAttempt:
    rupture = room.rupture()
    exercise = Exercise.plan(room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, None)
    room.session.flush()
    exercise.agree(room.ben, at(52))
    exercise.begin(room.mirela, at(52))
    room.session.flush()
    return exercise.attempts[-1]


def test_r3_is_a_child_of_the_try_and_of_r1(room: Room, tried: MetacommunicationAttempt) -> None:
    r3 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    room.keep()
    assert (r3.name, r3.source, r3.family) == ("R2", "exercise", Family.CONFRONTATION)
    assert r3.parent_attempt is tried
    assert tried.child_rupture is r3
    assert r3.parent is room.supervision.ruptures[0]
    assert r3.parent.children == [r3]
    assert r3.direction is Direction.AGAINST_OTHER
    assert (r3.start_ms, r3.anchor_ms, r3.end_ms) == (None, None, None)
    assert not r3.on_wall


def test_the_board_goes_back_to_a_sign_of_rupture(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    child_rupture.open_from(room.mirela, tried, R3, at(60))
    assert pathway.present(tried.exercise) is PathwayState.RUPTURE_MARKER
    assert len(tried.exercise.pathway) == 1


def test_one_try_opens_one_and_only_those_who_write_say_so(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    with pytest.raises(NotYours):
        child_rupture.open_from(room.chiara, tried, R3, at(60))
    child_rupture.open_from(room.mirela, tried, R3, at(60))
    with pytest.raises(Refused):
        child_rupture.open_from(room.mirela, tried, R3, at(61))


def test_it_has_all_that_another_has_but_a_place_on_film(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    r3 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    room.session.flush()
    r3.describe(room.mirela, replace(R3, therapist_side="I leaned on him."))
    r3.see(room.dao)
    r3.weigh(room.dao, 2)
    assert r3.source is RuptureSource.EXERCISE
    with pytest.raises(Refused, match="not on film"):
        replay_rupture(room.mirela, r3.id, at(61))
    with pytest.raises(Refused) as no:
        r3.add(room.mirela, Repair(noticed_ms=1))
    assert "noticed" in no.value.fields


def test_an_exercise_may_be_made_from_it(room: Room, tried: MetacommunicationAttempt) -> None:
    r3 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    room.session.flush()
    tried.exercise.end(room.mirela, at(62))
    again = Exercise.plan(room.mirela, r3.id, ExerciseType.TWO_CHAIR, None)
    room.keep()
    assert again.rupture is r3
    assert again.patient_player is room.ben


def test_one_that_was_opened_at_the_wrong_try_is_taken_back(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    exercise = tried.exercise
    slot = rotation.current(exercise)
    assert slot is not None
    r2 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    room.session.flush()
    turns.finish_turn(room.mirela, exercise, slot.id, at(61))
    following = exercise.attempts[-1]
    assert following.restart_from is RestartFrom.NEW_RUPTURE
    Pull.say(room.dao, r2, at(61), reaction=None, words="mine", visibility=Visibility.PRIVATE)
    room.keep()
    child_rupture.take_back(room.mirela, r2)
    room.keep()
    assert [one.name for one in room.supervision.ruptures] == ["R1"]
    assert tried.child_rupture is None
    assert exercise.pathway == [], "the tap that came with it went with it"
    assert following.restart_from is RestartFrom.CONTINUE
    assert room.session.scalars(select(Pull)).all() == []
    anew = child_rupture.open_from(room.mirela, following, R3, at(62))
    room.keep()
    assert (anew.name, following.child_rupture) == ("R2", anew)


def test_the_names_of_the_others_stay_as_they_are(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    r2 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    r3 = room.rupture()
    child_rupture.take_back(room.mirela, r2)
    room.session.flush()
    assert r3.name == "R3"
    assert room.rupture().name == "R4"
    room.keep()


def test_only_those_who_may_open_it_and_only_one_from_a_try(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    r2 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    with pytest.raises(NotYours):
        child_rupture.take_back(room.chiara, r2)
    with pytest.raises(Refused, match="came up in a try"):
        child_rupture.take_back(room.mirela, room.supervision.ruptures[0])
    room.supervision.scribe = room.chiara
    child_rupture.take_back(room.chiara, r2)
    assert tried.child_rupture is None


def shown_on_the_wall(room: Room, r2: RuptureEvent) -> None:
    r2.show(room.mirela)


def seen_otherwise(room: Room, r2: RuptureEvent) -> None:
    r2.see(room.dao)


def said_further(room: Room, r2: RuptureEvent) -> None:
    r2.add(room.mirela, Sides(patient_state="alone"))


def offered(room: Room, r2: RuptureEvent) -> None:
    room.supervision.exercises[-1].end(room.mirela, at(62))
    Exercise.plan(room.mirela, r2.id, ExerciseType.TWO_CHAIR, None)


@pytest.mark.parametrize("made", [shown_on_the_wall, seen_otherwise, said_further, offered])
def test_it_stays_once_anything_was_made_from_it(
    room: Room,
    tried: MetacommunicationAttempt,
    made: Callable[[Room, RuptureEvent], None],
) -> None:
    r2 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    room.session.flush()
    made(room, r2)
    room.session.flush()
    with pytest.raises(Refused):
        child_rupture.take_back(room.mirela, r2)
    room.keep()
    assert tried.child_rupture is r2


def test_a_no_to_an_exercise_from_it_leaves_no_trace(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    r2 = child_rupture.open_from(room.mirela, tried, R3, at(60))
    room.session.flush()
    offered(room, r2)
    room.session.flush()
    room.supervision.exercises[-1].leave(room.ben, at(63))
    child_rupture.take_back(room.mirela, r2)
    room.keep()
    assert tried.child_rupture is None


def test_what_was_said_of_one_that_was_taken_back_is_of_no_other(
    room: Room, tried: MetacommunicationAttempt
) -> None:
    """A phone without contact may say it later."""
    taken = child_rupture.open_from(room.mirela, tried, R3, at(60))
    room.keep()
    number = taken.id
    child_rupture.take_back(room.mirela, taken)
    room.keep()
    child_rupture.open_from(room.mirela, tried, R3, at(62))
    room.keep()
    with pytest.raises(Refused):
        RuptureEvent.found(room.supervision, number)
