"""Where the work on films is done: lanes side by side, so that none waits for another kind."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable

from .turns import AT_ONCE

Work = Callable[[], None]

log = logging.getLogger("afttrainer.film")

#: A film up to here, which is laid out in some twenty seconds, goes past all that are larger.
SMALL_BYTES = 2 * 10**9
#: More readers than that, and each would have to wait for the disk's head or for its buffers.
SMALL_AT_ONCE, LARGE_AT_ONCE = 2, 1
#: Of memory, at most, for an ffmpeg that stands still half way through a film in full HD.
_STANDING_BYTES = 512 * 1024**2
_MOST_BEGUN = 12
_BEGUN_ANYWHERE = 4


class Lane:
    """Threads that live as long as the worker: Linux ends a program along with the thread that
    started it."""

    def __init__(self, at_once: int) -> None:
        self._waiting: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"lane {number}", daemon=True)
            for number in range(at_once)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, work: Work) -> None:
        """Do this, which raises nothing, in the order in which it came."""
        self._waiting.put(work)

    def close(self) -> None:
        """Nothing further is begun."""
        with contextlib.suppress(queue.Empty):  # its threads take from it meanwhile
            while True:
                self._waiting.get_nowait()
        for _ in self._threads:
            self._waiting.put(None)

    def rests(self, until: float) -> bool:
        """Whether all that was at work has come to rest by then, on the monotonic clock."""
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            try:
                work()
            except Exception:  # as where the reports cannot be written: the next may be
                log.exception("A film's work in its lane broke off")


class Lanes:
    """All of one worker."""

    def __init__(self) -> None:
        self._small, self._large = Lane(SMALL_AT_ONCE), Lane(LARGE_AT_ONCE)
        self._begun = Lane(begun_at_most())
        self._phones, self._exports = Lane(1), Lane(1)

    def quick(self, size_bytes: int, work: Work) -> None:
        """What is read, and perhaps laid out anew: two small films at a time, and one large."""
        (self._small if size_bytes <= SMALL_BYTES else self._large).take(work)

    def encode(self, work: Work) -> None:
        """What must be encoded: many are begun, and `Turns` says whose ffmpeg goes on."""
        self._begun.take(work)

    def cut(self, work: Work) -> None:
        """Clips for phones."""
        self._phones.take(work)

    def export(self, work: Work) -> None:
        """Clips that leave the site."""
        self._exports.take(work)

    def stop(self, within_s: float) -> bool:
        """No further work; True where what was at work came to rest in time."""
        until = time.monotonic() + within_s
        for lane in self._all():
            lane.close()
        return all(lane.rests(until) for lane in self._all())

    def _all(self) -> Iterable[Lane]:
        return self._small, self._large, self._begun, self._phones, self._exports


def begun_at_most() -> int:
    """How many films may be half encoded: their programs take a quarter of the memory at most."""
    if sys.platform == "win32":
        return _BEGUN_ANYWHERE
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return _BEGUN_ANYWHERE
    return max(AT_ONCE + 1, min(_MOST_BEGUN, memory // 4 // _STANDING_BYTES))
