"""Two chairs: the presenter's own yes, the chairs without a gap, and the presenter's own end."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import ExerciseStatus, ExerciseType, Phase, Seat
from afttrainer.models import Exercise
from afttrainer.models.closing import close
from afttrainer.models.exercises import to_step_out_of
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, mine
from afttrainer.models.two_chair import say_before, switch_seat
from tests.models.room import Room
from tests.people import at

TWO_CHAIR, ROTATING = ExerciseType.TWO_CHAIR, ExerciseType.ROTATING_ROLE_PLAY


def planned(room: Room, type_: ExerciseType = TWO_CHAIR) -> Exercise:
    rupture = room.supervision.ruptures[0] if room.supervision.ruptures else room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(room.mirela, rupture.id, type_, "two_chair_both_sides")
    room.session.flush()
    return made


def running(room: Room) -> Exercise:
    made = planned(room)
    made.agree(room.ben, at(42.5))
    made.begin(room.mirela, at(43 + 20 / 60), Seat.SELF)
    return made


def test_an_exercise_needs_a_rupture(room: Room) -> None:
    with pytest.raises(Refused, match="describe what happened"):
        Exercise.plan(room.mirela, None, TWO_CHAIR, "two_chair_both_sides")


def test_nothing_runs_before_the_presenters_own_yes(room: Room) -> None:
    exercise = planned(room)

    with pytest.raises(Refused, match="Ben has not agreed"):
        exercise.begin(room.mirela, at(43))
    for somebody in (room.aditi, room.mirela):
        with pytest.raises(NotYours):
            exercise.agree(somebody, at(43))
    assert exercise.seat_spans == []


def test_only_the_supervisor_offers_begins_and_ends(room: Room) -> None:
    exercise = planned(room)
    exercise.agree(room.ben, at(42))

    with pytest.raises(NotYours):
        Exercise.plan(room.ben, exercise.rupture.id, TWO_CHAIR, None)
    with pytest.raises(NotYours):
        exercise.begin(room.ben, at(43))
    with pytest.raises(NotYours):
        exercise.end(room.aditi, at(43))


def test_five_stays_in_two_chairs_without_a_gap(room: Room) -> None:
    exercise = running(room)
    say_before(room.ben, exercise, "he laughs and leaves", "he wants me to give up")
    for minute, to, who in (
        (44 + 50 / 60, Seat.PATIENT, room.ben),
        (46 + 50 / 60, Seat.SELF, room.mirela),
        (48 + 20 / 60, Seat.PATIENT, room.ben),
        (50, Seat.SELF, room.ben),
    ):
        switch_seat(who, exercise, to, at(minute))
    exercise.switch(room.mirela, at(52), ROTATING, "rotating_first_words")
    room.keep()

    assert [round(s.seconds(at(60))) for s in exercise.seat_spans] == [90, 120, 90, 100, 120]
    assert [s.began_at for s in exercise.seat_spans[1:]] == [
        s.ended_at for s in exercise.seat_spans[:-1]
    ]
    assert exercise.seconds_in(Seat.SELF, at(60)) == pytest.approx(300)
    assert exercise.seconds_in(Seat.PATIENT, at(60)) == pytest.approx(220)
    assert exercise.status is ExerciseStatus.SWITCHED
    assert (exercise.fear, exercise.expectation) == (
        "he laughs and leaves",
        "he wants me to give up",
    )


def test_a_switch_asks_the_presenter_anew_and_keeps_the_rupture(room: Room) -> None:
    first = running(room)
    second = first.switch(room.mirela, at(52), ROTATING, "rotating_first_words")

    assert second.rupture is first.rupture
    assert second.agreed_at is None
    with pytest.raises(Refused, match="not agreed"):
        second.begin(room.mirela, at(52))


def test_two_fingers_at_once_are_one_switch(room: Room) -> None:
    exercise = running(room)
    switch_seat(room.ben, exercise, Seat.PATIENT, at(44))
    switch_seat(room.mirela, exercise, Seat.PATIENT, at(44.001))

    assert [s.seat for s in exercise.seat_spans] == [Seat.SELF, Seat.PATIENT]


def test_nobody_else_changes_chairs_or_says_the_fear(room: Room) -> None:
    exercise = running(room)

    with pytest.raises(NotYours):
        switch_seat(room.aditi, exercise, Seat.PATIENT, at(44))
    for somebody in (room.aditi, room.mirela):
        with pytest.raises(NotYours):
            say_before(somebody, exercise, "something", "")
    assert exercise.fear == ""


def test_changing_chairs_is_drawn_only_where_it_is_seen(room: Room) -> None:
    exercise = running(room)
    room.touched()
    switch_seat(room.ben, exercise, Seat.PATIENT, at(44))

    assert room.touched() == {*ALL, mine(room.ben)}


def test_the_presenters_stop_in_role_is_a_real_stop_and_looks_like_any_end(room: Room) -> None:
    exercise = running(room)
    with pytest.raises(NotYours):
        exercise.leave(room.mirela, at(45))
    exercise.leave(room.ben, at(45))

    assert exercise.status is ExerciseStatus.ENDED
    assert exercise.seat_spans[-1].ended_at == at(45)
    with pytest.raises(Refused):
        switch_seat(room.mirela, exercise, Seat.PATIENT, at(46))


def test_after_the_exercise_the_presenter_steps_out_of_the_role(room: Room) -> None:
    exercise = running(room)
    with pytest.raises(Refused, match="still under way"):
        exercise.step_out(room.ben, at(50))
    exercise.end(room.mirela, at(52))
    assert to_step_out_of(room.supervision) is exercise

    with pytest.raises(NotYours):
        exercise.step_out(room.aditi, at(53))
    exercise.step_out(room.ben, at(53))
    assert exercise.de_roled_at == at(53)
    assert to_step_out_of(room.supervision) is None


def test_a_no_is_nobodys_record(room: Room) -> None:
    exercise = planned(room)
    exercise.leave(room.ben, at(43))
    assert exercise.status is ExerciseStatus.WITHDRAWN

    close(room.supervision, at(95), without_checkout=True)
    assert room.keep().exercises == []


def test_another_offer_takes_the_place_of_one_that_has_not_begun(room: Room) -> None:
    first = planned(room)
    second = planned(room, ROTATING)

    assert first.status is ExerciseStatus.WITHDRAWN
    with pytest.raises(Refused, match="not being offered"):
        first.agree(room.ben, at(43))
    assert second.status is ExerciseStatus.PLANNED


def test_an_absent_presenter_is_waited_for(room: Room) -> None:
    rupture = room.rupture()
    room.supervision.participants.remove(room.ben)
    with pytest.raises(Refused, match="Ben is not in the room"):
        Exercise.plan(room.mirela, rupture.id, TWO_CHAIR, None)
