"""Whose turn it is to write, in this worker: one at a time for each room, and for the house."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from afttrainer.writing.action import TryAgain


class _Queue:
    def __init__(self) -> None:
        self.turn = threading.Lock()


class Turns:
    """Those who would only wait for one another in the database wait here instead, so that a busy
    room holds one connection and never all of them.

    Nothing but the waiting is here: between workers the database decides.
    """

    def __init__(self, within_s: float) -> None:
        """Who has waited for `within_s` seconds is told to try again."""
        self._within_s = within_s
        self._guard = threading.Lock()
        self._queues: WeakValueDictionary[int | None, _Queue] = WeakValueDictionary()

    @contextmanager
    def of(self, room: int | None) -> Iterator[None]:
        with self._guard:
            queue = self._queues.get(room)
            if queue is None:
                self._queues[room] = queue = _Queue()
        if not queue.turn.acquire(timeout=self._within_s):
            raise TryAgain("many wait to write here")
        try:
            yield
        finally:
            queue.turn.release()
