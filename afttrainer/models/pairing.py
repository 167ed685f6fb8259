"""Who sits with whom in pairs. Pure: the same people, the same earlier pairs and the same seed give
the same pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TypeVar

P = TypeVar("P")
#: How often two have sat together, by the two of them.
Together = Mapping[frozenset[P], int]
#: Larger circles have too many ways to sit; there, neighbours sit together.
ALL_WAYS_UP_TO = 10


def pair_up(people: Sequence[P], together: Together[P], seed: int) -> list[list[P]]:
    """Everybody in exactly one group of two; of an odd number three sit together.

    Of all ways to pair so many people the one in which those sit together who have done so least;
    of equal ones the way that comes first once the circle was turned on by `seed` places. One
    person alone is no pair, and nobody is paired.
    """
    if len(people) < 2:
        return []
    turn = seed % len(people)
    circle = [*people[turn:], *people[:turn]]
    ways = _ways(circle) if len(circle) <= ALL_WAYS_UP_TO else [_neighbours(circle)]
    return min(ways, key=lambda way: _met(way, together))


def _met(way: Sequence[Sequence[P]], together: Together[P]) -> tuple[int, ...]:
    """The often met first, so that nobody sits with the same person while others have not met."""
    met = (together.get(frozenset(two), 0) for group in way for two in combinations(group, 2))
    return tuple(sorted(met, reverse=True))


def _ways(circle: Sequence[P]) -> list[list[list[P]]]:
    """All ways to sit: 945 for ten people, and soon too many."""
    first, *rest = circle
    if len(circle) <= 3:
        return [[list(circle)]]
    ways: list[list[list[P]]] = []
    for one in rest:
        others = [p for p in rest if p != one]
        ways += [[[first, one], *way] for way in _ways(others)]
    if len(circle) % 2:
        for one, two in combinations(rest, 2):
            others = [p for p in rest if p not in (one, two)]
            ways += [[[first, one, two], *way] for way in _ways(others)]
    return ways


def _neighbours(circle: Sequence[P]) -> list[list[P]]:
    groups = [list(circle[place : place + 2]) for place in range(0, len(circle), 2)]
    if len(groups[-1]) == 1:
        alone = groups.pop()
        groups[-1] += alone
    return groups
