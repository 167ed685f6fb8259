"""The clock of an exercise: when it ran, and how long it has stood still in between."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Mapped, mapped_column


class ExerciseClock:
    """What an exercise is timed by. A rest stops it: sentences and bells wait."""

    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: The supervisor lets it rest since then, and has let it rest for so many seconds before.
    held_at: Mapped[datetime | None]
    held_s: Mapped[float] = mapped_column(default=0.0)

    def stand_still(self, now: datetime) -> None:
        self.held_at = now

    def run_on(self, now: datetime) -> float:
        """From where it stood; nothing happens to one that runs. Returns how many seconds it has
        rested."""
        if self.held_at is None:
            return 0.0
        rested_s = (now - self.held_at).total_seconds()
        self.held_s += rested_s
        self.held_at = None
        return rested_s

    @property
    def clock_began_at(self) -> datetime | None:
        """From when on its sentences and bells are counted: rests do not count. None before it
        began, and while it rests."""
        if self.began_at is None or self.held_at is not None:
            return None
        return self.began_at + timedelta(seconds=self.held_s)

    def elapsed_s(self, now: datetime) -> float:
        """How long it has been under way, rests not counted."""
        if self.began_at is None:
            return 0.0
        until = self.held_at or self.ended_at or now
        return max(0.0, (until - self.began_at).total_seconds() - self.held_s)

    def was_running_at(self, instant: datetime) -> bool:
        """What is said of that instant may arrive after the exercise has ended."""
        if self.began_at is None or instant < self.began_at:
            return False
        return self.ended_at is None or instant <= self.ended_at
