"""Guessing at what opens a door (join codes, passphrases, one-time links): only so often.

Only what opened nothing is counted. A clinic's phones may share one address, and whoever comes in
by the right code costs the others nothing.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

#: Of one place in `WITHIN`. Thirty people behind one address may each mistype twice; to go through
#: all join codes at this pace takes seventy years.
AT_MOST = 60
WITHIN = timedelta(minutes=10)
#: So many places are remembered, whoever has however many addresses.
PLACES_AT_MOST = 10_000


class TooMany(Exception):
    """Not even looked at. `wait` is how long it takes until something is again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class Guesses:
    """Kept in memory, of this worker alone: a restart, or another worker, gives a few more."""

    def __init__(self) -> None:
        #: By place, whoever guessed last at the end.
        self._at: dict[str, deque[datetime]] = {}

    def begin(self, place: str, now: datetime) -> None:
        """One more try, which counts until `opened` says otherwise, so that a hundred at once are
        no way around the wait. Raises TooMany."""
        tries = self._at.pop(place, deque(maxlen=AT_MOST))
        while tries and tries[0] <= now - WITHIN:
            tries.popleft()
        self._at[place] = tries
        if len(tries) == AT_MOST:
            raise TooMany(tries[0] + WITHIN - now)
        tries.append(now)
        if len(self._at) > PLACES_AT_MOST:
            del self._at[next(iter(self._at))]

    def opened(self, place: str) -> None:
        """The last one was no guess."""
        if tries := self._at.get(place):
            tries.pop()
        if not tries:
            self._at.pop(place, None)
