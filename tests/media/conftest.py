"""A film store in an empty folder."""

from __future__ import annotations

import gc
import os
import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from film_room import FilmRoom
from forms import FORMS

from afttrainer.media.film_keys import FilmKeys
from afttrainer.media.site_key import SiteKey
from afttrainer.media.store import FilmStore
from afttrainer.media.tasks import FilmQueue
from afttrainer.media.worker import FilmWorker


@pytest.fixture(params=["sealed", "plain"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FilmStore:
    if request.param == "plain":
        return FilmStore(tmp_path / "store")
    return FilmStore(tmp_path / "store", FilmKeys(tmp_path / "keys", SiteKey(bytes(32))))


@pytest.fixture
def open_files() -> Callable[[], int]:
    """How many files this process holds open. Linux and macOS."""

    def count() -> int:
        gc.collect()
        return len(os.listdir("/dev/fd"))

    return count


@pytest.fixture(scope="module")
def calls() -> Iterator[tuple[str, list[bytes]]]:
    """An address in this computer, and what was asked of it."""
    heard: list[bytes] = []

    class Listen(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            heard.append(self.rfile.readline())

    with socketserver.TCPServer(("127.0.0.1", 0), Listen) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/segment.ts", heard
        server.shutdown()


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A film in one of the forms, made once a run. Not to be written to."""
    made: dict[str, Path] = {}

    def find(name: str) -> Path:
        if name not in made:
            made[name] = FORMS[name](tmp_path_factory.mktemp("form"))
        return made[name]

    return find


@pytest.fixture
def room(tmp_path: Path) -> Iterator[FilmRoom]:
    home, films, inbox = (tmp_path / name for name in ("home", "store", "inbox"))
    room = FilmRoom(FilmQueue(home), FilmStore(films), inbox, FilmWorker(home, films, inbox))
    inbox.mkdir()
    try:
        yield room
    finally:
        room.worker.stop()
        room.queue.close()
