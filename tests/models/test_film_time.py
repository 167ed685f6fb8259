"""Film time and clock time: what was on the wall when a finger went down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from afttrainer.models.film_time import (
    STANDS_FOR_MS,
    Span,
    coverage,
    film_ms_at,
    moved,
    seen,
    was_running,
)
from tests.people import T0

CLIP_MS = 860_000


@dataclass(frozen=True)
class Mark:
    at: datetime
    position_ms: int
    rate: float
    playing: bool
    goes_round: bool = False


def at_ms(ms: float) -> datetime:
    return T0 + timedelta(milliseconds=ms)


def mark(
    ms: float,
    position_ms: int,
    *,
    rate: float = 1.0,
    playing: bool = True,
    goes_round: bool = False,
) -> Mark:
    return Mark(at_ms(ms), position_ms, rate, playing, goes_round)


def film(marks: list[Mark], ms: float) -> int:
    return film_ms_at(marks, at_ms(ms), CLIP_MS)


def test_a_film_started_five_minutes_ago_is_five_minutes_on() -> None:
    assert film([mark(0, 0)], 300_000) == 300_000


def test_before_its_start_takes_effect_the_film_waits_where_it_is() -> None:
    assert film([mark(500, 7_000)], 200) == 7_000
    assert film([mark(500, 7_000)], 501) == 7_001


def test_at_half_speed_a_minute_holds_thirty_seconds_of_film() -> None:
    assert film([mark(0, 10_000, rate=0.5)], 60_000) == 40_000


def test_the_film_never_runs_past_its_end() -> None:
    assert film([mark(0, 859_000, rate=2)], 60_000) == CLIP_MS
    assert not was_running([mark(0, 859_000, rate=2)], at_ms(60_000), CLIP_MS)


def test_a_start_that_is_overtaken_by_a_pause_never_happens() -> None:
    marks = [mark(0, 0), mark(2_500, 2_000), mark(2_200, 2_000, playing=False)]
    assert film(marks, 60_000) == 2_000


def test_a_replay_stops_by_itself_unless_somebody_was_quicker() -> None:
    replay = [mark(0, 300_000), mark(20_000, 320_000, playing=False)]
    assert film(replay, 60_000) == 320_000
    paused = [*replay, mark(5_000, 305_000, playing=False)]
    assert film(paused, 60_000) == 305_000
    assert film(paused, 4_000) == 304_000


def test_a_clip_that_goes_round_stands_at_both_ends_and_begins_anew() -> None:
    marks = [mark(0, 850_000, goes_round=True)]
    ended, again = 10_000, 10_000 + 2 * STANDS_FOR_MS
    expected = {
        ended - 1: CLIP_MS - 1,
        ended: CLIP_MS,
        ended + STANDS_FOR_MS - 1: CLIP_MS,
        ended + STANDS_FOR_MS: 0,
        again: 0,
        again + 5_000: 5_000,
        again + CLIP_MS + STANDS_FOR_MS - 1: CLIP_MS,
        again + CLIP_MS + 2 * STANDS_FOR_MS + 7_000: 7_000,
    }
    assert {ms: film(marks, ms) for ms in expected} == expected


def test_at_double_speed_a_round_is_half_as_long_and_its_rest_is_not() -> None:
    marks = [mark(0, 0, rate=2, goes_round=True)]
    again = CLIP_MS // 2 + 2 * STANDS_FOR_MS
    assert film(marks, again) == 0
    assert film(marks, again + 10_000) == 20_000


def test_between_two_rounds_it_is_under_way_and_no_picture_moves() -> None:
    marks = [mark(0, 0, goes_round=True)]
    for ms in (CLIP_MS + 100, CLIP_MS + STANDS_FOR_MS + 100):
        assert was_running(marks, at_ms(ms), CLIP_MS)
        assert not moved(marks[0], at_ms(ms), CLIP_MS)
    assert moved(marks[0], at_ms(CLIP_MS + 3 * STANDS_FOR_MS), CLIP_MS)


def test_what_a_clip_that_goes_round_has_shown_is_there_once() -> None:
    round_ms = CLIP_MS + 2 * STANDS_FOR_MS
    marks = [mark(0, 850_000, goes_round=True)]
    again = 10_000 + 2 * STANDS_FOR_MS
    assert seen(marks, at_ms(again + 5_000), CLIP_MS) == [Span(0, 5_000), Span(850_000, CLIP_MS)]
    assert seen(marks, at_ms(again + round_ms + 5_000), CLIP_MS) == [Span(0, CLIP_MS)]
    assert coverage(marks, at_ms(again + 430_000), CLIP_MS) == 440_000 / CLIP_MS


def test_coverage_counts_a_second_once_however_often_it_was_shown() -> None:
    marks = [
        mark(0, 0),
        mark(372_000, 372_000, playing=False),
        mark(500_000, 372_000),
        mark(500_000 + 488_000, CLIP_MS, playing=False),
        mark(1_100_000, 300_000),
    ]
    assert coverage(marks, at_ms(1_120_000), CLIP_MS) == 1.0
    assert coverage(marks, at_ms(430_000), CLIP_MS) == 372_000 / CLIP_MS


def test_what_was_skipped_is_not_seen() -> None:
    marks = [mark(0, 0), mark(10_000, 100_000), mark(20_000, 110_000, playing=False)]
    assert seen(marks, at_ms(30_000), CLIP_MS) == [Span(0, 10_000), Span(100_000, 110_000)]


def test_a_film_that_never_ran_covers_nothing() -> None:
    assert coverage([], T0, CLIP_MS) == 0.0
    assert film([], 5_000) == 0


marks_in_order = st.lists(
    st.builds(
        mark,
        st.integers(0, 3_000_000),
        st.integers(0, CLIP_MS),
        rate=st.sampled_from([0.5, 0.75, 1.0, 1.25, 1.5, 2.0]),
        playing=st.booleans(),
        goes_round=st.booleans(),
    ),
    max_size=12,
)


@given(marks_in_order, st.integers(-1_000, 4_000_000))
def test_an_instant_always_lies_within_the_clip(marks: list[Mark], ms: int) -> None:
    assert 0 <= film(marks, ms) <= CLIP_MS


@given(marks_in_order, st.integers(0, 4_000_000), st.integers(0, 60_000))
def test_what_has_been_seen_never_becomes_less(marks: list[Mark], ms: int, more: int) -> None:
    before = coverage(marks, at_ms(ms), CLIP_MS)
    assert 0 <= before <= coverage(marks, at_ms(ms + more), CLIP_MS) <= 1


@given(marks_in_order, st.integers(0, 4_000_000))
def test_what_is_seen_is_in_order_and_apart(marks: list[Mark], ms: int) -> None:
    spans = seen(marks, at_ms(ms), CLIP_MS)
    assert all(0 <= span.start_ms < span.end_ms <= CLIP_MS for span in spans)
    assert all(a.end_ms < b.start_ms for a, b in pairwise(spans))


@given(
    st.integers(0, 400_000),
    st.sampled_from([0.5, 0.75, 1.0, 1.5, 2.0]),
    st.integers(0, 200_000),
    st.integers(0, 3_000_000),
    st.booleans(),
)
def test_following_the_wall_by_nothing_changes_nothing(
    start: int, rate: float, anchored_after: int, later: int, goes_round: bool
) -> None:
    """An anchor at the film's own position leaves every later instant where it was."""
    begun = [mark(0, start, rate=rate, goes_round=goes_round)]
    anchor = mark(anchored_after, film(begun, anchored_after), rate=rate, goes_round=goes_round)
    assert abs(film([*begun, anchor], later) - film(begun, later)) <= 1
