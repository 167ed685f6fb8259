"""A try may open a new rupture, which is described like any other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afttrainer.content.codes import Direction, ExerciseType, Family, PathwayState, RuptureSource
from afttrainer.models import Exercise, child_rupture, pathway
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.reveal import replay_rupture
from afttrainer.models.rupture_description import Description
from afttrainer.models.rupture_repair import Repair
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
