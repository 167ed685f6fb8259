"""How the meeting stands to its plan. It only tells: nothing ever closes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession


@dataclass(frozen=True)
class Pace:
    """Seconds. `ahead_s` is how much before its planned end the meeting would be over if all that
    is still to come took its planned time (negative: after it); `past_end_s` how long the planned
    end has gone by (negative: still ahead)."""

    ends_at: datetime
    ahead_s: float
    past_end_s: float

    @property
    def minutes_ahead(self) -> int:
        """Whole minutes, toward 0: half a minute is on plan."""
        return int(self.ahead_s / 60)

    @property
    def minutes_past(self) -> int:
        """Whole minutes past the planned end, 0 before and in its first minute."""
        return max(0, int(self.past_end_s // 60))

    @property
    def is_past_end(self) -> bool:
        return self.past_end_s >= 0


def pace_of(supervision: SupervisionSession, now: datetime) -> Pace | None:
    """None until the meeting has begun."""
    if supervision.started_at is None:
        return None
    minutes = supervision.planned_minutes + supervision.extended_minutes
    stood_s = stood_still_s(supervision, now)
    ends_at = supervision.started_at + timedelta(minutes=minutes, seconds=stood_s)
    here = supervision.phase.position if supervision.phase else -1
    to_come = sum(
        phase.seconds_left(now)
        for phase in supervision.phases
        if phase.position >= here and supervision.wants(phase)
    )
    past_end_s = (now - ends_at).total_seconds()
    return Pace(ends_at, -past_end_s - to_come, past_end_s)


def stood_still_s(supervision: SupervisionSession, now: datetime) -> float:
    """How long the clock of the plan has stood still so far: a strain came before it."""
    since = supervision.suspended_at
    return supervision.suspended_s + ((now - since).total_seconds() if since else 0.0)


def suspend(supervision: SupervisionSession, now: datetime) -> None:
    """Let it stand still; twice is once."""
    supervision.suspended_at = supervision.suspended_at or now


def resume(supervision: SupervisionSession, now: datetime) -> None:
    """Let it go on. What stood still is no part's time, but for the record it was spent."""
    since = supervision.suspended_at
    if since is None:
        return
    supervision.suspended_s += (now - since).total_seconds()
    for phase in supervision.phases:
        phase.stood_still(since, now)
    supervision.suspended_at = None
