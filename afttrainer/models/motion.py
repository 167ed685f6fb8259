"""How a film moves: where it is at any instant, from one row of numbers (rule 8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.film_time import Round, carried_on, round_at


class MotionMixin:
    """Positions are milliseconds within the clip (0 at its in mark), not within the recording."""

    position_ms: Mapped[int] = mapped_column(default=0)
    #: 0.5-2.
    rate: Mapped[float] = mapped_column(default=1.0)
    #: A change of speed is told ahead of its time: until `changed_at` the film runs on at this one.
    #: None where it waits at its position until then.
    rate_before: Mapped[float | None]
    playing: Mapped[bool] = mapped_column(default=False)
    #: Server time from which the row holds; a little ahead of the command, so that all start
    #: together.
    changed_at: Mapped[datetime]
    #: Where a replay of one moment stops by itself; None plays to the end of the clip.
    stops_at_ms: Mapped[int | None]
    #: At its end the clip is to begin anew.
    loops: Mapped[bool] = mapped_column(default=False)

    @property
    def whole_ms(self) -> int:
        """How long the clip is."""
        raise NotImplementedError

    @property
    def at(self) -> datetime:
        return self.changed_at

    @property
    def ends_at_ms(self) -> int:
        """Where it stops by itself, within the clip."""
        whole = self.whole_ms
        return whole if self.stops_at_ms is None else min(self.stops_at_ms, whole)

    @property
    def goes_round(self) -> bool:
        """A replay of one moment stops by itself all the same."""
        return self.loops and self.stops_at_ms is None

    def round_at(self, instant: datetime) -> Round:
        return round_at(self, instant, self.ends_at_ms)

    def position_at(self, instant: datetime) -> int:
        """0 to the end of the clip, or of the replay."""
        if self._runs_on_at(instant):
            ahead_ms = _film_ms(self.changed_at - instant, self.rate_before or 0)
            return min(max(0, round(self.position_ms - ahead_ms)), self.ends_at_ms)
        return carried_on(self, instant, self.ends_at_ms)

    def is_running_at(self, instant: datetime) -> bool:
        if not self.playing:
            return False
        return self.goes_round or self.position_at(instant) < self.ends_at_ms

    def waits_at(self, instant: datetime) -> bool:
        """To start, or to begin anew, and not at it yet."""
        if not self.playing or self._runs_on_at(instant):
            return False
        return instant < self.round_at(instant).begins

    def rate_at(self, instant: datetime) -> float:
        """The speed of a running film."""
        return self.rate_before or self.rate if self._runs_on_at(instant) else self.rate

    def round_ends_at(self, instant: datetime) -> datetime:
        """When the round under way comes to its end, or came to it."""
        if self._runs_on_at(instant):
            left_ms = (self.ends_at_ms - self.position_at(instant)) / self.rate_at(instant)
            return instant + timedelta(milliseconds=left_ms)
        here = self.round_at(instant)
        lasts_ms = (self.ends_at_ms - here.position_ms) / self.rate
        return here.begins + timedelta(milliseconds=lasts_ms)

    def run_on(self, start: datetime, until: datetime) -> int:
        """Where a film that runs at `start` is at `until`, were nothing to change."""
        run = _film_ms(max(until - start, timedelta(0)), self.rate_at(start))
        return min(round(self.position_at(start) + run), self.ends_at_ms)

    def _runs_on_at(self, instant: datetime) -> bool:
        return self.playing and self.rate_before is not None and instant < self.changed_at


def _film_ms(lasting: timedelta, rate: float) -> float:
    return lasting.total_seconds() * 1000 * rate
