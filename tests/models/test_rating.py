"""Ratings: private answers, and averages that tell of nobody."""

from __future__ import annotations

import pytest

from afttrainer.models import Participant, Rating
from afttrainer.models.rating import GroupMeans, accepts_ratings, group_means
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import mine
from tests.models.room import Room
from tests.people import at, person

#: Four answers each on the group, then on the work with the supervisor (invented).
ANSWERS = {
    "Aditi": ([6, 5, 6, 5], [6, 6, 6, 5]),
    "Ben": ([5, 4, 6, 6], [6, 5, 6, 7]),
    "Chiara": ([6, 6, 7, 6], [7, 6, 6, 6]),
    "Dao": ([4, 3, 5, 5], [5, 4, 5, 5]),
    "Eszter": ([5, 5, 6, 6], [6, 5, 6, 6]),
}
NEXT_DAY = at(60 * 27)


def rate(who: Participant, now: float = 93) -> None:
    cohesion, alliance = ANSWERS.get(who.name, ([7, 7, 7, 7], [7, 7, 7, 7]))
    Rating.say(who, at(now), cohesion=cohesion, alliance=alliance)


@pytest.fixture
def closed(room: Room) -> Room:
    """Four have answered in the room, which closed at 95; Chiara and Femi have not."""
    for name in ("Aditi", "Ben", "Dao", "Eszter"):
        rate(person(room.supervision, name))
    room.supervision.close(at(95))
    return room


def test_averages_come_out_once_when_a_day_has_passed(closed: Room) -> None:
    rate(closed.chiara, 112)
    assert group_means(closed.supervision, at(113)) is None

    means = group_means(closed.supervision, NEXT_DAY)

    assert means == GroupMeans(cohesion=pytest.approx(5.35), alliance=pytest.approx(5.70))
    with pytest.raises(Refused, match="closed now"):
        rate(closed.femi, 60 * 27)


def test_they_come_out_sooner_when_all_have_answered_and_then_stay(closed: Room) -> None:
    rate(closed.chiara, 112)
    rate(closed.femi, 120)
    assert group_means(closed.supervision, at(121)) is not None
    with pytest.raises(Refused):
        rate(closed.aditi, 122)


def test_three_answers_are_not_enough(room: Room) -> None:
    for name in ("Aditi", "Ben", "Dao"):
        rate(person(room.supervision, name))
    room.supervision.close(at(95))
    assert group_means(room.supervision, NEXT_DAY) == GroupMeans(None, None)


def test_no_averages_while_the_room_is_open(room: Room) -> None:
    for trainee in room.supervision.trainees:
        rate(trainee)
    assert group_means(room.supervision, at(94)) is None
    assert accepts_ratings(room.supervision, at(94))


def test_lines_may_be_skipped_but_not_all(room: Room) -> None:
    nothing = [None] * 4
    with pytest.raises(Refused, match="Nothing was chosen"):
        Rating.say(room.dao, at(93), cohesion=nothing, alliance=nothing)
    Rating.say(room.dao, at(93), cohesion=[None, 6, None, 4], alliance=nothing)
    for name in ("Aditi", "Ben", "Eszter"):
        rate(person(room.supervision, name))
    room.supervision.close(at(95))
    means = group_means(room.supervision, NEXT_DAY)
    assert means is not None
    assert means.cohesion == pytest.approx((5.5 + 5.25 + 5.0 + 5.5) / 4)
    assert means.alliance is None


def test_answering_moves_no_screen_but_ones_own(room: Room) -> None:
    room.touched()
    rate(room.dao)
    assert room.touched() == {mine(room.dao)}


def test_the_supervisor_is_not_asked(room: Room) -> None:
    with pytest.raises(NotYours):
        rate(room.mirela)
