"""A film's turn in the worker: prepare it, report each step, tidy up after it."""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .ffmpeg import FfmpegError
from .inbox import Stamp, leave_note, take_back_note, take_out
from .phone_clips import cut_for_phones
from .prepare import Looked, Prepared, Stage, look, take_in
from .refusals import DAMAGED, N_, STOPPED, NoRoom, NotPlayable, Refusal
from .reports import FilmReports, Report
from .store import FilmStore
from .watch import Interrupted, Watch, Watches

log = logging.getLogger("afttrainer.film")

#: Reports are for people to watch; twice a second is plenty.
REPORT_EVERY_S = 0.5
#: A film that ended the worker this often is not begun again.
MOST_TRIES = 3
#: So often it is looked whether the same film, brought twice, is done with.
LOOKED_EVERY_S = 0.5
#: Of a film that did not come into the store.
_NOTHING: dict[str, Any] = dict.fromkeys(("sha256", "stored", "still", "facts", "captions"))


class Cancelled(Refusal):
    """Somebody stopped it, and may begin it again."""

    def __init__(self) -> None:
        super().__init__(STOPPED)


@dataclass
class Bench:
    """What all films at work share. `later` takes what is long, `cut_later` clips for phones, and
    each does them in their turn."""

    reports: FilmReports
    store: FilmStore
    watches: Watches
    later: Callable[[Callable[[], None]], None]
    cut_later: Callable[[Callable[[], None]], None]
    #: The originals in the inbox stay there when their films are in the store.
    inbox_keeps: bool = False
    #: SHA-256 of what is being made: the same film brought twice is made once.
    made_now: set[str] = field(default_factory=set)
    #: Tickets of films that wait for their turn to be encoded.
    in_line: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def do(self, ticket: str) -> None:
        """Prepare the film of this ticket, if it still waits. Raises nothing."""
        report = self.reports.get(ticket)
        if report is None or report.finished or ticket in self.in_line:
            return
        if report.origin == "clip":
            self.cut_later(lambda: cut_for_phones(self.reports, self.store, self.watches, report))
        else:
            Job(self, report).begin()


class Job:
    """One film. All that happens to it is told in its report."""

    def __init__(self, bench: Bench, report: Report) -> None:
        self.bench = bench
        self.report = report
        self.tries = report.tries + 1
        self.stamp: Stamp | None = None
        self._known: dict[str, Any] = {}
        self._told_at = 0.0

    def begin(self) -> None:
        """Look at it, and do what is quick; what is long waits for its own turn."""
        with self._under_watch("looking") as watch:
            if self.tries > MOST_TRIES:
                raise NotPlayable(
                    N_("This film stopped the film reader %(times)s times and was put aside."),
                    times=MOST_TRIES,
                )
            looked = look(
                self.bench.store, self.report.source, self._tell(watch), self._fingerprint
            )
            if looked.takes_long:
                self._change("waiting", tries=self.report.tries)
                self.bench.in_line.add(self.report.ticket)
                self.bench.later(lambda: self._go_on(looked))
            else:
                self._take_in(looked, watch)

    @property
    def _fingerprint(self) -> str | None:
        """Of an upload it was taken while it came in; a file elsewhere may be another by now."""
        return self.report.sha256 if self.bench.store.owns_upload(self.report.source) else None

    def _go_on(self, looked: Looked) -> None:
        self.bench.in_line.discard(self.report.ticket)
        report = self.bench.reports.get(self.report.ticket)
        if report is None or report.finished:
            return  # somebody stopped it while it waited
        with self._under_watch("waiting") as watch:
            self._take_in(looked, watch)

    def _take_in(self, looked: Looked, watch: Watch) -> None:
        store, report = self.bench.store, self.report
        with self._alone_with(looked.sha256, watch):
            made = take_in(
                store, report.ticket, looked, report.captions_source, self._tell(watch), self._note
            )
        self._ready(made)

    @contextmanager
    def _alone_with(self, sha256: str, watch: Watch) -> Iterator[None]:
        bench = self.bench
        while True:
            with bench.lock:
                if sha256 not in bench.made_now:
                    bench.made_now.add(sha256)
                    break
            bench.watches.leaving.wait(LOOKED_EVERY_S)
            watch.moved()
        try:
            yield
        finally:
            bench.made_now.discard(sha256)

    @contextmanager
    def _under_watch(self, stage: Any) -> Iterator[Watch]:
        """Whatever goes wrong inside is told in the report and raised no further."""
        report = self.report
        self._change(stage, tries=self.tries)
        try:
            self.stamp = self.stamp or Stamp.of(report.source)
            with self.bench.watches.over(report.ticket, self.stamp.size_bytes) as watch:
                yield watch
        except Interrupted:
            self._change("waiting", tries=report.tries)
        except (Cancelled, NoRoom) as why:
            self._put_aside(why)
        except FfmpegError as mistake:
            log.warning("ffmpeg could not be used: %s %s", mistake.why, mistake.last_words)
            self._put_aside(Refusal(N_("There is no ffmpeg on this computer that can be used.")))
        except Refusal as why:
            self._refuse(why)
        except OSError as mistake:
            self._after_disk_trouble(mistake)
        except Exception:
            log.exception("A film could not be prepared")
            self._refuse(NotPlayable(DAMAGED))

    def _tell(self, watch: Watch) -> Callable[[Stage, float], None]:
        def tell(stage: Stage, share: float) -> None:
            watch.moved()
            now = time.monotonic()
            if share == 0.0 or now - self._told_at >= REPORT_EVERY_S:
                self._told_at = now
                if self.bench.reports.is_cancelled(self.report.ticket):
                    raise Cancelled
                # While ffmpeg encodes, in a process of its own, a crash of this one is not its.
                tries = self.report.tries if stage == "encoding" else self.tries
                self._change(stage, round(share, 3), tries=tries)

        return tell

    def _note(self, film: Prepared) -> None:
        """What can be shown by now; told with the next step."""
        self._known = {
            "sha256": film.sha256,
            "stored": film.stored,
            "still": film.still,
            "facts": film.facts,
            "captions": film.captions,
            "refusal": film.remark,
        }

    def _change(self, stage: Any, share: float = 0.0, **columns: Any) -> None:
        self.bench.reports.change(self.report.ticket, stage, share, **(self._known | columns))

    def _ready(self, film: Prepared) -> None:
        report = self.report
        self._change("ready", 1.0)
        self._tidy_upload()
        if report.origin == "inbox" and not self.bench.inbox_keeps and self._is_as_it_was():
            take_out(report.source)
            if report.captions_source and film.remark:
                stamp = Stamp.of(report.captions_source)
                leave_note(report.captions_source, film.remark, stamp)
            elif report.captions_source:
                take_out(report.captions_source)

    def _is_as_it_was(self) -> bool:
        """Or somebody has put another film in its place meanwhile, which is to stay."""
        try:
            return Stamp.of(self.report.source) == self.stamp
        except OSError:
            return False

    def _put_aside(self, why: Refusal) -> None:
        """No fault of the film's: the file stays, to be begun again. In the inbox its note says
        how."""
        if self.report.origin == "inbox":
            return self._refuse(why)
        self._known = _NOTHING
        return self._change("stopped", refusal=why)

    def _refuse(self, why: Refusal) -> None:
        self._known = _NOTHING
        self._change("refused", refusal=why)
        self._tidy_upload()
        if self.report.origin == "inbox" and self.stamp:
            take_back_note(self.report.source)
            leave_note(self.report.source, why, self.stamp)

    def _after_disk_trouble(self, mistake: OSError) -> None:
        log.warning("A film could not be read or stored: %s", mistake)
        if mistake.errno == errno.ENOSPC:
            words = N_("The disk filled up while this film was copied. Please make space.")
            return self._put_aside(Refusal(words))
        if isinstance(mistake, FileNotFoundError):
            return self._refuse(Refusal(N_("This file is no longer where it was.")))
        if isinstance(mistake, PermissionError):
            words = N_("This file may not be read. Please close what else uses it.")
            return self._put_aside(Refusal(words))
        words = N_("This file could not be read from the disk. Please copy it again.")
        return self._refuse(Refusal(words))

    def _tidy_upload(self) -> None:
        if self.bench.store.owns_upload(self.report.source):
            self.bench.store.discard(self.report.source.parent.name)
