"""One line of JSON a measurement, so that two runs can be laid side by side."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any


def say(**line: object) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


def machine() -> None:
    """What it was measured on, and how busy that was: first, so that the rest can be judged."""
    load = [round(one, 2) for one in os.getloadavg()] if hasattr(os, "getloadavg") else None
    say(
        name="machine",
        cpus=os.cpu_count(),
        processor=platform.processor() or platform.machine(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        implementation=sys.implementation.name,
        load_average=load,
    )


def measured(
    name: str,
    values: Sequence[float],
    unit: str,
    *,
    baseline: tuple[str, Sequence[float]] | None = None,
    **more: object,
) -> None:
    """The median of `values`, how far they lie apart, and what it is of the baseline's median.

    `noise` is the distance between the quarters, as a share of the median: a difference between
    two runs that is smaller says nothing.
    """
    line: dict[str, Any] = {
        "name": name,
        "value": round(median(values), 3),
        "unit": unit,
        "n": len(values),
        "spread": [round(min(values), 3), round(max(values), 3)],
        "noise": noise(values),
    }
    if baseline is not None:
        told, others = baseline
        line["baseline"] = {
            "name": told,
            "value": round(median(others), 3),
            "n": len(others),
            "noise": noise(others),
        }
        line["ratio"] = round(median(values) / median(others), 2)
    say(**line, **more)


def noise(values: Sequence[float]) -> float | None:
    """None for a single value, of which nothing is known."""
    if len(values) < 2 or not median(values):
        return None
    low, _middle, high = quantiles(values, n=4, method="inclusive")
    return round((high - low) / median(values), 3)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which so many of 100 lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]
