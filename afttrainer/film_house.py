"""Where one server's films are: the store, the queue to the film worker, and the inbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from afttrainer.media.reports import Report
from afttrainer.media.store import FilmStore
from afttrainer.media.tasks import FilmQueue


@dataclass
class FilmHouse:
    """The server's side of the films. It never opens a film: only the worker's process does."""

    store: FilmStore
    queue: FilmQueue
    inbox: Path
    #: Films (SHA-256) that were to be erased while something still held them open (Windows).
    waiting_to_go: set[str] = field(default_factory=set)

    def arrivals(self) -> list[Report]:
        """What the worker found in the inbox and has made ready, and what it refused there."""
        told = [r for r in self.queue.reports.since(0) if r.origin == "inbox"]
        return [r for r in told if r.stage != "refused" or r.source.exists()]

    def erase(self, sha256: str | None) -> None:
        """Erase a film that no recording has any more, unless it lies in the inbox's list too."""
        if sha256 is None or any(r.sha256 == sha256 for r in self.arrivals()):
            return
        if not self.store.remove(sha256):
            self.waiting_to_go.add(sha256)

    def erase_what_waits(self) -> None:
        self.waiting_to_go = {film for film in self.waiting_to_go if not self.store.remove(film)}

    def close(self) -> None:
        self.erase_what_waits()
        self.queue.close()


def film_house(app: Flask | None = None) -> FilmHouse:
    """The one of this application, made when it is first asked for."""
    app = app or cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    if "film_house" not in app.extensions:
        config = app.extensions["settings"]
        folder: Path = config.film_folder
        app.extensions["film_house"] = FilmHouse(
            FilmStore(folder / "store"), FilmQueue(config.home), folder / "inbox"
        )
    return cast(FilmHouse, app.extensions["film_house"])
