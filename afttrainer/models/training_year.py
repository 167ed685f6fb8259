"""How long the marks, ruptures and tries of a meeting stay: to the end of the training year it was
held in, and so many years more (F4). The site says when its training year begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True)
class TrainingYear:
    """`begins` is month and day; `years` more than the meeting's own, 0 for no limit."""

    begins: tuple[int, int] = (9, 1)
    years: int = 1

    def end_of(self, day: date) -> date:
        """The first day that does not belong to that day's training year any more."""
        month, first = self.begins
        begins = date(day.year, month, first)
        return begins if begins > day else date(day.year + 1, month, first)

    def kept_until(self, held_at: datetime) -> datetime | None:
        """By the clock of the clinic that the server stands in; None where there is no limit."""
        if not self.years:
            return None
        end = self.end_of(held_at.astimezone().date())
        return datetime.combine(end.replace(year=end.year + self.years), time()).astimezone()
