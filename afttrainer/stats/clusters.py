"""Where the marks of several people come together on a film's time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, Generic, Protocol, TypeVar

#: Neighbours at most so far apart belong together; a site or a supervisor may choose 2-30 s.
GAP_MS: Final = 10_000
GAP_FROM_MS: Final = 2_000
GAP_TO_MS: Final = 30_000


class Mark(Protocol):
    """One person's mark at one moment of a clip."""

    @property
    def author_id(self) -> int: ...
    @property
    def clip_ms(self) -> int: ...


M = TypeVar("M", bound=Mark)


@dataclass(frozen=True)
class Cluster(Generic[M]):
    """Neighbouring marks, in the order of time; never empty. Times are ms within the clip."""

    marks: tuple[M, ...]

    @property
    def start_ms(self) -> int:
        return self.marks[0].clip_ms

    @property
    def end_ms(self) -> int:
        return self.marks[-1].clip_ms

    @property
    def median_ms(self) -> float:
        """Of all marks; of an even number, halfway between the two in the middle."""
        return float(median(mark.clip_ms for mark in self.marks))

    @property
    def span_ms(self) -> int:
        return self.end_ms - self.start_ms

    @property
    def raters(self) -> frozenset[int]:
        """Who marked, each once."""
        return frozenset(mark.author_id for mark in self.marks)

    def votes(self, field: str) -> list[tuple[Hashable, int]]:
        """How many different people gave each code of `field`, most first, then as they came.

        A person who gave the same code twice counts once; marks without the code do not vote.
        """
        given = dict.fromkeys(
            (mark.author_id, code)
            for mark in self.marks
            if (code := getattr(mark, field)) is not None
        )
        return Counter(code for _author, code in given).most_common()


def clusters(marks: Iterable[M], gap_ms: int = GAP_MS) -> list[Cluster[M]]:
    """All marks sorted, neighbours at most `gap_ms` apart (inclusive) joined; in order of time.

    Every mark is in exactly one cluster, and the order in which marks come in changes nothing but
    the order among marks of the same person at the same moment.
    """
    ordered = sorted(marks, key=lambda mark: (mark.clip_ms, mark.author_id))
    found: list[list[M]] = [[one] for one in ordered[:1]]
    for before, mark in pairwise(ordered):
        if mark.clip_ms - before.clip_ms <= gap_ms:
            found[-1].append(mark)
        else:
            found.append([mark])
    return [Cluster(tuple(together)) for together in found]
