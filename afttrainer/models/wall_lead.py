"""Whose word about the film counts: of all open walls one leads, and the row follows it (rule 8).

A lead is a lease. The first wall that tells where its film is takes it and keeps it by telling on;
a wall that was shut loses it a few seconds later to whichever is still there. So two walls never
pull the room to and fro, and nobody has to say which is the right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.motion import MotionMixin

LEADS_FOR = timedelta(seconds=5)
#: Written down again only then: a report of a film that runs as it should is no write.
RENEWED_BEFORE_END = timedelta(seconds=2)
#: The wall carries the sound, so it is right: the row follows it once they differ by more. A wall
#: reckons it from a second of pictures, which is good to a few ms.
MAY_DIFFER_MS = 6
LONGEST_ROUND_TRIP_MS = 60_000


@dataclass(frozen=True)
class Told:
    """`film_ms` within the clip was on the wall at `at`, under the row's `revision`."""

    wall: int
    clip: int
    revision: int
    film_ms: float
    at: datetime
    #: What a message there and back takes for that wall.
    round_trip_ms: float = 0


class FollowsWall(MotionMixin):
    """The part of the row that a wall may move."""

    revision: Mapped[int] = mapped_column(default=0)
    #: The wall that leads, by its pass, and how long a message there and back takes for it.
    led_by: Mapped[int | None]
    led_until: Mapped[datetime | None]
    wall_round_trip_ms: Mapped[int] = mapped_column(default=0)

    def may_lead(self, wall: int, now: datetime) -> bool:
        return self.led_by == wall or self.led_until is None or self.led_until <= now

    def hears_news(self, told: Told, now: datetime) -> bool:
        """Whether a wall tells something that is to be written down: that the film is elsewhere
        than this row says, or that the wall takes or keeps the lead. A report of before the last
        change is no news, nor is that of a wall which does not lead."""
        if not self.may_lead(told.wall, now):
            return False
        return self._is_lead_to_note(told.wall, now) or self._is_elsewhere(told, now)

    def hear(self, told: Told, now: datetime) -> None:
        """Follow the wall that leads. No new revision: to people nothing has changed."""
        if not self.hears_news(told, now):
            return
        self.led_by, self.led_until = told.wall, now + LEADS_FOR
        self.wall_round_trip_ms = round(min(max(0.0, told.round_trip_ms), LONGEST_ROUND_TRIP_MS))
        if not self._is_elsewhere(told, now):
            return
        if not self.is_running_at(now):
            return self.settle(now)
        self.position_ms = min(max(0, round(told.film_ms)), self.ends_at_ms)
        # It ran before that instant as after it: screens still look back at their last pictures.
        self.changed_at, self.rate_before = told.at, self.rate
        self._moved_by_wall()

    def settle(self, now: datetime) -> None:
        """Note that a film which stopped by itself stands."""
        raise NotImplementedError

    def _moved_by_wall(self) -> None:
        raise NotImplementedError

    def _is_lead_to_note(self, wall: int, now: datetime) -> bool:
        until = self.led_until
        return self.led_by != wall or until is None or until - now < RENEWED_BEFORE_END

    def _is_elsewhere(self, told: Told, now: datetime) -> bool:
        if not self.playing or told.revision != self.revision:
            return False
        if not self.changed_at <= told.at <= now:
            return False
        has_stopped = not self.is_running_at(now)
        return has_stopped or abs(told.film_ms - self.position_at(told.at)) > MAY_DIFFER_MS
