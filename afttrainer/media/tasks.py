"""The queue between the server and the film worker: the server puts in, the worker takes out.

huey takes a task from its queue before doing it, so a task dies with its worker. What must not be
lost therefore stands in the reports, written first; the queue only says that there is work.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import SqliteHuey

from .reports import FilmReports, Origin


class FilmQueue:
    """Films on their way in. The files lie in `home`, the site's own folder.

    The server calls `prepare` and reads `reports`; only the worker gives `work`.
    """

    def __init__(self, home: Path, work: Callable[[str], None] | None = None) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.reports = FilmReports(home / "film_reports.sqlite3")
        self.huey: Any = SqliteHuey(
            "films", filename=str(home / "film_queue.sqlite3"), results=False, strict_fifo=True
        )
        do = work or _not_here

        def prepare(ticket: str) -> None:
            # huey calls a task by its module, too: made here, it has the same name in the server
            # and in the worker, whoever's method does the work.
            do(ticket)

        self._prepare: Any = self.huey.task(name="prepare")(prepare)

    def prepare(
        self,
        ticket: str,
        path: str,
        captions: str | None,
        *,
        origin: Origin = "upload",
        origin_name: str = "",
        sha256: str | None = None,
    ) -> None:
        """Have a file looked at and taken into the store; its reports bear the ticket.

        `sha256` is its fingerprint where that was taken while it came in.

        `ticket` is 1 to 64 letters, digits, - or _. `origin_name` is what the file was called,
        to be shown and never used as a path. A ticket already known is left as it is. A file in
        the store's `incoming/` is deleted when done with; any other upload stays where it is.
        """
        source, beside = Path(path), Path(captions) if captions else None
        if self.reports.wait(
            ticket, source, beside, origin=origin, origin_name=origin_name, sha256=sha256
        ):
            self._prepare(ticket)

    def cut(self, sha256: str, stored: str, in_ms: int, out_ms: int) -> None:
        """Have a stretch of a film of the store cut, to lie beside it; asking again does nothing
        while the first is under way, or was refused. Reports of it have the origin "clip"."""
        ticket = cut_ticket(sha256, in_ms, out_ms)
        self.prepare(ticket, stored, None, origin="clip", origin_name=f"{in_ms:d}-{out_ms:d}")

    def again(self, ticket: str) -> bool:
        """Begin a stopped film once more; False where there is none."""
        if self.reports.again(ticket):
            self._prepare(ticket)
            return True
        return False

    def resume(self) -> None:
        """Queue every unfinished film anew, in the order in which they came."""
        self.huey.storage.flush_queue()
        for report in self.reports.unfinished():
            self._prepare(report.ticket)

    def close(self) -> None:
        self.huey.storage.close()
        self.reports.close()


def cut_ticket(sha256: str, in_ms: int, out_ms: int) -> str:
    """The name under which a stretch of a film is asked for and reported of."""
    return f"clip-{sha256[:32]}-{in_ms:d}-{out_ms:d}"


def _not_here(ticket: str) -> None:
    raise RuntimeError(f"film {ticket} was queued for the film worker's process")
