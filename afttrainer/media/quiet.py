"""Where a film is quiet: a place to look at, and no more than that.

Nothing is said of why: a person may think, weep, or have left the room. Source of the measure:
ffmpeg's silencedetect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Below this, in dB of the loudest a file can hold, a consulting room sounds empty.
QUIET_DB = -35
#: Shorter ones are the pauses of ordinary speech.
SHORTEST_MS = 3_000
#: A film that crackles could have one every few seconds; a page shows no more than this.
MOST_SPANS = 2_000

_STARTS = re.compile(r"silence_start: (-?[0-9.]+)")
_ENDS = re.compile(r"silence_end: (-?[0-9.]+)")


@dataclass(frozen=True)
class Quiet:
    """A quiet span, in ms of the film."""

    start_ms: int
    stop_ms: int


@dataclass
class QuietSpans:
    """Hears what silencedetect says, line by line."""

    duration_ms: int
    found: list[Quiet] = field(default_factory=list)
    _since: int | None = None

    def hear(self, line: str) -> None:
        if begun := _STARTS.search(line):
            self._since = self._ms(begun[1])
        elif ended := _ENDS.search(line):
            self._end(self._ms(ended[1]))

    def close(self) -> list[Quiet]:
        """All spans in their order; one that lasts to the end of the film ends with it."""
        self._end(self.duration_ms)
        return self.found

    def _end(self, at_ms: int) -> None:
        since, self._since = self._since, None
        if since is not None and at_ms - since >= SHORTEST_MS and len(self.found) < MOST_SPANS:
            self.found.append(Quiet(since, at_ms))

    def _ms(self, seconds: str) -> int:
        try:
            return min(self.duration_ms, max(0, round(float(seconds) * 1000)))
        except ValueError:
            return 0


def quiet_filter() -> dict[str, str | int | float]:
    """The options of ffmpeg's silencedetect."""
    return {"noise": f"{QUIET_DB}dB", "duration": SHORTEST_MS / 1000}
