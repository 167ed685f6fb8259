"""The turns of films that must be encoded: a few at a time, each in the order it came."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

#: Of two long films neither waits for the other; the computer's processors are shared by them.
AT_ONCE = 2


class Encoders:
    """Threads that live as long as the worker: Linux ends a program along with the thread that
    started it."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"encoder {number}", daemon=True)
            for number in range(at_once)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, turn: Callable[[], None]) -> None:
        """Do this, which raises nothing, when its turn has come."""
        self._waiting.put(turn)

    def stop(self, within_s: float) -> bool:
        """No further turn; True where those at work came to rest in time."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        for _ in self._threads:
            self._waiting.put(None)
        deadline = time.monotonic() + within_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (turn := self._waiting.get()) is not None:
            turn()
