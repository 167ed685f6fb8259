"""All measurements, one after the other."""

from __future__ import annotations

import sys

from tests.bench import cold_start, first_load, memory, render
from tests.bench.report import machine, say


def main() -> int:
    machine()
    trouble = 0
    for part in (cold_start, first_load, render, memory):
        try:
            part.measure()
        except Exception as broken:
            # One that cannot be taken is told in its line, and the others are taken.
            trouble = 1
            say(name=part.__name__.rpartition(".")[2], value=None, words=str(broken)[-500:])
    return trouble


if __name__ == "__main__":
    sys.exit(main())
