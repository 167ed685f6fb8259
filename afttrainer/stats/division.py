"""Where people saw the same moment differently: for looking again, not for counting anyone.

A moment is divided where at least two kinds of it were seen. Of several, the most divided is the
one whose second view has most people; then the one in which two people picked by lot most often
see it differently, which is the unbiased form of Simpson's index (E. H. Simpson, Measurement of
diversity, Nature 163, 1949, 688: one less the sum of n(n-1) over N(N-1)); then the one that more
people marked. No name enters and none comes out: who is on which side is nobody's business here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from afttrainer.content.codes import Direction, Family
from afttrainer.stats.clusters import Cluster, Mark

#: So many are offered: there is time for two, and a list of them would be a verdict.
OFFERED: Final = 2

M = TypeVar("M", bound=Mark)


@dataclass(frozen=True)
class Side:
    """One way to see a moment."""

    family: Family
    #: None where the families differ, which is what divides then.
    direction: Direction | None


@dataclass(frozen=True)
class Division(Generic[M]):
    moment: Cluster[M]
    #: Each with how many people saw it so, most first, then as they came.
    sides: Sequence[tuple[Side, int]]

    @property
    def unlike(self) -> float:
        """How often two people on these sides, picked by lot, see it differently, 0-1."""
        people = sum(n for _side, n in self.sides)
        alike = sum(n * (n - 1) for _side, n in self.sides)
        return 1 - alike / (people * (people - 1))


def sides_of(marks: Iterable[Any]) -> dict[int, Side]:
    """By author, how each saw a moment of which these are the marks.

    Kinds are compared first; where all saw one kind, its directions are. Unsure is no side, nor is
    a direction that was not said. Who gave two kinds, or two directions, stands on neither side.
    """
    given = list(marks)
    families = _only_one(given, "family", {Family.UNSURE})
    if len(set(families.values())) != 1:
        return {author: Side(family, None) for author, family in families.items()}
    (family,) = set(families.values())
    of_kind = [mark for mark in given if mark.family == family]
    directions = _only_one(of_kind, "direction", {None})
    return {author: Side(family, direction) for author, direction in directions.items()}


def _only_one(marks: Sequence[Any], field: str, says_nothing: set[Any]) -> Mapping[int, Any]:
    given: dict[int, set[Any]] = {}
    for mark in marks:
        if (code := getattr(mark, field)) not in says_nothing:
            given.setdefault(mark.author_id, set()).add(code)
    return {author: next(iter(codes)) for author, codes in given.items() if len(codes) == 1}


def division(moment: Cluster[M]) -> Division[M] | None:
    """How the moment divides those who marked it; None where all saw it alike."""
    sides = Counter(sides_of(moment.marks).values()).most_common()
    return Division(moment, sides) if len(sides) > 1 else None


def most_divided(moments: Iterable[Cluster[M]], most: int = OFFERED) -> list[Division[M]]:
    """At most so many, the most divided first; empty where everybody saw the same."""
    found = [one for moment in moments if (one := division(moment)) is not None]
    return sorted(found, key=_order)[:most]


def _order(one: Division[Any]) -> tuple[float, ...]:
    _first, (_side, second) = one.sides[:2]
    return (-second, -one.unlike, -len(one.moment.raters), one.moment.start_ms)
