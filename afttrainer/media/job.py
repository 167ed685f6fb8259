"""One film's turn in the worker: prepare it, report each step, tidy up after it."""

from __future__ import annotations

import errno
import logging
import os
import threading
import time

from .inbox import Stamp, leave_note, take_back_note, take_out
from .prepare import Prepared, prepare_film
from .prepare import Stage as Step
from .refusals import DAMAGED, N_, NotPlayable, Refusal
from .reports import FilmReports, Report
from .store import FilmStore

log = logging.getLogger("afttrainer.film")

#: Reports are for people to watch; twice a second is plenty.
REPORT_EVERY_S = 0.5
#: A film that ended the worker this often is not begun again.
MOST_TRIES = 3
#: A step that says nothing for this long hangs; moving the index of a large film on a slow disk
#: says nothing either, so the film's size counts at 5 MB a second.
QUIET_S = 120.0
SLOWEST_BYTES_A_SECOND = 5 * 10**6
STUCK_EXIT_CODE = 70


class Interrupted(Exception):
    """The worker is leaving; the film waits for the next one."""


class Watch:
    """Knows whether the film at work still moves. Shared by the job and the main thread."""

    def __init__(self, leaving: threading.Event) -> None:
        self.leaving = leaving
        self._quiet_until: float | None = None
        self._patience_s = QUIET_S

    def begin(self, size_bytes: int) -> None:
        self._patience_s = QUIET_S + size_bytes / SLOWEST_BYTES_A_SECOND
        self.moved()

    def moved(self) -> None:
        """Raises Interrupted where the worker is to leave."""
        if self.leaving.is_set():
            raise Interrupted
        self._quiet_until = time.monotonic() + self._patience_s

    def end(self) -> None:
        self._quiet_until = None

    def end_process_if_stuck(self, now: float) -> None:
        """Python cannot stop a thread inside a codec; the process can be, and is started anew."""
        if self._quiet_until is not None and now > self._quiet_until:
            log.error("A film has not moved on for too long; the film worker starts anew.")
            os._exit(STUCK_EXIT_CODE)


class Job:
    """Does one ticket at a time. All that happens to the film is told in its report."""

    def __init__(self, reports: FilmReports, store: FilmStore, watch: Watch) -> None:
        self.reports = reports
        self.store = store
        self.watch = watch
        self._told_at = 0.0

    def do(self, ticket: str) -> None:
        """Prepare the film of this ticket, if it still waits. Raises nothing."""
        report = self.reports.get(ticket)
        if report is None or report.finished:
            return
        tries = report.tries + 1
        self.reports.change(ticket, "looking", tries=tries)
        stamp: Stamp | None = None
        try:
            stamp = Stamp.of(report.source)
            if tries > MOST_TRIES:
                raise NotPlayable(
                    N_("This film stopped the film reader %(times)s times and was put aside."),
                    times=MOST_TRIES,
                )
            self.watch.begin(stamp.size_bytes)
            self._ready(report, self._prepare(report))
        except Interrupted:
            self.reports.change(ticket, "waiting", tries=report.tries)
        except Refusal as why:
            self._refuse(report, why, stamp)
        except OSError as mistake:
            self._refuse(report, _disk_words(mistake), stamp)
        except Exception:
            log.exception("A film could not be prepared")
            self._refuse(report, NotPlayable(DAMAGED), stamp)
        finally:
            self.watch.end()

    def _prepare(self, report: Report) -> Prepared:
        def tell(stage: Step, share: float) -> None:
            self.watch.moved()
            now = time.monotonic()
            if share == 0.0 or now - self._told_at >= REPORT_EVERY_S:
                self._told_at = now
                self.reports.change(report.ticket, stage, round(share, 3))

        return prepare_film(self.store, report.ticket, report.source, report.captions_source, tell)

    def _ready(self, report: Report, film: Prepared) -> None:
        self.reports.change(
            report.ticket,
            "ready",
            1.0,
            sha256=film.sha256,
            stored=film.stored,
            still=film.still,
            facts=film.facts,
            captions=film.captions,
            refusal=film.remark,
        )
        self._tidy_upload(report)
        if report.origin == "inbox":
            take_out(report.source)
            if report.captions_source and film.remark:
                stamp = Stamp.of(report.captions_source)
                leave_note(report.captions_source, film.remark, stamp)
            elif report.captions_source:
                take_out(report.captions_source)

    def _refuse(self, report: Report, why: Refusal, stamp: Stamp | None) -> None:
        self.reports.change(report.ticket, "refused", refusal=why)
        self._tidy_upload(report)
        if report.origin == "inbox" and stamp:
            take_back_note(report.source)
            leave_note(report.source, why, stamp)

    def _tidy_upload(self, report: Report) -> None:
        if self.store.owns_upload(report.source):
            self.store.discard(report.source.parent.name)


def _disk_words(mistake: OSError) -> Refusal:
    log.warning("A film could not be read or stored: %s", mistake)
    if mistake.errno == errno.ENOSPC:
        return Refusal(N_("The disk filled up while this film was copied. Please make space."))
    if isinstance(mistake, FileNotFoundError):
        return Refusal(N_("This file is no longer where it was."))
    if isinstance(mistake, PermissionError):
        return Refusal(N_("This file may not be read. Please close what else uses it."))
    return Refusal(N_("This file could not be read from the disk. Please copy it again."))
