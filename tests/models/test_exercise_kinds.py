"""What all exercises share: resting, a clock without the rests, switching, spans that add up."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import (
    Difficulty,
    ExerciseStatus,
    ExerciseType,
    Phase,
    RestartFrom,
    Seat,
    Strategy,
    Visibility,
)
from afttrainer.models import Distress, Exercise, Hold, ParsedMoment, exercise_rest
from afttrainer.models.closing import close
from afttrainer.models.exercises import dealt_card, to_step_out_of
from afttrainer.models.recorded_exercise import exercise_as_read
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, SUPERVISOR, mine
from afttrainer.models.rotation import current, found
from afttrainer.models.turns import ask_for, finish_turn, pass_turn
from afttrainer.models.two_chair import SeatSpan, once_more, switch_seat, take_seat
from afttrainer.models.visibility import reader_for
from tests.models.room import Room
from tests.people import T0, at

CHAIRS, TURNS = ExerciseType.TWO_CHAIR, ExerciseType.ROTATING_ROLE_PLAY
TOGETHER = (
    ExerciseType.DYAD,
    ExerciseType.CENTERING,
    ExerciseType.PARSE_EXPERIENCE,
    ExerciseType.FREE,
)


def begun(room: Room, type_: ExerciseType, minute: float = 45) -> Exercise:
    rupture = room.supervision.ruptures[0] if room.supervision.ruptures else room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(room.mirela, rupture.id, type_, "script")
    if made.patient_player is not None:
        made.agree(room.ben, at(minute))
    made.begin(room.mirela, at(minute))
    room.session.flush()
    return made


@pytest.mark.parametrize("type_", TOGETHER)
def test_where_nobody_plays_no_rupture_and_no_yes_is_needed(
    room: Room, type_: ExerciseType
) -> None:
    made = Exercise.plan(room.mirela, None, type_, "script")
    made.begin(room.mirela, at(45))
    made.end(room.mirela, at(50))
    room.keep()
    assert (made.rupture, made.patient_player) == (None, None)
    assert made.status is ExerciseStatus.ENDED
    assert not made.in_role
    assert to_step_out_of(room.supervision) is None
    with pytest.raises(Refused, match="Nobody plays"):
        made.step_out(room.mirela, at(51))


@pytest.mark.parametrize("type_", [CHAIRS, TURNS])
def test_where_somebody_plays_both_are(room: Room, type_: ExerciseType) -> None:
    rupture = room.rupture()
    with pytest.raises(Refused, match="Choose the rupture"):
        Exercise.plan(room.mirela, None, type_, "script")
    made = Exercise.plan(room.mirela, rupture.id, type_, "script")
    assert made.rupture is rupture
    with pytest.raises(Refused, match="has not agreed"):
        made.begin(room.mirela, at(45))


@pytest.mark.parametrize("first", [CHAIRS, TURNS, *TOGETHER])
def test_any_kind_may_give_way_to_any_other_and_all_rows_stay(
    room: Room, first: ExerciseType
) -> None:
    one = begun(room, first)
    for type_ in (CHAIRS, TURNS, *TOGETHER):
        if type_ is first:
            continue
        other = one.switch(room.mirela, at(46), type_, "script")
        assert one.status is ExerciseStatus.SWITCHED
        assert other.rupture is one.rupture
        assert (other.patient_player is not None) == other.is_played
        if other.patient_player is not None:
            other.agree(room.ben, at(47))
        other.begin(room.mirela, at(47))
        one = other
    room.keep()
    assert len(room.supervision.exercises) == 6


def test_it_rests_and_goes_on_from_where_it_stood(room: Room) -> None:
    exercise = begun(room, TURNS)
    room.touched()
    with pytest.raises(NotYours):
        exercise_rest.begin(exercise, room.ben, at(46))
    exercise_rest.begin(exercise, room.mirela, at(46))
    assert exercise.status is ExerciseStatus.HELD
    assert exercise.is_running
    assert exercise.clock_began_at is None
    assert room.touched() >= {*ALL, mine(room.ben)}
    slot = current(exercise)
    assert slot is not None
    # A try may end and a pass be made; the next does not begin before it goes on.
    pass_turn(room.aditi, exercise, slot.id, at(46.5))
    assert current(exercise) is None
    exercise_rest.end(exercise, room.mirela, at(48))
    going = current(exercise)
    assert going is not None
    assert going.participant is room.chiara
    assert exercise.held_s == pytest.approx(120)
    assert exercise.clock_began_at == at(47)
    assert exercise.elapsed_s(at(50)) == pytest.approx(180)


def test_chairs_are_not_changed_while_it_rests(room: Room) -> None:
    exercise = begun(room, CHAIRS)
    exercise_rest.begin(exercise, room.mirela, at(46))
    with pytest.raises(Refused, match="stands still"):
        switch_seat(room.ben, exercise, Seat.PATIENT, at(46.1))
    with pytest.raises(Refused, match="stands still"):
        once_more(room.ben, exercise, at(46.1), shown=None)
    exercise.end(room.mirela, at(47))
    assert exercise.held_s == pytest.approx(60)
    assert exercise.held_at is None


def test_again_differently_begins_in_the_own_chair_without_a_gap(room: Room) -> None:
    exercise = begun(room, CHAIRS)
    switch_seat(room.ben, exercise, Seat.PATIENT, at(46))
    room.session.flush()
    shown = exercise.seat_spans[-1].id
    once_more(room.ben, exercise, at(47), shown=shown)
    room.session.flush()
    # The supervisor's finger was a little behind: one more try, and not two.
    once_more(room.mirela, exercise, at(47.01), shown=shown)
    with pytest.raises(NotYours):
        once_more(room.aditi, exercise, at(48), shown=None)
    exercise.end(room.mirela, at(49))

    assert [(s.seat, s.is_again) for s in exercise.seat_spans] == [
        (Seat.SELF, False),
        (Seat.PATIENT, False),
        (Seat.SELF, True),
    ]
    assert exercise.seat_spans[1].ended_at == exercise.seat_spans[2].began_at
    with pytest.raises(Refused, match="not in use"):
        once_more(room.ben, exercise, at(50), shown=None)


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.floats(0.1, 600), st.sampled_from(Seat), st.booleans()), max_size=20),
    st.floats(0.1, 600),
)
def test_spans_follow_each_other_and_add_up_to_the_whole(
    moves: list[tuple[float, Seat, bool]], last: float
) -> None:
    exercise = Exercise(type=CHAIRS, began_at=T0)
    take_seat(exercise, Seat.SELF, T0)
    now = T0
    for seconds, seat, is_again in moves:
        now += timedelta(seconds=seconds)
        take_seat(exercise, seat, now, is_again=is_again)
    end = now + timedelta(seconds=last)

    spans: list[SeatSpan] = exercise.seat_spans
    assert len(spans) == len(moves) + 1
    for before, after in pairwise(spans):
        assert before.ended_at == after.began_at
    whole = (end - T0).total_seconds()
    assert sum(exercise.seconds_in(seat, end) for seat in Seat) == pytest.approx(whole)


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(st.floats(0.1, 600), st.sampled_from([*Seat, None]), st.floats(0.1, 600)),
        max_size=20,
    )
)
def test_no_rest_is_time_in_a_chair_and_the_chairs_add_up_to_the_clock(
    moves: list[tuple[float, Seat | None, float]],
) -> None:
    """None is a rest, for so many seconds as come after it."""
    exercise = Exercise(type=CHAIRS, status=ExerciseStatus.RUNNING, began_at=T0, held_s=0.0)
    take_seat(exercise, Seat.SELF, T0)
    now = T0
    for seconds, seat, rested in moves:
        now += timedelta(seconds=seconds)
        if seat is not None:
            take_seat(exercise, seat, now)
            continue
        exercise.stand_still(now)
        stood = [exercise.seconds_in(one, now) for one in Seat]
        now += timedelta(seconds=rested)
        assert [exercise.seconds_in(one, now) for one in Seat] == stood
        exercise_rest.over(exercise, now)
    end = now + timedelta(seconds=5)
    whole = exercise.elapsed_s(end)
    assert sum(exercise.seconds_in(seat, end) for seat in Seat) == pytest.approx(whole)
    spans: list[SeatSpan] = exercise.seat_spans
    assert all(before.ended_at == after.began_at for before, after in pairwise(spans))


def test_an_exercise_that_ends_while_it_rests_leaves_the_rest_out(room: Room) -> None:
    exercise = begun(room, CHAIRS)
    exercise_rest.begin(exercise, room.mirela, at(46))
    exercise.end(room.mirela, at(50))
    room.keep()
    assert exercise.seconds_in(Seat.SELF, at(90)) == pytest.approx(exercise.elapsed_s(at(90)))
    assert exercise.seat_spans[-1].rested_s == pytest.approx(240)
    mirelas = exercise_as_read(exercise, reader_for(room.mirela, None))
    assert mirelas.seconds_in(Seat.SELF) == pytest.approx(60)


def test_after_a_rest_the_time_for_a_try_and_a_sentence_goes_on_from_where_it_stood(
    room: Room,
) -> None:
    exercise = begun(room, TURNS)
    exercise.show_prompt(room.mirela, "one", at(45.5))
    exercise_rest.begin(exercise, room.mirela, at(46))
    exercise_rest.end(exercise, room.mirela, at(49))
    assert exercise.attempts[-1].made_at == at(45)
    assert exercise.attempts[-1].clock_began_at == at(48)
    assert exercise.prompt_at == at(48.5)
    exercise_rest.begin(exercise, room.mirela, at(50))
    exercise.show_prompt(room.mirela, "two", at(52))
    exercise_rest.end(exercise, room.mirela, at(53))
    assert exercise.prompt_at == at(53)


# --- Stops ---------------------------------------------------------------------------------


def test_a_stop_in_a_role_is_a_real_stop_for_whoever_acts(room: Room) -> None:
    exercise = begun(room, TURNS)
    assert exercise.players == [room.ben, room.aditi]
    with pytest.raises(NotYours):
        Hold.ask(room.chiara, at(46))
    Hold.ask(room.aditi, at(46))
    assert room.supervision.hold is not None
    slot = current(exercise)
    assert slot is not None
    with pytest.raises(NotYours, match="asked for a pause"):
        finish_turn(room.mirela, exercise, slot.id, at(47))
    with pytest.raises(NotYours):
        Hold.lift(room.mirela)
    with pytest.raises(NotYours):
        Hold.lift(room.ben)
    Hold.lift(room.aditi)
    assert room.supervision.hold is None


def test_who_has_tried_and_who_waits_act_in_no_role(room: Room) -> None:
    exercise = begun(room, TURNS)
    slot = current(exercise)
    assert slot is not None
    finish_turn(room.aditi, exercise, slot.id, at(46))
    with pytest.raises(NotYours):
        Hold.ask(room.aditi, at(47))
    exercise.end(room.mirela, at(48))
    with pytest.raises(NotYours):
        Hold.ask(room.chiara, at(48))


# --- Turns ---------------------------------------------------------------------------------


def test_whoever_tries_says_how_the_patient_is_played_and_it_is_gone_at_the_end(
    room: Room,
) -> None:
    exercise = begun(room, TURNS)
    slot = current(exercise)
    assert slot is not None
    room.touched()
    ask_for(room.aditi, exercise, slot.id, Difficulty.SOFTER)
    assert room.touched() == {SUPERVISOR, mine(room.aditi), mine(room.ben)}
    for somebody in (room.ben, room.mirela, room.chiara):
        with pytest.raises(NotYours):
            ask_for(somebody, exercise, slot.id, Difficulty.HARDER)
    exercise.attempts[0].say(room.aditi, "Hm.")
    finish_turn(room.aditi, exercise, slot.id, at(47))
    with pytest.raises(Refused, match="over already"):
        ask_for(room.aditi, exercise, slot.id, Difficulty.HARDER)
    close(room.supervision, at(90), without_checkout=True)
    room.keep()
    assert found(exercise, slot.id).difficulty is None


def test_a_try_has_one_of_four_ways_and_may_be_a_new_experience_with_any(room: Room) -> None:
    attempt = begun(room, TURNS).attempts[0]
    for strategy in Strategy:
        attempt.weigh(room.aditi, strategy, new_experience=True)
        assert (attempt.strategy, attempt.new_experience) == (strategy, True)
    attempt.weigh(room.mirela, None, new_experience=False)
    assert attempt.strategy is None
    with pytest.raises(NotYours):
        attempt.weigh(room.chiara, Strategy.CHANGE_TASK_OR_GOAL, new_experience=False)
    attempt.mean(room.ben, "That I am a burden.")
    assert attempt.meant == "That I am a burden."
    with pytest.raises(NotYours):
        attempt.mean(room.chiara, "not mine")
    assert not attempt.is_empty


def test_each_watcher_has_a_card_and_another_with_every_turn(room: Room) -> None:
    exercise = begun(room, TURNS)
    cards = ["body", "pull", "voice", "distance"]
    watching = (room.chiara, room.dao, room.eszter, room.femi)
    first = [dealt_card(exercise, who, cards) for who in watching]
    assert sorted(c for c in first if c) == sorted(cards)
    for who in (room.ben, room.aditi, room.mirela):
        assert dealt_card(exercise, who, cards) is None
    slot = current(exercise)
    assert slot is not None
    finish_turn(room.aditi, exercise, slot.id, at(47))
    assert dealt_card(exercise, room.dao, cards) != first[1]
    assert dealt_card(exercise, room.dao, []) is None


def test_where_nothing_new_came_up_the_next_carries_on(room: Room) -> None:
    exercise = begun(room, TURNS)
    slot = current(exercise)
    assert slot is not None
    finish_turn(room.aditi, exercise, slot.id, at(47))
    assert [a.restart_from for a in exercise.attempts] == [
        RestartFrom.RUPTURE,
        RestartFrom.CONTINUE,
    ]


# --- What each says for themselves ------------------------------------------------------------


def test_how_hard_it_is_before_and_after_is_for_its_author_and_those_who_lead(
    room: Room,
) -> None:
    rupture = room.rupture()
    exercise = Exercise.plan(room.mirela, rupture.id, CHAIRS, "script")
    with pytest.raises(NotYours):
        Distress.say(room.aditi, exercise, 3, at(43))
    assert Distress.say(room.ben, exercise, None, at(43)) is None
    said = Distress.say(room.ben, exercise, 4, at(43))
    assert said is not None
    exercise.agree(room.ben, at(44))
    exercise.begin(room.mirela, at(44))
    exercise.end(room.mirela, at(50))
    room.touched()
    Distress.say(room.ben, exercise, 8, at(51))
    assert room.touched() == {SUPERVISOR, mine(room.ben)}
    room.keep()

    assert (said.before, said.after) == (4, 8)
    assert said.visibility is Visibility.SUPERVISOR
    assert said.asks_for_a_word(at(50))
    room.supervision.close(at(95), without_checkout=True)
    assert said.asks_for_a_word(at(95 + 59))
    assert not said.asks_for_a_word(at(95 + 60)), "people have gone home"
    with pytest.raises(Refused, match="0 to 10"):
        Distress.say(room.ben, exercise, 11, at(52))


def test_the_boxes_of_a_moment_are_independent_and_private(room: Room) -> None:
    exercise = begun(room, ExerciseType.PARSE_EXPERIENCE)
    assert ParsedMoment.say(room.dao, exercise, at(46), thoughts="") is None
    room.touched()
    entry = ParsedMoment.say(room.dao, exercise, at(46), sensations="a tight throat")
    assert entry is not None
    assert room.touched() == {mine(room.dao)}
    assert (entry.thoughts, entry.emotions, entry.observed) == ("", "", "")
    ParsedMoment.say(room.dao, exercise, at(47), thoughts="He is bored.", assumed="bored")
    room.keep()
    assert (entry.sensations, entry.thoughts) == ("a tight throat", "He is bored.")
    assert len(exercise.parsed_moments) == 1
    assert entry.visibility is Visibility.PRIVATE
    with pytest.raises(TypeError):
        ParsedMoment.say(room.dao, exercise, at(47), score="1")
    chairs = begun(room, CHAIRS) if exercise.end(room.mirela, at(48)) is None else None
    assert chairs is not None
    with pytest.raises(Refused, match="not under way"):
        ParsedMoment.say(room.dao, chairs, at(49), thoughts="hm")
