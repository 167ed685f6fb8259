"""What a film that is being encoded costs the rooms of the same server: commands while it is at
work, against the same rooms before it came."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.film import material
from tests.bench.film.growing import WAYS
from tests.bench.live import servers, site
from tests.bench.live.command_path import A_SECOND, load, ms, tagging
from tests.bench.live.report import Report
from tests.bench.report import percentile

ROOMS = 10
SECONDS = 15
FILM_S = 120
BEGUN_WITHIN_S = 60


def run(report: Report) -> None:
    for name in WAYS:
        with (
            report.figure(f"blind tag, touch to ack, beside {name} at work", rooms=ROOMS) as line,
            TemporaryDirectory(prefix="bench-", dir=material.kept()) as place,
        ):
            folder = Path(place)
            with site.application(folder) as app:
                rooms = tagging(site.watching(app, ROOMS))
            source = material.written_by(folder, FILM_S, WAYS[name])
            with servers.program(folder) as server:
                idle = load(server, rooms, SECONDS, A_SECOND)
                _bring(source, folder / "video_segments")
                busy = load(server, rooms, SECONDS, A_SECOND)
                line["still_at_work"] = _is_at_work(folder / "video_segments")
            p99 = percentile(busy["acks"], 99)
            before = percentile(idle["acks"], 99)
            line |= {"value": round(p99, 1), "unit": "ms, p99", **ms(busy["acks"])}
            line |= {"unanswered": busy["unanswered"], "server_cpu": round(busy["server_cpu"], 3)}
            line["baseline"] = {"name": "the same rooms, no film at work", **ms(idle["acks"])}
            line["ratio"] = round(p99 / before, 2)


def _bring(source: Path, films: Path) -> None:
    """Into the watched folder, until it is being encoded."""
    inbox = films / "inbox"
    shutil.copy(source, inbox / ".coming")
    os.replace(inbox / ".coming", inbox / source.name)
    ends = time.monotonic() + BEGUN_WITHIN_S
    while not _is_at_work(films):
        if time.monotonic() > ends:
            raise TimeoutError("the film was not begun")
        time.sleep(0.1)


def _is_at_work(films: Path) -> bool:
    return any(films.glob("store/preparing/*/growing*"))
