"""The same figures with two workers on PostgreSQL and Valkey or Redis, behind nginx."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.cluster import Cluster
from scripts.servers import own_folder
from tests.bench.live import servers, site
from tests.bench.live.command_path import A_SECOND, load, ms, tagging, tapping
from tests.bench.live.report import Report
from tests.bench.memory import _descendants
from tests.bench.report import percentile

ROOMS = (10, 50)
SECONDS = 8
WORKERS = (1, 2)


def run(report: Report) -> None:
    for workers in WORKERS:
        # Not below the temporary folder of an account: PostgreSQL runs as one of its own.
        with own_folder() as folder:
            _with(report, folder, workers)


def _with(report: Report, folder: Path, workers: int) -> None:
    cluster = Cluster(folder, workers=workers, options=["--no-demo"])
    try:
        cluster.start_servers()
        with _environment(cluster.settings), site.application(folder) as app:
            watching, exercising = site.watching(app, max(ROOMS)), site.exercising(app, max(ROOMS))
        cluster.start_workers()
        pids = [pid for one in cluster.workers for pid in _descendants(one.process.pid)]
        server = servers.Running(cluster.address, pids)
        for rooms in ROOMS:
            told = {"rooms": rooms, "workers": workers, "database": "PostgreSQL"}
            with report.figure("blind tag, touch to ack", **told) as line:
                done = load(server, tagging(watching[:rooms]), SECONDS, A_SECOND)
                line |= _line(done, done["acks"])
            name = "pathway tap, touch to the last of twelve screens"
            with report.figure(name, **told) as line:
                done = load(server, tapping(exercising[:rooms]), SECONDS, A_SECOND, drawn=True)
                line |= _line(done, done["last_screens"]) | {"ack": ms(done["acks"])}
    finally:
        cluster.stop()


def _line(done: dict[str, object], values: list[float]) -> dict[str, object]:
    return {
        "value": round(percentile(values, 99), 1),
        "unit": "ms, p99",
        **ms(values),
        "unanswered": done["unanswered"],
        "workers_cpu": done["server_cpu"],
        "load_cpu": done["load_cpu"],
    }


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    """For what this process does in that site itself."""
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
