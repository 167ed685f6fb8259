"""The strip: marks at their film time, none on top of another, times that do not touch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import Family, Visibility
from afttrainer.live.strip import LABEL_WIDTH, MARK_WIDTH, strip_of
from tests.models.room import Room, tag
from tests.people import CLIP_MS


@pytest.fixture(scope="module")
def marked() -> Iterator[Room]:
    made = Room()
    for one in made.tag_all():
        one.visibility = Visibility.GROUP
    yield made
    made.close()


def test_a_mark_lies_at_its_share_of_the_film(marked: Room) -> None:
    strip = strip_of(marked.clip, marked.clip.tags, "wall")

    assert len(strip.marks) == 16
    assert strip.marks[0].x == pytest.approx(100 * 195_000 / CLIP_MS, abs=0.01)
    assert [c.median_ms for c in strip.clusters] == [195_000, 328_000, 529_500, 663_500]
    assert strip.marks[-1].family is Family.CONFRONTATION


def test_a_hill_stands_where_more_than_one_agree_the_higher_the_more(marked: Room) -> None:
    strip = strip_of(marked.clip, marked.clip.tags, "wall")
    tops = [float(hill.d.split()[5]) for hill in strip.hills]

    assert len(strip.hills) == 3
    assert tops[0] < tops[2] < tops[1]


def test_a_phone_leaves_out_times_that_would_touch(marked: Room) -> None:
    wall = strip_of(marked.clip, marked.clip.tags, "wall")
    phone = strip_of(marked.clip, marked.clip.tags, "everyone")

    assert len(wall.times) == 6
    assert {time.ms for time in phone.times} < {time.ms for time in wall.times}
    # The moment that most people marked keeps its time.
    assert 328_000 in {time.ms for time in phone.times}


def test_no_marks_are_an_empty_strip(marked: Room) -> None:
    strip = strip_of(marked.clip, [], "wall")
    assert (strip.marks, strip.hills, strip.clusters) == ([], [], [])
    assert [time.ms for time in strip.times] == [0, CLIP_MS]


@settings(max_examples=60)
@given(
    places=st.lists(st.integers(0, CLIP_MS), max_size=30),
    audience=st.sampled_from(["wall", "everyone"]),
)
def test_nothing_touches_whatever_was_marked(
    marked: Room, places: list[int], audience: str
) -> None:
    who = marked.aditi
    strip = strip_of(marked.clip, [tag(who, ms) for ms in places], audience)

    for one, other in combinations(strip.marks, 2):
        assert one.y != other.y or abs(one.x - other.x) >= MARK_WIDTH[audience] - 0.02
    assert all(0 <= mark.y <= 100 and 0 <= mark.x <= 100 for mark in strip.marks)
    middles = [time.x for time in strip.times if time.anchor == "middle"]
    for a, b in combinations(middles, 2):
        assert abs(a - b) >= LABEL_WIDTH[audience] - 0.02
