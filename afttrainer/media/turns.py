"""Whose ffmpeg goes on, of all films that are being encoded: two at a time, and each of them soon.

The film that came first goes on until it is whole. The others take turns at the second place,
a minute of film each; one that has had none yet comes first. Where there are two films or one,
nobody hands on anything.

A film without its turn is not read from: its program stands still at its full pipe, on every
system, and ends with the worker as it always does (`running`).
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: The computer's processors are shared by so many.
AT_ONCE = 2
#: A turn is so much of the film that is made, and at most so long.
TURN_MS = 60_000
LONGEST_TURN_S = 180.0


class Turn:
    """One film's. `mine` is set while its program may go on."""

    def __init__(self, turns: Turns, duration_ms: int, room_bytes: int) -> None:
        self.mine = threading.Event()
        self.room_bytes = room_bytes
        #: It has had a turn already.
        self.has_begun = False
        #: The later it handed on, the later its next; 0 where it never did.
        self.handed_on = 0
        self._turns = turns
        self._duration_ms = duration_ms
        self._made_ms = self._made_before_ms = 0.0
        self._since = 0.0

    def comes(self, within_s: float) -> bool:
        """Wait so long for it, and say whether it is there."""
        self._turns.deal()
        return self.mine.wait(within_s)

    def look(self, share: float) -> None:
        """Hear how much of the film is made, 0 to 1; hand on where that is a turn's worth."""
        self._made_ms = share * self._duration_ms
        if self.mine.is_set() and self._is_used_up():
            self._turns.hand_on(self)

    def over(self) -> None:
        """Nothing is left to be encoded."""
        self._turns.leave(self)

    def begin(self) -> None:
        self.has_begun = True
        self._made_before_ms, self._since = self._made_ms, time.monotonic()
        self.mine.set()

    def _is_used_up(self) -> bool:
        made_ms = self._made_ms - self._made_before_ms
        return made_ms >= self._turns.turn_ms or time.monotonic() - self._since >= LONGEST_TURN_S


class Turns:
    """Of one worker. `has_room` says whether so many bytes more have room on the disk."""

    def __init__(self, has_room: Callable[[int], bool], turn_ms: int = TURN_MS) -> None:
        self.turn_ms = turn_ms
        self._has_room = has_room
        self._lock = threading.Lock()
        self._films: list[Turn] = []
        self._count = itertools.count(1)

    @contextmanager
    def join(self, duration_ms: int, room_bytes: int) -> Iterator[Turn]:
        """A film's place among the others, for as long as it has to be encoded. `room_bytes` is
        what it will take on the disk."""
        turn = Turn(self, duration_ms, room_bytes)
        with self._lock:
            self._films.append(turn)
        try:
            yield turn
        finally:
            turn.over()

    def deal(self) -> None:
        with self._lock:
            self._deal()

    def hand_on(self, turn: Turn) -> None:
        """To whoever waits; where nobody does, it goes on."""
        with self._lock:
            if turn is self._eldest() or self._next() is None:
                return
            turn.mine.clear()
            turn.handed_on = next(self._count)
            self._deal()

    def leave(self, turn: Turn) -> None:
        with self._lock:
            if turn in self._films:
                self._films.remove(turn)
                self._deal()

    def _deal(self) -> None:
        while sum(film.mine.is_set() for film in self._films) < AT_ONCE:
            if (film := self._next()) is None:
                return
            film.begin()

    def _next(self) -> Turn | None:
        eldest = self._eldest()
        waiting = [film for film in self._films if not film.mine.is_set() and self._fits(film)]
        return min(waiting, key=lambda film: (film is not eldest, film.handed_on), default=None)

    def _eldest(self) -> Turn | None:
        return next((film for film in self._films if film.has_begun), None)

    def _fits(self, film: Turn) -> bool:
        """A third film is begun only where the disk holds all that are: else one film too many
        would stop all of them."""
        begun = [other.room_bytes for other in self._films if other.has_begun]
        if film.has_begun or len(begun) < AT_ONCE:
            return True
        return self._has_room(film.room_bytes + sum(begun))
