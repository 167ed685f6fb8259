"""Films being sent: how much, and how soon after a jump, to one, four and twelve viewers; sealed
and plain by the program, plain by nginx after the program's yes, and by nginx alone."""

from __future__ import annotations

import http.client
import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, BinaryIO

from afttrainer.extensions import write
from afttrainer.film_house import film_house
from afttrainer.media.place import PlainPlace
from afttrainer.models import QueuedClip, Recording
from scripts.cluster import nginx
from scripts.servers.proxy import Nginx
from tests.bench.film import material
from tests.bench.live import servers
from tests.bench.live.report import Report
from tests.bench.live.site import application, watching
from tests.serving import free_port

VIEWERS = (1, 4, 12)
SEEKS = 200
SEEK_BYTES = 256 * 1024
#: What a film of good quality asks for while it is watched.
WATCHED_BYTES_A_SECOND = 8_000_000 // 8
WATCHED_EVERY_S = 0.25
WATCHED_S = 5.0
READ_BYTES = 1024 * 1024
#: So much each viewer fetches as fast as it comes.
FETCHED_BYTES = 256 * 1024 * 1024
#: As much as a site takes in, unless it says otherwise.
LARGEST_BYTES = 8_000_000_000
SHA = "ab" * 32
LOCATION = "/afttrainer-films/"


def run(report: Report) -> None:
    film, alone = material.joined(90 * 60), Alone()
    for name, serving in (
        ("nginx alone", _nginx),
        ("plain, by nginx after a yes", _accelerated),
        ("plain", _plain),
        ("sealed", _sealed),
    ):
        with tempfile.TemporaryDirectory(dir=material.KEPT) as folder, ExitStack() as until_the_end:
            viewer = until_the_end.enter_context(serving(Path(folder), film))
            for viewers in VIEWERS:
                _throughput(report, name, viewer, viewers, alone)
                _watched(report, name, viewer, viewers, alone)
                _seeks(report, name, viewer, viewers)
    for name, serving in (("sealed", _sealed), ("plain", _plain)):
        free = shutil.disk_usage(material.kept()).free
        if free < LARGEST_BYTES * 3 // 2:
            with report.figure(f"{name}, 8 GB: left out", unit="free bytes") as line:
                line["value"] = free
            continue
        # A shorter film's bytes over and over: where they lie is what counts for a jump.
        with (
            tempfile.TemporaryDirectory(dir=material.KEPT) as folder,
            serving(Path(folder), film, LARGEST_BYTES) as viewer,
        ):
            _seeks(report, f"{name}, 8 GB", viewer, 1)


class Alone:
    """What nginx alone gave, which is taken first: every line says what it is of that."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, int], float] = {}

    def beside(self, line: dict[str, Any], what: str, viewers: int) -> None:
        alone = self.values.setdefault((what, viewers), line["value"])
        line["of_nginx_alone"] = round(line["value"] / alone, 3)


class Viewer:
    """One player: its connection, and the address of its film."""

    def __init__(self, port: int, path: str, cookie: str, size: int) -> None:
        self.port, self.path, self.size = port, path, size
        self.headers = {"Cookie": cookie}

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("localhost", self.port, timeout=60)

    def watch(self, start: int, seconds: float) -> tuple[int, float]:
        """As a player does: one request for all that is to come, taken in as it is shown. How much
        came, and by how much (seconds) the latest of it was behind its time."""
        connection, size = self.connect(), round(WATCHED_BYTES_A_SECOND * WATCHED_EVERY_S)
        connection.request("GET", self.path, headers=self.headers | {"Range": f"bytes={start}-"})
        answer, began = connection.getresponse(), perf_counter()
        got, behind = 0, 0.0
        for number in range(1, round(seconds / WATCHED_EVERY_S) + 1):
            due = began + number * WATCHED_EVERY_S
            threading.Event().wait(max(0.0, due - perf_counter()))
            got += len(answer.read(size))
            behind = max(behind, perf_counter() - due)
        connection.close()
        return got, behind

    def fetch(self, connection: http.client.HTTPConnection, start: int, length: int) -> None:
        told = {"Range": f"bytes={start}-{start + length - 1}"}
        connection.request("GET", self.path, headers=self.headers | told)
        answer = connection.getresponse()
        if answer.status != 206:
            raise RuntimeError(f"{self.path} was answered with {answer.status}")
        got = 0
        while piece := answer.read(READ_BYTES):
            got += len(piece)
        if got != length:
            raise RuntimeError(f"{got} of {length} bytes came")


def _watched(report: Report, name: str, viewer: Viewer, viewers: int, alone: Alone) -> None:
    with report.figure(f"{name}: {viewers} viewers at 8 Mbit/s each", unit="MB/s") as line:
        seen: list[tuple[int, float]] = []

        def watch() -> None:
            seen.append(viewer.watch(random.randrange(viewer.size // 2), WATCHED_S))

        began = perf_counter()
        _together(watch, viewers)
        line["value"] = round(sum(got for got, _ in seen) / 1e6 / (perf_counter() - began), 3)
        line["behind_ms"] = round(max(behind for _, behind in seen) * 1000, 1)
        alone.beside(line, "watched", viewers)


def _throughput(report: Report, name: str, viewer: Viewer, viewers: int, alone: Alone) -> None:
    with report.figure(f"{name}: {viewers} viewers, as fast as it comes", unit="MB/s") as line:
        length = min(viewer.size // 2, FETCHED_BYTES)

        def watch() -> None:
            start = random.randrange(viewer.size - length)
            viewer.fetch(viewer.connect(), start, length)

        began = perf_counter()
        _together(watch, viewers)
        line["value"] = round(viewers * length / 1e6 / (perf_counter() - began))
        alone.beside(line, "fetched", viewers)


def _seeks(report: Report, name: str, viewer: Viewer, viewers: int) -> None:
    """One viewer winds to and fro while the others watch."""
    with report.figure(f"{name}: a jump beside {viewers - 1} who watch", unit="ms") as line:
        over, times = threading.Event(), []

        def watch() -> None:
            connection, at = viewer.connect(), random.randrange(viewer.size // 2)
            while not over.wait(WATCHED_EVERY_S):
                length = round(WATCHED_BYTES_A_SECOND * WATCHED_EVERY_S)
                viewer.fetch(connection, at, length)
                at = (at + length) % (viewer.size // 2)

        others = [threading.Thread(target=watch) for _ in range(viewers - 1)]
        for other in others:
            other.start()
        connection = viewer.connect()
        for _ in range(SEEKS):
            to = random.randrange(viewer.size - SEEK_BYTES)
            began = perf_counter()
            viewer.fetch(connection, to, SEEK_BYTES)
            times.append((perf_counter() - began) * 1000)
        over.set()
        for other in others:
            other.join()
        line["value"], line["n"] = round(median(times), 2), SEEKS
        line["p95"] = round(quantiles(times, n=20)[-1], 2)
        line["most"] = round(max(times), 2)


def _together(watch: Callable[[], None], viewers: int) -> None:
    """Raises what any of them raises."""
    with ThreadPoolExecutor(viewers) as pool:
        for done in [pool.submit(watch) for _ in range(viewers)]:
            done.result()


@contextmanager
def _sealed(folder: Path, film: Path, size: int | None = None) -> Iterator[Viewer]:
    with _house(folder, film, {}, size) as viewer:
        yield viewer


@contextmanager
def _plain(folder: Path, film: Path, size: int | None = None) -> Iterator[Viewer]:
    with _house(folder, film, {"AFTTRAINER_FILMS_PLAIN": "yes"}, size) as viewer:
        yield viewer


@contextmanager
def _accelerated(folder: Path, film: Path) -> Iterator[Viewer]:
    also = {
        "AFTTRAINER_FILMS_PLAIN": "yes",
        "AFTTRAINER_FILMS_ACCEL": LOCATION,
        "AFTTRAINER_PROXIES": "1",
    }
    with _house(folder, film, also) as viewer:
        port, store = free_port(), folder / "video_segments" / "store"
        films = nginx.Films(store, folder / "films.sock", folder / "yes", LOCATION)
        with _proxy(folder, port, nginx.before([viewer.port], "127.0.0.1", port, films=films)):
            yield Viewer(port, viewer.path, viewer.headers["Cookie"], viewer.size)


@contextmanager
def _nginx(folder: Path, film: Path) -> Iterator[Viewer]:
    port = free_port()
    site = f"server {{ listen 127.0.0.1:{port}; location / {{ alias {film.parent}/; }} }}"
    with _proxy(folder, port, site):
        yield Viewer(port, f"/{film.name}", "", film.stat().st_size)


@contextmanager
def _proxy(folder: Path, port: int, site: str) -> Iterator[None]:
    made = folder / "nginx"
    made.mkdir()
    server = Nginx(made, port=port, http=site)
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _house(
    folder: Path, film: Path, also: dict[str, str], size: int | None = None
) -> Iterator[Viewer]:
    """A room whose wall shows this film, by the program as it is started; `size` makes one of so
    many bytes of it."""
    size = size or film.stat().st_size
    with application(folder) as app:
        (room,) = watching(app, 1)
        store = film_house(app).store
        store.home(SHA).mkdir(parents=True)
        is_plain = "AFTTRAINER_FILMS_PLAIN" in also
        plain = PlainPlace(store.home(SHA) / "film.mp4")
        place = plain if is_plain else store.new_place(store.home(SHA), SHA, "film.mp4")
        with place.writing() as target:
            _write(film, size, target)

        def name(session: Any) -> None:
            recording: Recording = session.get_one(QueuedClip, room.target).clip.recording
            recording.sha256, recording.film_name = SHA, store.name(SHA, "film.mp4")

        write(name)
        film_house(app).close()
    with servers.program(folder, also) as running:
        port = int(running.base.rpartition(":")[2])
        path = f"/supervision/{room.supervision_id}/clips/{room.target}/film"
        yield Viewer(port, path, room.wall.cookie, size)


def _write(film: Path, size: int, target: BinaryIO) -> None:
    """The film's bytes, over and over until there are enough."""
    left = size
    while left:
        with film.open("rb") as source:
            while left and (piece := source.read(min(READ_BYTES, left))):
                left -= target.write(piece)
