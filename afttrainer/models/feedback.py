"""What a supervisor hears of the work with them: pooled over meetings, so that nobody can be told
from a difference.

Three meetings make a pool. Pools do not overlap, so no two of them share an answer, and a pool is
complete before it is read: what it says never changes afterwards. Where averages of single meetings
are out already, a pool says of the same answers nothing that does not follow from those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from statistics import fmean
from typing import TYPE_CHECKING, Final

from afttrainer.content.codes import SessionStatus
from afttrainer.models.rating import ENOUGH_ANSWERS, Rating, accepts_ratings, group_means

if TYPE_CHECKING:
    from afttrainer.models.group import Group
    from afttrainer.models.supervision import SupervisionSession

MEETINGS_IN_A_POOL: Final = 3


@dataclass(frozen=True)
class Pool:
    """Averages 1-7 of three meetings together; None where fewer than four people answered."""

    first: date
    last: date
    alliance: float | None
    depth: float | None
    smoothness: float | None
    safety: float | None


def pools(group: Group, now: datetime) -> list[Pool]:
    """All complete ones, the newest first. A meeting counts once its questions are closed."""
    over = _settled(group, now)
    size = MEETINGS_IN_A_POOL
    complete = len(over) // size
    return [_pooled(over[i * size : (i + 1) * size], now) for i in reversed(range(complete))]


def waiting_for(group: Group, now: datetime) -> int:
    """How many meetings more until the next pool can be read."""
    return MEETINGS_IN_A_POOL - len(_settled(group, now)) % MEETINGS_IN_A_POOL


def _settled(group: Group, now: datetime) -> list[SupervisionSession]:
    """In the order in which they closed, up to the first that can still be answered: one that was
    quicker does not come before it, else a pool would change afterwards."""
    closed = [s for s in group.supervisions if s.status is SessionStatus.CLOSED]
    closed.sort(key=lambda s: (s.closed_at, s.id))
    return list(takewhile(lambda s: not accepts_ratings(s, now), closed))


def _pooled(meetings: Sequence[SupervisionSession], now: datetime) -> Pool:
    ratings = [rating for meeting in meetings for rating in meeting.ratings]
    began = [meeting.started_at or meeting.planned_for for meeting in meetings]
    return Pool(
        first=began[0].date(),
        last=began[-1].date(),
        alliance=_alliance(meetings, ratings, now),
        depth=_mean((r, r.depth) for r in ratings),
        smoothness=_mean((r, r.smoothness) for r in ratings),
        safety=_mean((r, r.safety) for r in ratings),
    )


def _alliance(
    meetings: Sequence[SupervisionSession], ratings: Sequence[Rating], now: datetime
) -> float | None:
    """Of the meetings' own averages as far as they are out, and of the people else. Both together
    would tell what somebody said who was not in all of them."""
    means = [group_means(meeting, now) for meeting in meetings]
    out = [one.alliance for one in means if one is not None and one.alliance is not None]
    return fmean(out) if out else _mean((r, _own_mean(r.alliance)) for r in ratings)


def _own_mean(answers: Iterable[int | None]) -> float | None:
    given = [answer for answer in answers if answer is not None]
    return fmean(given) if given else None


def _mean(answers: Iterable[tuple[Rating, float | None]]) -> float | None:
    """Of each person's own average, so that who came often does not weigh more."""
    people: dict[int, list[float]] = {}
    for rating, answer in answers:
        if answer is not None:
            people.setdefault(rating.author.membership_id, []).append(answer)
    return fmean(map(fmean, people.values())) if len(people) >= ENOUGH_ANSWERS else None
