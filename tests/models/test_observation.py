"""What somebody saw in another's try is for that one person, and for nobody else."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import (
    OBSERVED,
    ExerciseType,
    HowSaid,
    Phase,
    Principle,
    TherapistTask,
    Visibility,
)
from afttrainer.models import Exercise, MetacommunicationAttempt, Observation
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import mine
from afttrainer.models.rotation import current
from afttrainer.models.turns import finish_turn, pass_turn
from afttrainer.models.visibility import WALL, Reader, may_read, reader_for
from tests.models.room import Room
from tests.people import at

OWN_PART = Principle.OWN_SUBJECTIVITY_CONTRIBUTION


@pytest.fixture
def attempt(room: Room) -> MetacommunicationAttempt:
    """Aditi's try, which Dao and Mirela watch."""
    rupture = room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, "script")
    made.agree(room.ben, at(45))
    made.begin(room.mirela, at(45))
    room.session.flush()
    return made.attempts[0]


def test_there_are_five_principles_and_three_things_a_therapist_does_along() -> None:
    assert {principle.value for principle in Principle} == {
        "collaborative_inquiry_shared_dilemma",
        "immediate_focus_awareness_over_change",
        "fluidity_gauge_relatedness",
        "own_subjectivity_contribution",
        "expect_more_ruptures",
    }, "C-53 to C-57"
    assert len(TherapistTask) == 3
    assert {HowSaid.NOTICED, HowSaid.INVITED} < set(HowSaid)
    assert len(HowSaid) == 7


def test_only_who_tried_and_who_wrote_can_read_it(
    room: Room, attempt: MetacommunicationAttempt
) -> None:
    room.touched()
    said = Observation.say(
        room.dao, attempt, at(46), marks={OWN_PART.value: 2}, seen=[HowSaid.TENTATIVE], words="“I”"
    )
    assert room.touched() == {mine(room.dao), mine(room.aditi)}
    room.keep()
    readers = {
        p.name for p in room.supervision.participants if may_read(reader_for(p, room.ben), said)
    }
    assert readers == {"Aditi", "Dao"}
    assert not may_read(WALL, said)
    assert not may_read(Reader(None, supervises=True), said)
    assert said.said == [(OWN_PART, 2)]
    assert said.noticed == [HowSaid.TENTATIVE]


def test_what_a_therapist_does_along_is_marked_for_the_one_who_tried_alone(
    room: Room, attempt: MetacommunicationAttempt
) -> None:
    """C-25: each of the three, from 0 to 2."""
    marks = {task.value: OBSERVED[i] for i, task in enumerate(TherapistTask)}
    said = Observation.say(room.dao, attempt, at(46), marks=marks, seen=(), words="")
    room.keep()
    assert said.said == list(zip(TherapistTask, OBSERVED, strict=True))
    assert (said.visibility, said.addressed_to_id) == (Visibility.PRIVATE, room.aditi.id)
    for reader in (WALL, Reader(None, supervises=True), reader_for(room.ben, room.ben)):
        assert not may_read(reader, said)


def test_one_and_the_same_person_says_it_once_and_may_say_it_anew(
    room: Room, attempt: MetacommunicationAttempt
) -> None:
    Observation.say(room.dao, attempt, at(46), marks={OWN_PART.value: 2}, seen=(), words="a")
    Observation.say(room.dao, attempt, at(47), marks={}, seen=(), words="b")
    Observation.say(room.mirela, attempt, at(47), marks={}, seen=[HowSaid.NOTICED], words="")
    assert [(o.author.name, o.words, o.marks) for o in attempt.observations] == [
        ("Dao", "b", {}),
        ("Mirela", "", {}),
    ]
    with pytest.raises(Refused, match="Nothing was chosen"):
        Observation.say(room.femi, attempt, at(47), marks={}, seen=(), words="")
    with pytest.raises(Refused, match="0 to 2"):
        Observation.say(room.femi, attempt, at(47), marks={OWN_PART.value: 3}, seen=(), words="")


def test_who_tried_has_a_view_of_their_own_beside_the_others(
    room: Room, attempt: MetacommunicationAttempt
) -> None:
    """C-20, C-51: all that can be seen in it, as it was seen from either side."""
    checks = list(HowSaid)
    own = Observation.say(room.aditi, attempt, at(46), marks={}, seen=checks, words="")
    watched = Observation.say(
        room.dao, attempt, at(46), marks={}, seen=[HowSaid.IMMEDIATE], words=""
    )
    room.keep()
    assert own.noticed == checks
    assert watched.noticed == [HowSaid.IMMEDIATE]
    assert not may_read(reader_for(room.dao, room.ben), own)


def test_what_was_seen_in_a_turn_that_was_let_go_by_is_gone_with_it(
    room: Room, attempt: MetacommunicationAttempt
) -> None:
    exercise = attempt.exercise
    Observation.say(room.dao, attempt, at(46), marks={}, seen=[HowSaid.NOTICED], words="")
    slot = current(exercise)
    assert slot is not None
    pass_turn(room.aditi, exercise, slot.id, at(47))
    room.keep()
    assert room.session.query(Observation).count() == 0


def test_it_stays_with_a_try_that_was_made(room: Room, attempt: MetacommunicationAttempt) -> None:
    exercise = attempt.exercise
    attempt.say(room.aditi, "Something.")
    Observation.say(room.dao, attempt, at(46), marks={}, seen=[HowSaid.NOTICED], words="")
    slot = current(exercise)
    assert slot is not None
    finish_turn(room.aditi, exercise, slot.id, at(47))
    room.keep()
    assert len(attempt.observations) == 1
