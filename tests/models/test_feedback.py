"""What the supervisor hears is pooled: from three meetings and four people on, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import Phase, SessionStatus
from afttrainer.models import Participant, Rating, SupervisionSession
from afttrainer.models.feedback import Pool, pools, waiting_for
from tests.models.room import Room
from tests.people import TRAINEES, at, open_room

LATER = at(60 * 24 * 30)


def held(
    room: Room, people: dict[str, int], *, deep: int | None = None, closed: bool = True
) -> SupervisionSession:
    meeting = open_room(room.supervision.group)
    room.session.add(meeting)
    room.session.flush()
    phase = next(p for p in meeting.phases if p.kind is Phase.RATINGS)
    meeting.move_to(phase.id, at(90), shown=None)
    for name, answer in people.items():
        me: Participant = next(p for p in meeting.participants if p.name == name)
        Rating.say(
            me,
            at(93),
            cohesion=[7, 7, 7, 7],
            alliance=[answer, answer, None, answer],
            single={"depth": deep, "smoothness": 2, "safety": answer},
        )
    if closed:
        meeting.status, meeting.closed_at = SessionStatus.CLOSED, at(95)
    room.session.flush()
    return meeting


def seen(room: Room) -> list[Pool]:
    room.session.expire(room.supervision.group, ["supervisions"])
    return pools(room.supervision.group, LATER)


def test_nothing_is_heard_before_three_meetings_are_over(room: Room) -> None:
    for _meeting in range(2):
        held(room, dict.fromkeys(TRAINEES, 5))
    assert seen(room) == []
    assert waiting_for(room.supervision.group, LATER) == 1
    held(room, dict.fromkeys(TRAINEES, 5), closed=False)
    assert seen(room) == []
    held(room, dict.fromkeys(TRAINEES, 5), deep=6)
    (pool,) = seen(room)
    assert (pool.alliance, pool.depth, pool.smoothness, pool.safety) == (5, 6, 2, 5)


def test_a_meeting_whose_questions_are_open_is_not_in_it(room: Room) -> None:
    for _meeting in range(3):
        held(room, dict.fromkeys(TRAINEES[:4], 5))
    room.session.expire(room.supervision.group, ["supervisions"])
    assert pools(room.supervision.group, at(95) + timedelta(hours=2)) == []


def test_three_people_are_too_few_however_often_they_answer(room: Room) -> None:
    for _meeting in range(3):
        held(room, dict.fromkeys(TRAINEES[:3], 5), deep=4)
    (pool,) = seen(room)
    assert (pool.alliance, pool.depth, pool.smoothness, pool.safety) == (None,) * 4


def test_four_are_enough_together_though_no_meeting_had_four(room: Room) -> None:
    held(room, {"Aditi": 7, "Ben": 7})
    held(room, {"Aditi": 7, "Chiara": 3})
    held(room, {"Dao": 3})
    (pool,) = seen(room)
    # Aditi came twice and weighs no more than Dao.
    assert pool.alliance == pytest.approx((7 + 7 + 3 + 3) / 4)
    assert pool.depth is None


def test_beside_the_averages_of_the_meetings_it_shows_nobody(room: Room) -> None:
    """Femi misses the third. What she said in the others cannot be reckoned from the pool, as the
    same averages with her answers and Eszter's changed over give the same."""
    found = []
    for femi, eszter in ((1, 7), (7, 1)):
        others = {"Aditi": 5, "Ben": 6, "Chiara": 4, "Dao": 5}
        for _meeting in range(2):
            held(room, {**others, "Eszter": eszter, "Femi": femi})
        held(room, {**others, "Eszter": 4})
        found.append(seen(room)[0].alliance)
    assert found[0] == found[1] == pytest.approx((28 / 6 + 28 / 6 + 24 / 5) / 3)


def test_a_later_meeting_does_not_come_before_one_that_can_still_be_answered(room: Room) -> None:
    """Two on one day: everybody has answered on the second, and not yet on the first."""
    everybody = dict.fromkeys(TRAINEES, 5)
    for _meeting in range(2):
        held(room, everybody)
    first = held(room, {"Aditi": 1}, closed=False)
    second = held(room, everybody)
    first.status, first.closed_at = SessionStatus.CLOSED, LATER - timedelta(hours=5)
    second.closed_at = LATER - timedelta(hours=1)
    room.session.flush()
    assert seen(room) == []
    assert waiting_for(room.supervision.group, LATER) == 1
    later = LATER + timedelta(hours=20)
    (pool,) = pools(room.supervision.group, later)
    assert pool.safety == pytest.approx(((5 + 5 + 1) / 3 + 5 * 5) / 6)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 7), min_size=3, max_size=8), st.integers(1, 7))
def test_a_further_meeting_never_changes_what_was_heard(answers: list[int], more: int) -> None:
    """So no difference of two looks shows anybody."""
    room = Room()
    for answer in answers:
        held(room, dict.fromkeys(TRAINEES, answer), deep=answer)
    before = seen(room)
    held(room, dict.fromkeys(TRAINEES, more), deep=more)
    after = seen(room)
    room.close()

    assert after[len(after) - len(before) :] == before
    assert len(after) == (len(answers) + 1) // 3
