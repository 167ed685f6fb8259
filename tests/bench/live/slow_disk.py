"""The same commands on disks whose every sync takes 5 and 20 ms longer."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.live import servers, site
from tests.bench.live.command_path import A_SECOND, load, ms, tagging, tapping
from tests.bench.live.report import Report
from tests.bench.report import percentile

DELAYS_MS = (0, 5, 20)
ROOMS = 50
SECONDS = 8
SOURCE = Path(__file__).with_suffix(".c")


def run(report: Report) -> None:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        shim = _compiled(folder)
        with site.application(folder) as app:
            watching, exercising = site.watching(app, ROOMS), site.exercising(app, ROOMS)
        plain: dict[str, float] = {}
        for delay_ms in DELAYS_MS:
            also = {"LD_PRELOAD": str(shim), "SYNC_DELAY_MS": str(delay_ms)}
            told = "blind tag, touch to ack"
            with (
                servers.program(folder, also) as server,
                _figure(report, told, delay_ms) as line,
            ):
                done = load(server, tagging(watching), SECONDS, A_SECOND)
                line |= _told(told, delay_ms, done, done["acks"], plain)
            told = "pathway tap, touch to the last of twelve screens"
            with (
                servers.program(folder, also) as server,
                _figure(report, told, delay_ms) as line,
            ):
                done = load(server, tapping(exercising), SECONDS, A_SECOND, drawn=True)
                line |= _told(told, delay_ms, done, done["last_screens"], plain)


def _figure(report: Report, name: str, delay_ms: int) -> AbstractContextManager[dict[str, Any]]:
    return report.figure(f"{name}, sync delayed", rooms=ROOMS, delay_ms=delay_ms)


def _told(
    name: str, delay_ms: int, done: dict[str, Any], values: list[float], plain: dict[str, float]
) -> dict[str, Any]:
    p99 = percentile(values, 99)
    before = plain.setdefault(name, p99)
    return {
        "value": round(p99, 1),
        "unit": "ms, p99",
        **ms(values),
        "server_cpu": done["server_cpu"],
        "load_cpu": done["load_cpu"],
        "unanswered": done["unanswered"],
        "refused": len(done["refused"]),
        "baseline": {"name": "delayed by 0 ms, same run", "value": round(before, 1)},
        "at_most": round(2 * before + delay_ms, 1),
        "ratio": round(p99 / before, 2),
    }


def _compiled(folder: Path) -> Path:
    """Raises RuntimeError, in words, where it cannot be made."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise RuntimeError("A slow disk needs a C compiler (cc): none is installed here.")
    shim = folder / "slow_disk.so"
    words = [compiler, "-shared", "-fPIC", "-O2", "-o", str(shim), str(SOURCE), "-ldl"]
    done = subprocess.run(words, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"The slow disk could not be compiled: {done.stderr}")
    return shim
