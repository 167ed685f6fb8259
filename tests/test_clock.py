"""Server time is one for all workers of a site, whatever happens to the wall clock."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, cast

import pytest

from afttrainer import clock
from afttrainer.clock import Anchor

#: A worker: says its clock's id and how far it is from this machine's wall clock (ms), and stays.
WORKER = """
import sys, time
from pathlib import Path
wrong_s = float(sys.argv[2])
true_ns = time.time_ns
time.time_ns = lambda: true_ns() + int(wrong_s * 1e9)
from afttrainer import clock
clock.share(Path(sys.argv[1]))
print(clock.boot_id(), clock.to_ms_exact(clock.now()) - true_ns() / 1e6, flush=True)
sys.stdin.read()
"""


class Worker:
    def __init__(self, home: Path, wall_clock_wrong_by_s: float = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(home), str(wall_clock_wrong_by_s)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        boot_id, off_ms = cast(IO[str], self._process.stdout).readline().split()
        self.boot_id, self.off_ms = boot_id, float(off_ms)

    def ends(self) -> None:
        self._process.kill()
        self._process.communicate()


def test_workers_agree_though_the_wall_clock_is_set_between_their_starts(tmp_path: Path) -> None:
    first = Worker(tmp_path)
    second = Worker(tmp_path, wall_clock_wrong_by_s=90)
    first.ends()
    third = Worker(tmp_path, wall_clock_wrong_by_s=-3600)
    try:
        assert first.boot_id == second.boot_id == third.boot_id
        assert max(abs(w.off_ms - first.off_ms) for w in (second, third)) < 1_000
    finally:
        second.ends()
        third.ends()


def test_once_all_have_left_the_wall_clock_is_looked_at_again(tmp_path: Path) -> None:
    wrong = Worker(tmp_path, wall_clock_wrong_by_s=90)
    wrong.ends()
    right = Worker(tmp_path)
    right.ends()

    assert wrong.boot_id != right.boot_id, "devices compare their clocks anew"
    assert abs(wrong.off_ms - right.off_ms - 90_000) < 1_000


def test_what_was_written_before_the_machine_was_switched_on_is_not_believed() -> None:
    with pytest.raises(ValueError, match="another machine"):
        Anchor.read('{"boot_id": "a", "wall_ns": 1, "machine": "another"}')
    with pytest.raises(ValueError, match="Expecting value"):
        Anchor.read("")


def test_a_comparison_of_clocks_sees_fractions_of_a_millisecond() -> None:
    instant = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(microseconds=1_234_567)

    assert clock.to_ms_exact(instant) % 1000 == pytest.approx(234.567, abs=0.001)
    assert clock.to_ms(instant) % 1000 == 234
