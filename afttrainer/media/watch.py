"""Whether what the film worker does still moves on, is still wanted, and may go on."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger("afttrainer.film")

#: A step that says nothing for this long hangs; moving the index of a large film on a slow disk
#: says nothing either, so the film's size counts at 5 MB a second.
QUIET_S = 120.0
SLOWEST_BYTES_A_SECOND = 5 * 10**6
STUCK_EXIT_CODE = 70


class Interrupted(Exception):
    """The worker is leaving; the film waits for the next one."""


class Watch:
    """Over one film at work."""

    def __init__(self, leaving: threading.Event, size_bytes: int) -> None:
        self._leaving = leaving
        self._patience_s = QUIET_S + size_bytes / SLOWEST_BYTES_A_SECOND
        self.quiet_until = time.monotonic() + self._patience_s

    def moved(self) -> None:
        """Raises Interrupted where the worker is to leave."""
        if self._leaving.is_set():
            raise Interrupted
        self.quiet_until = time.monotonic() + self._patience_s


class Watches:
    """Over all films at work. Shared by their threads and the main one."""

    def __init__(self, leaving: threading.Event) -> None:
        self.leaving = leaving
        self._over: dict[str, Watch] = {}

    @contextmanager
    def over(self, ticket: str, size_bytes: int) -> Iterator[Watch]:
        self._over[ticket] = watch = Watch(self.leaving, size_bytes)
        try:
            yield watch
        finally:
            del self._over[ticket]

    def end_process_if_stuck(self, now: float, spare: Callable[[str], object]) -> None:
        """Python cannot stop a thread inside a codec; the process can be, and is started anew.

        `spare` is called for the films that were at work beside the one that hangs.
        """
        at_work = dict(self._over)
        stuck = {ticket for ticket, watch in at_work.items() if now > watch.quiet_until}
        if not stuck:
            return
        for ticket in at_work.keys() - stuck:
            spare(ticket)
        log.error("A film has not moved on for too long; the film worker starts anew.")
        os._exit(STUCK_EXIT_CODE)
