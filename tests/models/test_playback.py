"""The player's row: positions computed at any rate, and what the verbs do to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import Hold, Playback
from afttrainer.models.film_time import STANDS_FOR_MS
from afttrainer.models.picture import of_speed
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.wall_lead import Told
from tests.models.room import Room
from tests.people import CLIP_MS, T0, open_room, queued_clip

LEAD = timedelta(milliseconds=500)


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


@pytest.fixture
def film(room: Room) -> Playback:
    """Ben's film, accepted, in a room that is watching."""
    room.go_to(Phase.VIEWING)
    room.clip.status = ClipStatus.ACCEPTED
    return Playback.of(room.clip, T0)


def test_a_start_takes_effect_half_a_second_ahead(film: Playback) -> None:
    film.play(T0)
    assert film.position_at(T0) == 0
    assert film.position_at(T0 + LEAD) == 0
    assert film.position_at(after(10.5)) == 10_000


@pytest.mark.parametrize("rate", [0.5, 0.75, 1.0, 1.25, 1.5, 2.0])
def test_the_position_follows_the_rate(film: Playback, rate: float) -> None:
    film.set_rate(T0, rate)
    film.play(T0)
    assert film.position_at(after(20.5)) == round(20_000 * rate)


def test_a_change_of_rate_moves_no_picture(film: Playback) -> None:
    film.play(T0)
    film.set_rate(after(10.0), 2.0)
    assert film.position_at(after(10.5)) == 10_000
    assert film.position_at(after(11.5)) == 12_000


def test_every_position_lies_within_the_clip(film: Playback) -> None:
    film.seek(T0, CLIP_MS * 3)
    assert film.position_at(T0) == CLIP_MS
    film.step(T0, -10_000_000)
    assert film.position_at(T0) == 0


def test_a_pause_stands_where_the_film_was(film: Playback) -> None:
    film.play(T0)
    film.pause(after(5.5))
    assert film.position_at(after(500)) == 5_000
    revision = film.revision
    film.pause(after(6))
    assert film.revision == revision, "a second pause changes nothing"


def test_a_step_is_one_picture_and_stands(film: Playback) -> None:
    film.play(T0)
    film.step(after(5.5), 1)
    assert film.position_at(after(50)) == 5_040
    assert not film.playing


def test_a_running_film_runs_on_from_where_it_is_sent(film: Playback) -> None:
    film.play(T0)
    film.seek(after(5), 300_000)
    assert film.position_at(after(5.2)) == 300_000
    assert film.position_at(after(6.5)) == 301_000


def test_a_replay_stops_by_itself_and_marks_where(room: Room, film: Playback) -> None:
    Playback.replay(room.clip, 317_000, 343_000, T0)
    assert film.position_at(after(10.5)) == 327_000
    assert film.position_at(after(600)) == 343_000
    assert not film.is_running_at(after(600))
    assert room.clip.film_ms_at(after(600)) == 343_000
    assert room.clip.film_ms_at(after(10.5)) == 327_000


def test_after_a_replay_the_film_goes_on_to_its_end(room: Room, film: Playback) -> None:
    Playback.replay(room.clip, 317_000, 343_000, T0)
    film.play(after(60))
    assert film.position_at(after(160.5)) == 443_000


def test_a_replay_begins_within_the_clip(room: Room, film: Playback) -> None:
    Playback.replay(room.clip, -3_000, CLIP_MS + 5_000, T0)
    assert (film.position_ms, film.stops_at_ms) == (0, CLIP_MS)


def test_marks_turn_every_instant_into_the_film_of_then(room: Room, film: Playback) -> None:
    film.play(T0)
    film.set_rate(after(10.0), 2.0)
    film.pause(after(20.5))
    film.play(after(100), based_on=film.revision)
    expected = {0.2: 0, 5.5: 5_000, 15.5: 20_000, 60: 30_000, 100.4: 30_000, 101.5: 32_000}
    assert {s: room.clip.film_ms_at(after(s)) for s in expected} == expected


def test_whoever_saw_another_film_is_told_what_happened(film: Playback) -> None:
    shown = film.revision
    film.play(T0, based_on=shown)
    with pytest.raises(Refused, match="running"):
        film.play(after(0.1), based_on=shown)


def told(film: Playback, film_ms: float, seconds: float, *, wall: int = 1) -> Told:
    return Told(wall, film.queued_clip_id, film.revision, film_ms, after(seconds))


def test_the_wall_is_right(film: Playback) -> None:
    film.play(T0)
    shown = film.revision
    film.hear(told(film, 9_800, 10.5), after(10.6))
    assert film.revision == shown
    assert film.position_at(after(11.5)) == 10_800
    film.hear(told(film, 10_804, 11.5), after(11.6))
    assert film.position_at(after(12.5)) == 11_800, "a few milliseconds are nobody's business"


def test_of_two_walls_one_leads_until_it_is_shut(film: Playback) -> None:
    film.play(T0)
    film.hear(told(film, 10_000, 10.5, wall=1), after(10.6))
    film.hear(told(film, 7_000, 11.5, wall=2), after(11.6))
    assert film.position_at(after(11.6)) == 11_100, "the second is not heard beside the first"
    film.hear(told(film, 13_400, 13.9, wall=1), after(14))
    film.hear(told(film, 12_000, 15.7, wall=2), after(15.8))
    assert film.position_at(after(15.8)) == 15_300, "the first leads on as long as it tells"
    film.hear(told(film, 15_000, 19, wall=2), after(19.1))
    assert film.position_at(after(19.1)) == 15_100, "five seconds silent, and the second leads"
    film.hear(told(film, 19_000, 19.4, wall=1), after(19.5))
    assert film.position_at(after(19.5)) == 15_500


def test_a_wall_that_agrees_writes_only_that_it_still_leads(film: Playback) -> None:
    film.play(T0)
    assert film.hears_news(told(film, 0, 0.5), after(0.5)), "it takes the lead"
    film.hear(told(film, 0, 0.5), after(0.5))
    assert not film.hears_news(told(film, 2_000, 2.5), after(2.6))
    assert film.hears_news(told(film, 3_500, 4), after(4.1)), "it keeps the lead"


def test_a_start_is_told_longer_ahead_on_a_slow_network(film: Playback) -> None:
    film.play(T0, round_trip_ms=350)
    assert film.changed_at == after(0.8)
    film.pause(after(5))
    film.hear(Told(1, film.queued_clip_id, film.revision, 0, after(5), 5_000), after(5))
    film.play(after(6))
    assert film.changed_at == after(7.5), "and never more than a second and a half"


def test_a_change_of_speed_is_told_ahead_and_the_film_runs_on_until_then(
    room: Room, film: Playback
) -> None:
    film.play(T0)
    film.set_rate(after(10.5), 2.0)
    assert film.position_at(after(10.75)) == 10_250
    assert film.position_at(after(11)) == 10_500
    assert film.position_at(after(12)) == 12_500
    assert room.clip.film_ms_at(after(10.75)) == 10_250
    film.pause(after(10.8))
    assert film.position_at(after(60)) == 10_300
    assert room.clip.film_ms_at(after(60)) == 10_300


def test_two_changes_of_speed_at_once_end_at_the_second(film: Playback) -> None:
    film.play(T0)
    film.set_rate(after(10.5), 2.0)
    film.set_rate(after(10.7), 0.5)
    assert film.position_at(after(11.2)) == 10_700, "the first never came to be"
    assert film.position_at(after(13.2)) == 11_700


def test_a_film_that_waits_to_start_starts_at_the_new_speed(film: Playback) -> None:
    film.play(T0)
    film.set_rate(after(0.2), 0.5)
    assert film.position_at(after(0.7)) == 0
    assert film.position_at(after(2.7)) == 1_000


# --- Again and again --------------------------------------------------------------------------

REST = timedelta(milliseconds=2 * STANDS_FOR_MS)
ROUND = timedelta(milliseconds=CLIP_MS) + REST


@pytest.fixture
def round_and_round(film: Playback) -> Playback:
    """It runs from half a second on, and again after its end."""
    film.go_round(T0, True)
    film.play(T0)
    return film


def test_a_clip_goes_round_between_its_marks(room: Room, round_and_round: Playback) -> None:
    film, end = round_and_round, after(0.5) + timedelta(milliseconds=CLIP_MS)
    places = {
        end - timedelta(seconds=1): CLIP_MS - 1_000,
        end + REST / 4: CLIP_MS,
        end + REST * 3 / 4: 0,
        end + REST + timedelta(seconds=7): 7_000,
        end + REST + 3 * ROUND + timedelta(seconds=9): 9_000,
    }
    for instant, place in places.items():
        assert film.position_at(instant) == place
        assert room.clip.film_ms_at(instant) == place, "so does a touch at that instant"
        assert film.is_running_at(instant)
    assert film.waits_at(end + REST * 3 / 4), "and all screens begin together"
    film.settle(end + ROUND)
    assert film.playing, "it does not come to its end by itself"


def test_told_to_go_round_once_more_it_stands_at_its_next_end(
    room: Room, round_and_round: Playback
) -> None:
    film, now = round_and_round, after(0.5) + 2 * ROUND + timedelta(seconds=30)
    film.go_round(now, False)
    assert film.position_at(now) == 30_000, "no picture moves for it"
    assert film.position_at(now + ROUND) == CLIP_MS
    assert room.clip.film_ms_at(now + ROUND) == CLIP_MS
    assert not film.is_running_at(now + ROUND)


def test_a_clip_that_has_come_to_its_end_does_not_begin_by_itself(film: Playback) -> None:
    film.play(T0)
    late = after(10) + ROUND
    film.go_round(late, True)
    assert not film.playing
    film.play(late)
    assert film.position_at(late + LEAD + timedelta(seconds=3)) == 3_000


def test_taken_back_between_two_rounds_the_next_is_the_last(round_and_round: Playback) -> None:
    film = round_and_round
    waiting = after(0.5) + timedelta(milliseconds=CLIP_MS) + REST * 3 / 4
    film.go_round(waiting, False)
    assert film.waits_at(waiting)
    assert film.position_at(waiting + REST / 4 + timedelta(seconds=4)) == 4_000


@pytest.mark.parametrize("rate", [0.5, 2.0])
@pytest.mark.parametrize("part", [0.1, 0.4, 0.9])
def test_another_speed_between_two_rounds_moves_no_picture(
    room: Room, round_and_round: Playback, part: float, rate: float
) -> None:
    film, end = round_and_round, after(0.5) + timedelta(milliseconds=CLIP_MS)
    now = end + REST * part
    before = film.position_at(now)
    film.set_rate(now, rate)
    assert film.position_at(now) == before
    begins = film.round_at(end + REST).begins
    assert begins == max(end + REST, film.changed_at if film.position_ms == 0 else end)
    for instant in (begins, begins + timedelta(seconds=10)):
        assert film.position_at(instant) == (instant - begins).total_seconds() * 1_000 * rate
        assert room.clip.film_ms_at(instant) == film.position_at(instant)


def test_another_speed_just_before_the_end_waits_for_the_next_round(
    round_and_round: Playback,
) -> None:
    film, end = round_and_round, after(0.5) + timedelta(milliseconds=CLIP_MS)
    film.set_rate(end - timedelta(milliseconds=200), 2.0)
    assert film.position_at(end - timedelta(milliseconds=100)) == CLIP_MS - 100
    assert film.position_at(end + REST + timedelta(seconds=2)) == 4_000


def test_a_moment_shown_again_stops_by_itself_all_the_same(
    room: Room, round_and_round: Playback
) -> None:
    film = Playback.replay(room.clip, 317_000, 343_000, after(100))
    assert film.position_at(after(1_000)) == 343_000
    assert room.clip.film_ms_at(after(1_000)) == 343_000
    film.play(after(1_000))
    assert film.goes_round


def test_another_clip_is_shown_once(room: Room, round_and_round: Playback) -> None:
    other = queued_clip(room.supervision, "Aditi", "P-001")
    room.session.flush()
    assert not Playback.of(other, after(10)).loops


def test_the_room_follows_a_wall_that_goes_round(round_and_round: Playback) -> None:
    film, now = round_and_round, after(0.5) + ROUND + timedelta(seconds=30)
    said = Told(1, film.queued_clip_id, film.revision, 29_500, now)
    film.hear(said, now)
    assert film.position_at(now + timedelta(seconds=1)) == 30_500
    assert film.position_at(now + ROUND) == 29_500


def test_under_a_hold_nobody_lets_it_go_round(room: Room, film: Playback) -> None:
    film.play(T0)
    Hold.ask(room.ben, after(5.5))
    with pytest.raises(NotYours):
        film.go_round(after(6), True)
    assert not film.loops


@pytest.mark.parametrize("speed", [12, 23.976, 25, 29.97, 59.94])
def test_stepping_on_and_back_visits_the_same_pictures(film: Playback, speed: float) -> None:
    film.queued_clip.clip.recording.picture_ms = of_speed(speed)
    film.seek(T0, 60_000)
    places = []
    for _picture in range(50):
        film.step(T0, 1)
        places.append(film.position_at(T0))
    apart = [later - earlier for earlier, later in pairwise(places)]
    assert all(abs(one - 1000 / speed) <= 1 for one in apart)
    for place in reversed(places[:-1]):
        film.step(T0, -1)
        assert film.position_at(T0) == place


def test_nothing_plays_without_a_yes_or_before_the_viewing(room: Room, film: Playback) -> None:
    room.clip.status = ClipStatus.OFFERED
    with pytest.raises(NotYours):
        film.play(T0)
    room.clip.status = ClipStatus.ACCEPTED
    room.go_to(Phase.CASE_SELECTION)
    with pytest.raises(Refused):
        film.play(T0)
    assert not film.playing


def test_under_a_hold_nothing_moves_and_the_presenter_alone_lifts_it(
    room: Room, film: Playback
) -> None:
    film.play(T0)
    Hold.ask(room.ben, after(5.5))
    assert film.position_at(after(100)) == 5_000
    with pytest.raises(NotYours):
        film.play(after(6))
    with pytest.raises(NotYours):
        Hold.lift(room.mirela)
    Hold.lift(room.ben)
    film.play(after(7))
    assert film.playing


def test_a_film_put_aside_under_a_hold_is_closed(room: Room, film: Playback) -> None:
    film.play(T0)
    Hold.ask(room.ben, after(5))
    room.clip.put_aside(after(6))
    assert room.supervision.hold is None
    assert room.clip.status is ClipStatus.WITHDRAWN


def test_a_consent_that_goes_stops_it_at_once(room: Room, film: Playback) -> None:
    film.play(T0)
    room.clip.block(after(5.5))
    assert film.position_at(after(60)) == 5_000
    with pytest.raises(NotYours):
        film.play(after(61))


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (6, 0), (7, 1), (37, 5)])
def test_weeks_since_last_shown_are_whole_ones(room: Room, days: int, weeks: int) -> None:
    assert room.clip.weeks_since_presented(T0) is None
    earlier = open_room(room.supervision.group)
    room.session.add(earlier)
    with room.session.no_autoflush:
        queued_clip(earlier, "Ben", "P-099").first_played_at = T0 - timedelta(days=days)
        queued_clip(earlier, "Aditi", "P-001").first_played_at = T0
    room.session.flush()
    assert room.clip.weeks_since_presented(T0) == weeks
