"""All measurements of a folder, or those that are named, one after the other."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

from tests.bench.live.report import Report
from tests.bench.report import machine


def take(folder: str, parts: Sequence[str], description: str | None) -> int:
    """0, or 1 where a figure could not be taken. Each of `parts` is a module of the package
    `folder` with `run(report: Report) -> None`; the command line may name some of them."""
    parser = argparse.ArgumentParser(prog=f"python -m {folder}", description=description)
    parser.add_argument("parts", nargs="*", choices=(*parts, []), metavar="|".join(parts))
    chosen = parser.parse_args().parts or parts
    machine()
    report = Report()
    for part in chosen:
        try:
            import_module(f"{folder}.{part}").run(report)
        except Exception as broken:
            # One that cannot be taken is told in its line, and the others are taken.
            report.could_not(part, broken)
    return 1 if report.trouble else 0
