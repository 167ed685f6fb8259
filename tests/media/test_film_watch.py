"""A film that no longer moves on takes the worker down with it, and no other film a try."""

from __future__ import annotations

import subprocess
import sys

from afttrainer.media.watch import QUIET_S, SLOWEST_BYTES_A_SECOND, STUCK_EXIT_CODE

#: A film of no size is looked at so many seconds after it last moved.
LOOK = """
import sys, threading, time
from afttrainer.media.watch import Watches
watches = Watches(threading.Event())
with watches.over("one", {size}) as one, watches.over("two", {size}) as two:
    two.quiet_until += 1000
    watches.end_process_if_stuck(time.monotonic() + {seconds}, lambda name: print(name, flush=True))
    sys.exit(0)
"""


def look(seconds: float, size: int = 0) -> tuple[int, str]:
    """The worker's process ends in the middle of it, so it is one of its own."""
    code = LOOK.format(seconds=seconds, size=size)
    words = [sys.executable, "-c", code]
    ended = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    return ended.returncode, ended.stdout.strip()


def test_one_that_moves_on_is_left_at_work() -> None:
    assert look(QUIET_S - 10) == (0, "")


def test_one_that_hangs_ends_the_worker_and_spares_the_other() -> None:
    assert look(QUIET_S + 10) == (STUCK_EXIT_CODE, "two")


def test_a_large_film_may_be_silent_for_longer() -> None:
    size = 60 * SLOWEST_BYTES_A_SECOND
    assert look(QUIET_S + 50, size) == (0, "")
    assert look(QUIET_S + 70, size) == (STUCK_EXIT_CODE, "two")
