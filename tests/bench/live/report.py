"""Lines of JSON, each with the state of the machine while its figure was taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.report import noise, say

#: A fixed piece of work, so that a slow or unsteady minute of the machine shows.
WORK = 20_000
WORK_RUNS = 15


class Report:
    """Prints figures as they are taken, and remembers whether one could not be."""

    def __init__(self) -> None:
        self.trouble = False

    @contextmanager
    def figure(self, name: str, **known: object) -> Iterator[dict[str, Any]]:
        """The block fills the line (`value`, `unit`, `n`, `baseline`, `ratio`, …); when it is left
        the line is printed with `machine`: what share of all processors was busy meanwhile, what
        share the host took away, and how fast and how steady a fixed piece of work ran after."""
        line: dict[str, Any] = {"name": name, **known}
        before = _ticks()
        yield line
        say(**line, machine=_machine(before))

    def could_not(self, part: str, broken: Exception) -> None:
        self.trouble = True
        say(name=part, value=None, words=f"{type(broken).__name__}: {broken}"[-800:])


def _machine(before: list[int] | None) -> dict[str, object]:
    runs = [_work_ms() for _ in range(WORK_RUNS)]
    state: dict[str, object] = {"work_ms": round(median(runs), 3), "noise": noise(runs)}
    after = _ticks()
    if before and after and sum(after) > sum(before):
        spent = [b - a for a, b in zip(before, after, strict=True)]
        idle, stolen = spent[3] + spent[4], spent[7]
        state["busy"] = round(1 - idle / sum(spent), 3)
        state["stolen"] = round(stolen / sum(spent), 3)
    if hasattr(os, "getloadavg"):
        state["load_average"] = round(os.getloadavg()[0], 2)
    return state


def _ticks() -> list[int] | None:
    """user, nice, system, idle, iowait, irq, softirq, steal of all processors (Linux only)."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return None
    return [int(one) for one in stat.read_text().split("\n", 1)[0].split()[1:9]]


def _work_ms() -> float:
    began = perf_counter()
    sum(number * number for number in range(WORK))
    return (perf_counter() - began) * 1000
