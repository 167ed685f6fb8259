"""Marks that lie near each other on the film's time become one moment to look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from afttrainer.content.codes import Family, Marker
from afttrainer.stats.clusters import clusters
from tests.scenario import TAGS


@dataclass(frozen=True)
class Tag:
    author_id: int
    clip_ms: int
    family: Family = Family.WITHDRAWAL
    marker: Marker | None = None


tags = st.lists(
    st.builds(
        Tag,
        author_id=st.integers(1, 8),
        clip_ms=st.integers(0, 200_000),
        family=st.sampled_from(Family),
    ),
    max_size=40,
)
gaps = st.integers(0, 30_000)


def the_groups_tags() -> list[Tag]:
    ids = {name: i for i, name in enumerate(sorted({who for who, *_ in TAGS}), start=1)}
    return [Tag(ids[who], ms, family, marker) for who, ms, family, marker, _ in TAGS]


def test_sixteen_tags_are_four_moments() -> None:
    found = clusters(the_groups_tags())

    assert [c.median_ms for c in found] == [195_000, 328_000, 529_500, 663_500]
    assert [(c.start_ms, c.end_ms) for c in found] == [
        (195_000, 195_000),
        (322_000, 340_000),
        (527_000, 532_000),
        (660_000, 670_000),
    ]
    assert [len(c.raters) for c in found] == [1, 7, 2, 6]


def test_votes_count_each_person_once_a_code() -> None:
    twice = [Tag(1, 0, marker=Marker.SILENCE), Tag(1, 900, marker=Marker.SILENCE), Tag(2, 50)]
    (together,) = clusters(twice)

    assert together.votes("marker") == [(Marker.SILENCE, 1)]
    assert together.votes("family") == [(Family.WITHDRAWAL, 2)]
    assert len(together.raters) == 2


def test_the_gap_itself_still_joins() -> None:
    assert len(clusters([Tag(1, 0), Tag(2, 10_000)])) == 1
    assert len(clusters([Tag(1, 0), Tag(2, 10_001)])) == 2
    assert len(clusters([Tag(1, 0), Tag(2, 10_001)], gap_ms=11_000)) == 1


def test_no_marks_are_no_moments() -> None:
    assert clusters([]) == []


@given(tags, gaps, st.randoms(use_true_random=False))
def test_the_order_they_come_in_changes_nothing(marks: list[Tag], gap: int, chance: object) -> None:
    shuffled = list(marks)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    def shape(of: list[Tag]) -> list[tuple[int, int, float, Counter[Tag]]]:
        return [(c.start_ms, c.end_ms, c.median_ms, Counter(c.marks)) for c in clusters(of, gap)]

    assert shape(shuffled) == shape(marks)


@given(tags, gaps)
def test_every_mark_is_in_exactly_one_moment(marks: list[Tag], gap: int) -> None:
    assert Counter(m for c in clusters(marks, gap) for m in c.marks) == Counter(marks)


@given(tags, gaps)
def test_inside_near_and_between_far(marks: list[Tag], gap: int) -> None:
    found = clusters(marks, gap)

    for cluster in found:
        assert all(b.clip_ms - a.clip_ms <= gap for a, b in pairwise(cluster.marks))
        assert cluster.start_ms <= cluster.median_ms <= cluster.end_ms
        assert 1 <= len(cluster.raters) <= len(cluster.marks)
    assert all(later.start_ms - earlier.end_ms > gap for earlier, later in pairwise(found))
