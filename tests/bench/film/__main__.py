"""All measurements of films, or those that are named, one after the other."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from tests.bench.live.report import Report
from tests.bench.report import machine

#: Each is a module of this folder with `run(report: Report) -> None`.
PARTS = ("ready", "growing", "serving", "clip_export", "outline")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.film", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=(*PARTS, []), metavar="|".join(PARTS))
    chosen = parser.parse_args().parts or PARTS
    machine()
    report = Report()
    for part in chosen:
        try:
            import_module(f"tests.bench.film.{part}").run(report)
        except Exception as broken:
            # One that cannot be taken is told in its line, and the others are taken.
            report.could_not(part, broken)
    return 1 if report.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
