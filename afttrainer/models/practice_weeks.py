"""A log of practice at home week by week, for whose it is (C-67, R-35): how much by oneself and how
much with somebody. A week without any is neither named nor counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from afttrainer.content.codes import SoloOrRelational
    from afttrainer.models.home_practice import HomePractice

WEEKS_SHOWN: Final = 8


@dataclass(frozen=True)
class Week:
    """The lines of the seven days from `begins`, a Monday."""

    begins: date
    lines: tuple[HomePractice, ...]

    def minutes(self, with_whom: SoloOrRelational) -> int:
        return sum(one.minutes for one in self.lines if one.solo_or_relational is with_whom)


def by_week(lines: Iterable[HomePractice]) -> list[Week]:
    """The newest first, and only those in which there is something."""
    found: dict[date, list[HomePractice]] = {}
    for line in lines:
        found.setdefault(_monday(line.day), []).append(line)
    return [Week(begins, tuple(found[begins])) for begins in sorted(found, reverse=True)]


def last_weeks(lines: Iterable[HomePractice], today: date) -> list[Week]:
    """The weeks up to this one in their order, for a picture of them."""
    known = {week.begins: week for week in by_week(lines)}
    this = _monday(today)
    begins = [this - timedelta(weeks=back) for back in reversed(range(WEEKS_SHOWN))]
    return [known.get(one, Week(one, ())) for one in begins]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
