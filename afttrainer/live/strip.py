"""The marks along a film's time as a picture: places in per cent, so that it fits every screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from afttrainer.content.codes import Family
from afttrainer.models import QueuedClip, RuptureTag
from afttrainer.models.reveal import clusters_of
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL
from afttrainer.stats.clusters import Cluster

#: How wide a mark is, and a time beside its air, in per cent of the strip of each screen.
MARK_WIDTH: Final = {WALL: 2.6, SUPERVISOR: 2.6, EVERYONE: 5.4}
LABEL_WIDTH: Final = {WALL: 7.0, SUPERVISOR: 9.0, EVERYONE: 16.0}
#: The middles of the lowest and the highest mark, and the usual way between two, in per cent of
#: the height.
LOWEST, HIGHEST, STEP = 84.0, 14.0, 18.0
#: More marks on top of each other than this need a higher strip.
LEVELS_USUAL: Final = 5
#: How far a hill reaches beyond its first and last mark, in thousandths of the strip.
HILL_FOOT: Final = 14.0


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    family: Family


@dataclass(frozen=True)
class Hill:
    """A path in a box of 1000 x 100, as high as many agree."""

    d: str
    family: Family


@dataclass(frozen=True)
class Time:
    x: float
    ms: int
    anchor: str


@dataclass(frozen=True)
class Strip:
    marks: Sequence[Mark]
    hills: Sequence[Hill]
    times: Sequence[Time]
    clusters: Sequence[Cluster[Any]]
    #: Needs more height than usual, as many marks lie on top of each other.
    tall: bool


def strip_of(clip: QueuedClip, tags: Iterable[RuptureTag], audience: str) -> Strip:
    """The picture of `tags`, which are those that the audience may read."""
    found = clusters_of(clip, tags)
    length = max(1, clip.clip.duration_ms)
    marks = [mark for cluster in found for mark in cluster.marks]
    levels = _levels([_share(m.clip_ms, length) for m in marks], MARK_WIDTH.get(audience, 5.4))
    highest = max(levels, default=0)
    step = min(STEP, (LOWEST - HIGHEST) / highest) if highest else STEP
    people = sum(p.takes_part for p in clip.supervision.participants)
    return Strip(
        marks=[
            Mark(_share(m.clip_ms, length), round(LOWEST - level * step, 1), m.family)
            for m, level in zip(marks, levels, strict=True)
        ],
        hills=[_hill(c, length, people) for c in found if len(c.raters) > 1],
        times=_times(found, length, LABEL_WIDTH.get(audience, 16.0)),
        clusters=found,
        tall=highest >= LEVELS_USUAL,
    )


def _share(ms: float, length_ms: int) -> float:
    return round(min(100.0, max(0.0, 100 * ms / length_ms)), 2)


def _levels(places: Sequence[float], width: float) -> list[int]:
    """For marks in the order of time: how high each lies so that none covers another."""
    ends: list[float] = []
    levels = []
    for x in places:
        level = next((i for i, end in enumerate(ends) if end <= x), len(ends))
        ends[level:] = [x + width, *ends[level + 1 :]]
        levels.append(level)
    return levels


def _hill(cluster: Cluster[Any], length_ms: int, people: int) -> Hill:
    family, votes = cluster.votes("family")[0]
    foot, head = _share(cluster.start_ms, length_ms) * 10, _share(cluster.end_ms, length_ms) * 10
    left, right = foot - HILL_FOOT, head + HILL_FOOT
    middle = _share(cluster.median_ms, length_ms) * 10
    top = 100 - 92 * min(1.0, votes / max(1, people))
    path = (
        f"M{left:.1f} 100 C{(left + middle) / 2:.1f} 100 {(left + middle) / 2:.1f} {top:.1f} "
        f"{middle:.1f} {top:.1f} S{(middle + right) / 2:.1f} 100 {right:.1f} 100 Z"
    )
    return Hill(path, Family(str(family)))


def _times(found: Sequence[Cluster[Any]], length_ms: int, width: float) -> list[Time]:
    """Both ends and the moments; where two would touch, the one with more people stays."""
    kept: list[Time] = [Time(0.0, 0, "start"), Time(100.0, length_ms, "end")]
    taken = [(0.0, width), (100.0 - width, 100.0)]
    for cluster in sorted(found, key=lambda c: -len(c.raters)):
        x = _share(cluster.median_ms, length_ms)
        low, high = x - width / 2, x + width / 2
        if all(high <= a or b <= low for a, b in taken):
            taken.append((low, high))
            kept.append(Time(x, int(cluster.median_ms), "middle"))
    return sorted(kept, key=lambda time: time.x)
