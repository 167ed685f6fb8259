"""From a file that is complete to a film that can be shown: laid out anew and sealed, against a
plain copy and against encoding it all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import av

from afttrainer.media.film_keys import FilmKeys
from afttrainer.media.reports import Report as FilmReport
from afttrainer.media.site_key import SiteKey
from afttrainer.media.store import FilmStore
from afttrainer.media.tasks import FilmQueue
from afttrainer.media.worker import FilmWorker
from tests.bench.film import material
from tests.bench.live.report import Report

RUNS = 3
#: What a slow way is timed on; the rest is reckoned.
SHORT_S = 30
LOOKED_EVERY_S = 0.02
GIVE_UP_AFTER_S = 600

_ENCODED = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-c:a", "aac")
#: As an open-source review tool for animation films prepares what it is given: all of it anew.
_HEAVY = ("-c:v", "libx264", "-preset", "slow", "-b:v", "28M", "-g", "2", "-c:a", "aac")


def run(report: Report) -> None:
    for seconds in (600, 90 * 60):
        _laid_out(report, material.joined(seconds), seconds)


def _laid_out(report: Report, film: Path, seconds: int) -> None:
    with (
        report.figure(f"{seconds // 60} min, complete to first picture", unit="s", n=RUNS) as line,
        tempfile.TemporaryDirectory(dir=material.KEPT) as folder,
    ):
        work = Path(folder)
        times = [_to_first_picture(work / f"run-{number}", film) for number in range(RUNS)]
        line["value"], line["most"] = round(min(times), 3), round(max(times), 3)
        found = [_to_first_picture(work / f"inbox-{n}", film, uploaded=False) for n in range(RUNS)]
        line["found_in_a_folder"] = round(min(found), 3)
        line["megabytes"] = round(film.stat().st_size / 1e6)
        copied = [_plain_copy(film, work / "copy.mp4") for _ in range(RUNS)]
        ratio = seconds / SHORT_S
        line["baselines"] = {
            "ffmpeg -c copy -movflags +faststart": round(min(copied), 3),
            "all of it by ffmpeg, veryfast (extrapolated)": round(_short(work, *_ENCODED) * ratio),
            "all of it, slow, 28 Mbit/s (extrapolated)": round(_short(work, *_HEAVY) * ratio),
        }
        line["ratio"] = round(line["value"] / min(copied), 2)


@dataclass
class _Worker:
    """The film worker as the server starts it, with a site key."""

    queue: FilmQueue
    store: FilmStore
    ticket: int = field(default=0)

    def begin(self, film: Path, sha256: str | None = None) -> str:
        """`sha256` of one that was uploaded: it is taken while that comes in."""
        self.ticket += 1
        name = f"bench-{self.ticket}"
        self.queue.prepare(name, str(film), None, sha256=sha256)
        return name

    def upload(self, film: Path) -> Path:
        come = self.store.incoming(f"upload-{self.ticket}")
        os.link(film, come)
        return come

    def wait(self, ticket: str, *stages: str) -> FilmReport:
        ends = perf_counter() + GIVE_UP_AFTER_S
        while perf_counter() < ends:
            found = self.queue.reports.get(ticket)
            if found is not None and found.stage in (*stages, "refused", "stopped"):
                if found.stage not in stages:
                    raise RuntimeError(found.message)
                return found
            threading.Event().wait(LOOKED_EVERY_S)
        raise TimeoutError(ticket)


@contextmanager
def _worker(folder: Path) -> Iterator[_Worker]:
    keys = FilmKeys(folder / "keys", SiteKey(bytes(32)))
    store = FilmStore(folder / "store", keys)
    worker = FilmWorker(folder / "home", store.root, folder / "inbox", keys)
    queue = FilmQueue(folder / "home")
    worker.ensure_alive()
    try:
        made = _Worker(queue, store)
        made.wait(made.begin(material.film(120)), "ready")  # it is up, and its files are warm
        yield made
    finally:
        worker.stop()
        queue.close()


def _to_first_picture(folder: Path, film: Path, *, uploaded: bool = True) -> float:
    """By a worker that runs already, queue and reports and all; sealed, and read back."""
    with _worker(folder) as worker:
        come = worker.upload(film) if uploaded else film
        sha256 = _digest(come) if uploaded else None
        began = perf_counter()
        done = worker.wait(worker.begin(come, sha256), "listening", "ready")
        with worker.store.place(done.stored or "").open() as stored, av.open(stored) as opened:
            next(iter(opened.decode(video=0)))
        return perf_counter() - began


def _digest(film: Path) -> str:
    with film.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain_copy(film: Path, made: Path) -> float:
    began = perf_counter()
    material.ffmpeg("-i", str(film), "-c", "copy", "-movflags", "+faststart", str(made))
    with av.open(str(made)) as opened:
        next(iter(opened.decode(video=0)))
    return perf_counter() - began


def _short(work: Path, *how: str) -> float:
    began = perf_counter()
    film = str(material.film(120))
    material.ffmpeg("-i", film, "-t", str(SHORT_S), *how, str(work / "short.mp4"))
    return perf_counter() - began
