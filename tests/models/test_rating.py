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


def test_removing_whoever_has_not_answered_brings_no_averages_out(closed: Room) -> None:
    """Else it would show at once that it was they who had not; the link's end brings them."""
    rate(closed.chiara, 112)
    closed.femi.membership.remove(closed.mirela.membership, at(115))
    closed.keep()
    assert group_means(closed.supervision, at(116)) is None
    assert accepts_ratings(closed.supervision, at(116))
    out = group_means(closed.supervision, NEXT_DAY)
    assert out == GroupMeans(cohesion=pytest.approx(5.35), alliance=pytest.approx(5.70))


def test_nor_does_a_part_that_changes(closed: Room) -> None:
    rate(closed.chiara, 112)
    closed.femi.membership.appoint(closed.mirela.membership)
    assert group_means(closed.supervision, at(116)) is None
    rate(closed.aditi, 117)
    assert group_means(closed.supervision, at(117)) is not None, "an answer does: all are there"


def test_what_is_out_stays_out_whoever_is_asked_by_then(closed: Room) -> None:
    """Who answered then would be told by the difference."""
    closed.femi.membership.appoint(closed.mirela.membership)
    rate(closed.chiara, 112)
    out = group_means(closed.supervision, at(113))
    assert out is not None
    closed.femi.membership.step_down(closed.mirela.membership)
    closed.keep()
    with pytest.raises(Refused, match="closed now"):
        rate(closed.femi, 114)
    assert group_means(closed.supervision, at(114)) == out
    assert group_means(closed.supervision, NEXT_DAY) == out


def test_what_is_out_stays_the_same_when_somebody_goes_who_answered(closed: Room) -> None:
    rate(closed.chiara, 112)
    rate(closed.femi, 113)
    out = group_means(closed.supervision, at(114))
    for who in (closed.femi, closed.chiara):
        who.membership.remove(closed.mirela.membership, at(115))
    assert group_means(closed.supervision, at(116)) == out
    assert group_means(closed.supervision, NEXT_DAY) == out


def test_all_who_answered_in_the_room_have_averages_when_it_closes(room: Room) -> None:
    for trainee in room.supervision.trainees:
        rate(trainee)
    room.supervision.close(at(95))
    assert group_means(room.supervision, at(95)) is not None


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
