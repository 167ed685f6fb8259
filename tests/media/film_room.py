"""All that a server has of films, and a worker as a real process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from films import make_film, wait_until

from afttrainer.media.reports import Report
from afttrainer.media.store import FilmStore
from afttrainer.media.tasks import FilmQueue
from afttrainer.media.worker import FilmWorker


@dataclass
class FilmRoom:
    """What a server has: the queue, the store, the inbox, and a worker to keep running."""

    queue: FilmQueue
    store: FilmStore
    inbox: Path
    worker: FilmWorker

    def report(self, ticket: str) -> Report | None:
        return self.queue.reports.get(ticket)

    def finished(self, ticket: str) -> Report:
        wait_until(
            lambda: (report := self.report(ticket)) and report.finished, f"{ticket} is finished"
        )
        report = self.report(ticket)
        assert report is not None
        return report

    def from_inbox(self, name: str) -> Report:
        def found() -> Report | None:
            reports = self.queue.reports.since(0)
            return next((r for r in reports if r.origin_name == name and r.finished), None)

        wait_until(found, f"{name} is taken out of the inbox")
        report = found()
        assert report is not None
        return report

    def upload(self, ticket: str, **made: object) -> Path:
        return make_film(self.store.incoming(ticket), **made)
