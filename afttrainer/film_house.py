"""Where one server's films are: the store, the queue to the film worker, and the inbox."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from afttrainer.media.cut_orders import CutOrders
from afttrainer.media.film_keys import FilmKeys
from afttrainer.media.refusals import FILM_GONE, Refusal
from afttrainer.media.reports import NOTHING, Report
from afttrainer.media.site_key import make_site_key, read_site_key
from afttrainer.media.spoken import SpokenStore
from afttrainer.media.store import FilmStore
from afttrainer.media.tasks import FilmQueue

if TYPE_CHECKING:
    from config import Config


@dataclass
class FilmHouse:
    """The server's side of the films. It never opens a film: only the worker's process does."""

    store: FilmStore
    queue: FilmQueue
    inbox: Path
    #: Clips that are to be cut out of films.
    cuts: CutOrders
    keys: FilmKeys | None = None
    #: Films (SHA-256) that were to be erased while something still held them open (Windows).
    waiting_to_go: set[str] = field(default_factory=set)

    @property
    def spoken(self) -> SpokenStore:
        """What presenters said aloud while watching."""
        return SpokenStore(self.store.root.parent / "spoken", self.keys, seals=self.store.seals)

    def arrivals(self) -> list[Report]:
        """What the worker found in the inbox and has made ready, and what it refused there."""
        told = [r for r in self.queue.reports.since(0) if r.origin == "inbox"]
        return [r for r in told if r.stage != "refused" or r.source.exists()]

    def erase(self, sha256: str | None) -> None:
        """Erase a film that no recording has any more, unless it lies in the inbox's list too."""
        if sha256 is None:
            return
        if any(r.sha256 == sha256 and not self._is_let_go(r) for r in self.arrivals()):
            return
        if not self.store.remove(sha256):
            self.waiting_to_go.add(sha256)

    def let_go(self, ticket: str) -> None:
        """The recording of this ticket is no more: nothing further is made of its file, and what
        came of it lies about no longer. What is at work is stopped; the desk sees to its rest."""
        report = self.queue.reports.get(ticket)
        if report is None:
            return
        if not report.finished:
            self.queue.reports.cancel(ticket)
        elif not self.original_lies(ticket):
            self.store.discard(ticket)
            self.queue.reports.forget(ticket)
        elif report.stage != "refused":
            # By its report the worker knows the file, and does not take it in once more.
            self.queue.reports.change(ticket, "refused", refusal=Refusal(FILM_GONE), **NOTHING)

    def offer_no_more(self, sha256: str) -> None:
        """Of an erased film no file in the inbox is offered, however often it lies there."""
        for report in self.arrivals():
            if report.sha256 == sha256:
                self.let_go(report.ticket)

    def original_lies(self, ticket: str) -> bool:
        """Whether the file that this film came from still lies in the inbox."""
        report = self.queue.reports.get(ticket)
        return report is not None and report.origin == "inbox" and report.source.exists()

    def _is_let_go(self, report: Report) -> bool:
        """The worker has not noticed yet."""
        return not report.finished and self.queue.reports.is_cancelled(report.ticket)

    def erase_what_waits(self) -> None:
        self.waiting_to_go = {film for film in self.waiting_to_go if not self.store.remove(film)}

    def close(self) -> None:
        self.erase_what_waits()
        self.cuts.close()
        self.queue.close()


def open_keys(config: Config) -> FilmKeys | None:
    """What opens this site's films, and on its first start is made; None where films lie plain and
    always have. Raises KeyRefused, in words, or OSError."""
    path, folder = config.site_key_file, config.wrapped_keys
    if config.films_plain and not path.exists():
        return None
    passphrase = config.film_passphrase or None
    if not path.exists() and next(folder.glob("*.key"), None) is None:
        with contextlib.suppress(FileExistsError):  # another worker was quicker
            make_site_key(path, passphrase)
    keys = FilmKeys(folder, read_site_key(path, passphrase))
    keys.check()
    return keys


def film_house(app: Flask | None = None) -> FilmHouse:
    """The one of this application, made when it is first asked for."""
    app = app or cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    if "film_house" not in app.extensions:
        config = app.extensions["settings"]
        folder: Path = config.film_folder
        keys = open_keys(config)
        app.extensions["film_house"] = FilmHouse(
            FilmStore(folder / "store", keys, plain=config.films_plain),
            FilmQueue(config.home),
            folder / "inbox",
            CutOrders(config.home / "film_cuts.sqlite3"),
            keys,
        )
    return cast(FilmHouse, app.extensions["film_house"])
