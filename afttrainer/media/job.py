"""A film's turn in the worker: prepare it, report each step, tidy up after it."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .ffmpeg import FfmpegError
from .inbox import Stamp, leave_note, take_back_note, take_out
from .prepare import Looked, Prepared, Stage, look, take_in
from .refusals import DAMAGED, N_, STOPPED, NoRoom, NotPlayable, Refusal
from .reports import NOTHING, Report
from .turns import Turn
from .watch import Interrupted, Watch

if TYPE_CHECKING:
    from .bench import Bench

log = logging.getLogger("afttrainer.film")

#: Reports are for people to watch; twice a second is plenty.
REPORT_EVERY_S = 0.5
#: A film that ended the worker this often is not begun again.
MOST_TRIES = 3
#: So often whoever waits for a turn looks whether it is still wanted.
LOOKED_EVERY_S = 0.5


class Cancelled(Refusal):
    """Somebody stopped it, and may begin it again."""

    def __init__(self) -> None:
        super().__init__(STOPPED)


class Job:
    """One film. All that happens to it is told in its report."""

    def __init__(self, bench: Bench, report: Report) -> None:
        self.bench = bench
        self.report = report
        self.tries = report.tries + 1
        self.stamp: Stamp | None = None
        self._known: dict[str, Any] = {}
        self._told: tuple[Stage | None, float] = None, 0.0
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
                self._stand_in_line()
                self.bench.encode(lambda: self._go_on(looked))
            elif self.bench.claim(looked.sha256, self._stand_in_line, self._afterwards(looked)):
                try:
                    self._take_in(looked, watch)
                finally:
                    self.bench.let_go(looked.sha256)

    @property
    def _fingerprint(self) -> str | None:
        """Of an upload it was taken while it came in; a file elsewhere may be another by now."""
        return self.report.sha256 if self.bench.store.owns_upload(self.report.source) else None

    def _stand_in_line(self) -> None:
        """What waits holds up nobody; whoever stops it now has it stopped at once."""
        ticket = self.report.ticket
        self.bench.in_line.add(ticket)
        self._change("waiting", tries=self.report.tries)
        if self.bench.reports.is_cancelled(ticket):  # before it was seen to wait
            self.bench.in_line.discard(ticket)
            raise Cancelled

    def _afterwards(self, looked: Looked) -> Callable[[], None]:
        """Go on in a lane, when the same film, brought twice, has been made."""
        if looked.takes_long:
            return lambda: self.bench.encode(lambda: self._go_on(looked))
        size_bytes = looked.film.size_bytes
        return lambda: self.bench.quick(size_bytes, lambda: self._go_on(looked))

    def _go_on(self, looked: Looked) -> None:
        """With what stood in line. Raises nothing."""
        if not self._is_wanted():
            self.bench.comes(self.report.ticket)
        elif self.bench.claim(looked.sha256, lambda: None, self._afterwards(looked)):
            try:
                with self._turn_of(looked) as turn:
                    self._when_it_comes(looked, turn)
            finally:
                self.bench.let_go(looked.sha256)

    @contextmanager
    def _turn_of(self, looked: Looked) -> Iterator[Turn | None]:
        """None where nothing is to be encoded, or has been meanwhile."""
        if looked.takes_long and self.bench.store.find(looked.sha256) is None:
            with self.bench.turns.join(looked.film.duration_ms, looked.room_needed()) as turn:
                yield turn
        else:
            yield None

    def _when_it_comes(self, looked: Looked, turn: Turn | None) -> None:
        while turn is not None and not turn.comes(LOOKED_EVERY_S):
            if self.bench.watches.leaving.is_set():
                return
            if not self._is_wanted():
                break
        if self.bench.comes(self.report.ticket) is not None:
            with self._under_watch("looking") as watch:
                self._take_in(looked, watch, turn)

    def _is_wanted(self) -> bool:
        report = self.bench.reports.get(self.report.ticket)
        return report is not None and not report.finished

    def _take_in(self, looked: Looked, watch: Watch, turn: Turn | None = None) -> None:
        store, report, tell = self.bench.store, self.report, self._tell(watch)
        captions = report.captions_source
        self._ready(take_in(store, report.ticket, looked, captions, tell, self._note, turn))

    @contextmanager
    def _under_watch(self, stage: Stage) -> Iterator[Watch]:
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
            now, told = time.monotonic(), (stage, round(share, 3))
            if stage == self._told[0] and now - self._told_at < REPORT_EVERY_S:
                return
            self._told_at = now
            if self.bench.reports.is_cancelled(self.report.ticket):
                raise Cancelled
            if told != self._told:  # a film that waits for its next turn has nothing new
                self._told = told
                # While ffmpeg encodes, in a process of its own, a crash of this one is not its.
                tries = self.report.tries if stage == "encoding" else self.tries
                self._change(stage, told[1], tries=tries)

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
        self._known = NOTHING
        return self._change("stopped", refusal=why)

    def _refuse(self, why: Refusal) -> None:
        self._known = NOTHING
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
