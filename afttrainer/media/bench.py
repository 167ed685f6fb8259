"""What all films at work in the film worker share, and who of them waits for whom."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .job import Job
from .lanes import SMALL_BYTES
from .phone_clips import cut_for_phones
from .reports import FilmReports, Report
from .store import FilmStore
from .turns import Turns
from .watch import Watches

Work = Callable[[], None]


@dataclass
class Bench:
    """`quick` takes what is read and laid out, with its size in bytes, `encode` what is long, `cut`
    clips for phones (`Lanes`); each does its work, which raises nothing, in its turn."""

    reports: FilmReports
    store: FilmStore
    watches: Watches
    turns: Turns
    quick: Callable[[int, Work], None]
    encode: Callable[[Work], None]
    cut: Callable[[Work], None]
    #: The originals in the inbox stay there when their films are in the store.
    inbox_keeps: bool = False
    #: Tickets that stand in a line: whoever begins one again finds it there.
    in_line: set[str] = field(default_factory=set)
    #: By SHA-256, of the films that are being made, what waits for each: the same film brought
    #: twice is made once.
    made_now: dict[str, list[Work]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def do(self, ticket: str) -> None:
        """Have the film of this ticket prepared in its turn, if it still waits."""
        report = self.reports.get(ticket)
        if report is None or report.finished or not self._line_up(ticket):
            return
        if report.origin == "clip":
            self.cut(lambda: self._cut(ticket))
        else:
            self.quick(_size_for_its_lane(report), lambda: self._begin(ticket))

    def _line_up(self, ticket: str) -> bool:
        """False where it stands in a line already."""
        with self._lock:
            if ticket in self.in_line:
                return False
            self.in_line.add(ticket)
            return True

    def claim(self, sha256: str, wait: Callable[[], None], go_on: Work) -> bool:
        """Whether nobody is making this film now; from then on you are, until `let_go`.

        Else `wait` is called before this returns, and `go_on` when the other is done with it.
        """
        with self._lock:
            others = self.made_now.get(sha256)
            if others is None:
                self.made_now[sha256] = []
                return True
            wait()
            others.append(go_on)
            return False

    def let_go(self, sha256: str) -> None:
        with self._lock:
            waiting = self.made_now.pop(sha256)
        for go_on in waiting:
            go_on()

    def comes(self, ticket: str) -> Report | None:
        """Its place in the line has come; None where nobody wants it any more."""
        report = self.reports.get(ticket)
        wanted = report is not None and not report.finished
        self.in_line.discard(ticket)
        if not wanted:
            self.do(ticket)  # who begins it again this moment has found it in the line
        return report if wanted else None

    def _begin(self, ticket: str) -> None:
        if (report := self.comes(ticket)) is not None:
            Job(self, report).begin()

    def _cut(self, ticket: str) -> None:
        if (report := self.comes(ticket)) is not None:
            cut_for_phones(self.reports, self.store, self.watches, report)


def _size_for_its_lane(report: Report) -> int:
    """What was at work when a worker ended may be what ended it. It goes with the large ones, one
    at a time: side by side each time, it would cost the others their tries as well."""
    size_bytes = size_of(report.source)
    return max(size_bytes, SMALL_BYTES + 1) if report.tries else size_bytes


def size_of(path: Path) -> int:
    """In bytes; 0 where there is no such file, as whoever reads it will say."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
