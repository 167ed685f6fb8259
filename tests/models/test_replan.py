"""A meeting that runs behind: ways back to the plan, and what they never touch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import DEFAULT_MINUTES, Phase
from afttrainer.models import replan
from afttrainer.models.refusal import Refused
from afttrainer.models.replan import Way
from tests.models.room import Room
from tests.people import at

KEPT_FREE = (Phase.DEBRIEF, Phase.PRESENTER_CHECKOUT)


@pytest.fixture
def begun(database_url: str) -> Iterator[Room]:
    room = Room(database_url, phase=Phase.MINDFULNESS_INDUCTION)
    room.go_to(Phase.CHECK_IN, at(6))
    yield room
    room.close()


def minutes(room: Room) -> dict[Phase, int]:
    return {p.kind: p.planned_minutes for p in room.supervision.phases}


def test_on_plan_nothing_is_offered(begun: Room) -> None:
    assert replan.offers(begun.supervision, at(17)) == []


def test_behind_there_are_three_ways_in_words(begun: Room) -> None:
    words = [one.words for one in replan.offers(begun.supervision, at(20.5))]
    assert words == [
        "Shorten “Exercise” by 4 minutes",
        "Shorten a little each: Watching −1, What happened between them −1, Exercise −2",
        "End 4 minutes later",
    ]


@pytest.mark.parametrize("way", list(Way))
def test_each_way_brings_the_meeting_back_to_its_plan(begun: Room, way: Way) -> None:
    offer = next((o for o in replan.offers(begun.supervision, at(28.5)) if o.way is way), None)
    assert offer is not None
    replan.take(begun.supervision, way, offer.minutes, at(28.5))

    pace = begun.supervision.pace(at(28.5))
    assert pace is not None
    assert pace.minutes_ahead == 0
    assert all(minutes(begun)[kind] == DEFAULT_MINUTES[kind] for kind in KEPT_FREE)


def test_a_way_shown_long_ago_is_shown_anew_before_it_is_taken(begun: Room) -> None:
    (offer, *_rest) = replan.offers(begun.supervision, at(20.5))
    with pytest.raises(Refused, match="moved on"):
        replan.take(begun.supervision, offer.way, offer.minutes, at(25.5))
    assert minutes(begun) == dict(DEFAULT_MINUTES)


def test_debrief_and_check_out_are_shortened_by_an_express_yes_alone(begun: Room) -> None:
    debrief = next(p for p in begun.supervision.phases if p.kind is Phase.DEBRIEF)
    with pytest.raises(Refused, match="express yes"):
        debrief.stretch(-1)
    assert debrief.planned_minutes == DEFAULT_MINUTES[Phase.DEBRIEF]
    debrief.stretch(-1, sure=True)
    assert debrief.planned_minutes == DEFAULT_MINUTES[Phase.DEBRIEF] - 1


def test_the_end_can_be_moved_and_the_planned_length_stays_known(begun: Room) -> None:
    before = begun.supervision.pace(at(7))
    replan.extend(begun.supervision, 5)
    after = begun.supervision.pace(at(7))
    assert before is not None
    assert after is not None
    assert (after.ends_at - before.ends_at).total_seconds() == 300
    assert begun.supervision.planned_minutes == 90
    with pytest.raises(Refused):
        replan.extend(begun.supervision, -6)


def test_it_says_by_when_the_leaving_begins(begun: Room) -> None:
    # 90 less debrief 8, check-out 7 and ratings 2.
    assert replan.begin_leaving_by(begun.supervision, at(20)) == at(73)
    begun.go_to(Phase.DEBRIEF, at(75))
    # Only the check-out and the ratings are to come.
    assert replan.begin_leaving_by(begun.supervision, at(75)) == at(81)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.floats(0, 40)),
        st.tuples(st.just("next"), st.just(0)),
        st.tuples(st.just("take"), st.sampled_from(list(Way))),
        st.tuples(st.just("extend"), st.sampled_from([-5, -1, 1, 5])),
        st.tuples(st.just("stretch"), st.tuples(st.integers(0, 10), st.sampled_from([-5, -1, 5]))),
    ),
    max_size=25,
)


@settings(max_examples=30)
@given(steps=STEPS)
def test_no_course_of_a_meeting_shortens_what_is_kept_free(steps: list[tuple[str, object]]) -> None:
    room = Room(phase=Phase.MINDFULNESS_INDUCTION)
    now = 0.0
    try:
        for what, how in steps:
            now = _go(room, what, how, now)
            assert all(minutes(room)[kind] >= DEFAULT_MINUTES[kind] for kind in KEPT_FREE)
            assert all(p.planned_minutes >= 0 for p in room.supervision.phases)
    finally:
        room.close()


def _go(room: Room, what: str, how: object, now: float) -> float:
    meeting = room.supervision
    try:
        match what, how:
            case "wait", float(some):
                return now + some
            case "next", _:
                if (upcoming := meeting.next_phase) is not None:
                    meeting.move_to(upcoming.id, at(now), shown=meeting.phase_id)
                    room.session.flush()
            case "take", Way() as way:
                offered = {o.way: o for o in replan.offers(meeting, at(now))}
                if way in offered:
                    replan.take(meeting, way, offered[way].minutes, at(now))
            case "extend", int(some):
                replan.extend(meeting, some)
            case "stretch", (int(which), int(some)):
                meeting.phases[which].stretch(some)
    except Refused:
        pass
    return now
