"""The pathway board: a way through five states that has no order and no end to reach."""

from __future__ import annotations

from itertools import permutations

import pytest

from afttrainer.content.codes import (
    STAGE_OF,
    ConfrontationStep,
    ExerciseType,
    FourStage,
    Intervention,
    MixedKind,
    PathwayState,
    Phase,
    WishKind,
    WithdrawalStep,
)
from afttrainer.models import Exercise, Hold, PathwayTap
from afttrainer.models.pathway import (
    in_order,
    last,
    present,
    say_kind,
    steps,
    suggestion,
    transition_counts,
    transitions,
    undo,
)
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL
from tests.models.room import Room
from tests.people import at

MARKER, EXPERIENCE, MIXED, AVOIDANCE, WISH = PathwayState
BEGAN = 52 + 40 / 60


@pytest.fixture
def exercise(room: Room) -> Exercise:
    """A rotating role play, under way since 52:40."""
    rupture = room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(
        room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, "rotating_first_words"
    )
    made.agree(room.ben, at(52))
    made.begin(room.mirela, at(BEGAN))
    room.session.flush()
    return made


def taps(
    room: Room, exercise: Exercise, state: PathwayState, minute: float, *, shown: int | None = None
) -> PathwayTap:
    tap = PathwayTap.tap(room.mirela, exercise, state, at(minute), shown=shown)
    room.session.flush()
    return tap


def test_an_exercise_begins_where_the_rupture_was_noticed(exercise: Exercise) -> None:
    assert present(exercise) is MARKER
    assert last(exercise) is None
    assert transitions(in_order(exercise)) == []


def test_the_way_of_the_scenario_has_six_steps(room: Room, exercise: Exercise) -> None:
    way = (AVOIDANCE, MIXED, MARKER, EXPERIENCE, WISH, WISH)
    for minute, state in enumerate(way, start=54):
        taps(room, exercise, state, minute)
    room.keep()

    found = transitions(in_order(exercise))
    assert len(found) == 6
    assert found[0] == (MARKER, AVOIDANCE)
    assert found[-1] == (WISH, WISH)
    assert present(exercise) is WISH
    # C-29: how often each led into each, the entry's first among them.
    counts = transition_counts(in_order(exercise))
    assert sum(sum(into.values()) for into in counts.values()) == 6
    assert counts[MARKER] == {MARKER: 0, EXPERIENCE: 1, MIXED: 0, AVOIDANCE: 1, WISH: 0}
    assert counts[WISH][WISH] == 1


def test_every_state_may_follow_every_other(room: Room, exercise: Exercise) -> None:
    for minute, (one, other) in enumerate(permutations(PathwayState, 2)):
        taps(room, exercise, one, 53 + minute)
        taps(room, exercise, other, 53.5 + minute)
        assert present(exercise) is other


def test_each_state_has_what_goes_with_it() -> None:
    assert [suggestion(state) for state in PathwayState] == [
        Intervention.ATTEND_TO_MARKER,
        Intervention.EXPLORE_EXPERIENCE,
        Intervention.CLARIFY_MIXED_EXPRESSION,
        Intervention.EXPLORE_AVOIDANCE,
        Intervention.RECOGNIZE_WISH_OR_NEED,
    ]


def test_both_progressions_and_four_stages_look_at_the_same_taps(
    room: Room, exercise: Exercise
) -> None:
    for minute, state in enumerate((EXPERIENCE, AVOIDANCE, WISH), start=54):
        taps(room, exercise, state, minute)
    found = steps(exercise, in_order(exercise))

    assert [s.withdrawal for s in found] == [
        None,
        WithdrawalStep.VAGUE_NEGATIVE_SENTIMENT,
        None,
        WithdrawalStep.SELF_ASSERTION,
    ]
    assert [s.confrontation for s in found] == [
        None,
        ConfrontationStep.ANGER,
        None,
        ConfrontationStep.VULNERABILITY_NEED_FOR_NURTURANCE,
    ]
    assert found[2].stage is FourStage.EXPLORE_AVOIDANCE
    assert [s.seconds for s in found] == [0, 80, 140, 200]


def test_a_progression_may_come_again_and_go_back(room: Room, exercise: Exercise) -> None:
    """C-23, C-24: in the order of time, whatever that is."""
    for minute, state in enumerate((WISH, EXPERIENCE, EXPERIENCE, MIXED, AVOIDANCE), start=54):
        taps(room, exercise, state, minute)
    room.keep()
    found = steps(exercise, in_order(exercise))
    vague, clearer, assertion = WithdrawalStep
    assert [s.withdrawal for s in found] == [None, assertion, vague, vague, clearer, None]
    anger, hurt, vulnerable = ConfrontationStep
    assert [s.confrontation for s in found] == [None, vulnerable, anger, anger, hurt, None]


def test_each_state_has_one_of_the_four_stages() -> None:
    """R-17: two things at once are explored together, in the second."""
    assert set(STAGE_OF) == set(PathwayState)
    assert set(STAGE_OF.values()) == set(FourStage)
    assert STAGE_OF[MIXED] is STAGE_OF[EXPERIENCE] is FourStage.EXPLORE_RUPTURE


def test_which_wish_and_which_two_things_can_be_said(room: Room, exercise: Exercise) -> None:
    """C-27: then it has a place in one progression, and none in the other."""
    mixed, wish = taps(room, exercise, MIXED, 54), taps(room, exercise, WISH, 55)
    room.touched()
    say_kind(room.mirela, exercise, wish.id, WishKind.WISH_FOR_NURTURANCE)
    assert room.touched() == set(ALL)
    say_kind(room.mirela, exercise, mixed.id, MixedKind.QUALIFIED_ASSERTION)
    room.keep()
    _entry, first, second = steps(exercise, in_order(exercise))
    assert (first.kind, first.confrontation) == (MixedKind.QUALIFIED_ASSERTION, None)
    assert first.withdrawal is WithdrawalStep.CLEARER_NEGATIVE_SENTIMENT
    assert (second.kind, second.withdrawal) == (WishKind.WISH_FOR_NURTURANCE, None)
    assert second.confrontation is ConfrontationStep.VULNERABILITY_NEED_FOR_NURTURANCE

    say_kind(room.mirela, exercise, wish.id, None)
    assert steps(exercise, in_order(exercise))[-1].withdrawal is WithdrawalStep.SELF_ASSERTION
    with pytest.raises(Refused, match="does not go with"):
        say_kind(room.mirela, exercise, wish.id, MixedKind.ANGRY_HURT)
    with pytest.raises(NotYours):
        say_kind(room.aditi, exercise, wish.id, WishKind.NEED_TO_ASSERT)
    with pytest.raises(Refused, match="not on the board"):
        say_kind(room.mirela, exercise, 9_999, None)


def test_a_tap_moves_the_shared_screens_and_no_others(room: Room, exercise: Exercise) -> None:
    room.touched()
    tap = taps(room, exercise, AVOIDANCE, 54)
    assert room.touched() == set(ALL)
    undo(room.mirela, exercise, tap.id)
    assert room.touched() == set(ALL)


def test_a_tap_taken_back_is_gone(room: Room, exercise: Exercise) -> None:
    taps(room, exercise, AVOIDANCE, 54)
    tap = taps(room, exercise, MIXED, 55)
    undo(room.mirela, exercise, tap.id)
    room.keep()

    assert present(exercise) is AVOIDANCE
    with pytest.raises(Refused, match="not on the board any more"):
        undo(room.mirela, exercise, tap.id)


def test_only_who_leads_taps(room: Room, exercise: Exercise) -> None:
    tap = taps(room, exercise, AVOIDANCE, 54)
    for who in (room.ben, room.aditi):
        with pytest.raises(NotYours):
            PathwayTap.tap(who, exercise, WISH, at(55), shown=tap.id)
        with pytest.raises(NotYours):
            undo(who, exercise, tap.id)


def test_taps_stand_in_the_order_of_the_fingers_and_not_of_arrival(
    room: Room, exercise: Exercise
) -> None:
    taps(room, exercise, WISH, 56)
    taps(room, exercise, AVOIDANCE, 54)
    assert [tap.state for tap in in_order(exercise)] == [AVOIDANCE, WISH]
    assert present(exercise) is WISH


def test_a_tap_made_while_it_ran_is_kept_when_it_comes_after_the_end(
    room: Room, exercise: Exercise
) -> None:
    exercise.end(room.mirela, at(60))
    taps(room, exercise, AVOIDANCE, 59)
    assert present(exercise) is AVOIDANCE
    for minute in (60.5, 52):
        with pytest.raises(Refused, match="not under way"):
            taps(room, exercise, WISH, minute)


def test_while_the_presenter_pauses_nothing_moves_but_what_was_tapped_before(
    room: Room, exercise: Exercise
) -> None:
    Hold.ask(room.ben, at(55))
    room.session.flush()
    with pytest.raises(NotYours, match="asked for a pause"):
        taps(room, exercise, WISH, 55.5)
    taps(room, exercise, AVOIDANCE, 54.5)
    assert present(exercise) is AVOIDANCE


def test_of_two_who_tap_at_once_the_second_is_told_where_it_stands(
    room: Room, exercise: Exercise
) -> None:
    seen = taps(room, exercise, AVOIDANCE, 54).id
    room.chiara.membership.role = room.mirela.membership.role
    PathwayTap.tap(room.chiara, exercise, MIXED, at(55), shown=seen)
    room.session.flush()
    with pytest.raises(Refused, match="it stands at “two things at once”"):
        taps(room, exercise, WISH, 55, shown=seen)
    with pytest.raises(Refused):
        taps(room, exercise, WISH, 55)


def test_ones_own_taps_may_follow_faster_than_the_screen(room: Room, exercise: Exercise) -> None:
    seen = taps(room, exercise, AVOIDANCE, 54).id
    taps(room, exercise, MIXED, 54.1, shown=seen)
    taps(room, exercise, WISH, 54.2, shown=seen)
    assert present(exercise) is WISH


def test_two_chairs_have_no_board(room: Room) -> None:
    rupture = room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    chairs = Exercise.plan(room.mirela, rupture.id, ExerciseType.TWO_CHAIR, "two_chair_both_sides")
    chairs.agree(room.ben, at(43))
    chairs.begin(room.mirela, at(44))
    with pytest.raises(Refused):
        PathwayTap.tap(room.mirela, chairs, AVOIDANCE, at(45), shown=None)
