"""The film worker's own process: the one place where libav runs.

Started by `worker`, it ends when the server's end of its standard input closes, on SIGTERM
(Ctrl-Break on Windows), or in a crash, which costs nobody but the film that caused it.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from base64 import b64decode
from pathlib import Path
from typing import Any

from huey.consumer import Consumer

from afttrainer.file_lock import FileLock

from .bench import Bench
from .cut_orders import CutOrders
from .cutting import Cutting
from .earlier import bring_up_to_date
from .film_keys import FilmKeys
from .inbox import Inbox, take_out
from .lanes import Lanes
from .refusals import FILM_GONE, Refusal
from .site_key import SiteKey
from .store import FilmStore
from .tasks import FilmQueue
from .turns import Turns
from .watch import Watches

log = logging.getLogger("afttrainer.film")

SCAN_EVERY_S = 2.0
#: The queue is looked into at least this often; between, the process sleeps.
QUEUE_EVERY_S = 0.05
#: So often a worker looks whether the one before it has left.
LOOKED_EVERY_S = 0.2
#: A film being read has this long to notice that the process ends.
LEAVE_WITHIN_S = 5.0
MOST_MEMORY_BYTES = 4 * 1024**3
MOST_OPEN_FILES = 256
NICENESS = 10


class Workroom:
    """One worker: a queue of films and an inbox, whose work is done in lanes side by side, so that
    no film waits until another is whole."""

    def __init__(
        self, home: Path, store: FilmStore, inbox: Path, *, inbox_keeps: bool = False
    ) -> None:
        self.leaving = threading.Event()
        self.store = store
        self.inbox = Inbox(inbox)
        self.lanes = Lanes()
        self.watches = Watches(self.leaving)
        self.queue = FilmQueue(home, self._work)
        self.cuts = CutOrders(home / "film_cuts.sqlite3")
        self.cutting = Cutting(self.cuts, store, self.watches, self.lanes.export)
        self.bench = Bench(
            self.queue.reports,
            store,
            self.watches,
            Turns(store.has_room),
            self.lanes.quick,
            self.lanes.encode,
            self.lanes.cut,
            inbox_keeps,
        )
        self.place = FileLock(home / "film_worker.lock")

    def run(self) -> bool:
        """Work until told to leave; True where everything came to rest in time."""
        # Whose server was killed has some seconds left, and half a film on its bench.
        while not self.place.take():
            if self.leaving.wait(LOOKED_EVERY_S):
                return True
        self.store.sweep(keep={report.ticket for report in self.queue.reports.unfinished()})
        consumer: Any = Consumer(
            self.queue.huey,
            workers=1,
            worker_type="thread",
            periodic=False,
            initial_delay=QUEUE_EVERY_S,
            max_delay=QUEUE_EVERY_S,
            scheduler_interval=60,
            shutdown_timeout=LEAVE_WITHIN_S,
        )
        self.queue.resume()
        consumer.start()
        earlier = threading.Thread(
            target=bring_up_to_date, args=(self.store, self.leaving), name="earlier", daemon=True
        )
        earlier.start()
        _leave_on_signals(self.leaving)
        while not self.leaving.wait(SCAN_EVERY_S):
            self._look_into_inbox()
            self.cutting.look()
            consumer.check_worker_health()
            self.watches.end_process_if_stuck(time.monotonic(), self._spare)
        consumer.stop(graceful=True)
        rested = not any(thread.is_alive() for _, thread in consumer.worker_threads)
        rested = self.lanes.stop(LEAVE_WITHIN_S) and rested
        earlier.join(LEAVE_WITHIN_S)
        rested = rested and not earlier.is_alive()
        if rested:
            self.cuts.close()
            self.queue.close()
        return rested

    def _work(self, ticket: str) -> None:
        self.bench.do(ticket)

    def _spare(self, ticket: str) -> None:
        """A film that another one takes down with it has lost no try."""
        if (report := self.queue.reports.get(ticket)) is not None and not report.finished:
            self.queue.reports.change(ticket, "waiting", tries=max(0, report.tries - 1))

    def _look_into_inbox(self) -> None:
        try:
            arrivals = self.inbox.scan()
        except OSError as mistake:
            log.warning("The inbox could not be read: %s", mistake)
            return
        for arrival in arrivals:
            known = self.queue.reports.get(arrival.ticket)
            if known and (known.stage == "ready" or known.template == FILM_GONE):
                if not self.bench.inbox_keeps:
                    take_out(arrival.film)
                continue
            if known and known.stage in ("refused", "stopped"):
                self.queue.reports.forget(arrival.ticket)
            self.queue.prepare(
                arrival.ticket,
                str(arrival.film),
                str(arrival.captions) if arrival.captions else None,
                origin="inbox",
                origin_name=arrival.film.name,
            )


def _leave_on_signals(leaving: threading.Event) -> None:
    def leave(*_: object) -> None:
        leaving.set()

    for name in ("SIGTERM", "SIGBREAK"):
        if number := getattr(signal, name, None):
            signal.signal(number, leave)
    # Ctrl-C is the server's to answer; it closes our standard input when it goes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, leave)


def _leave_with_parent(leaving: threading.Event) -> None:
    def listen() -> None:
        with contextlib.suppress(OSError, ValueError):
            while os.read(sys.stdin.fileno(), 1):
                pass
        leaving.set()

    threading.Thread(target=listen, name="parent", daemon=True).start()


def _be_modest() -> None:
    """Step back behind the live room, and bound what a hostile film can take. POSIX only; on
    Windows the starter sets the priority."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, MOST_OPEN_FILES)]
    if sys.platform == "linux":  # macOS refuses a limit on address space
        limits.append((resource.RLIMIT_AS, MOST_MEMORY_BYTES))
    for what, most in limits:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def _keys_said(folder: Path | None) -> FilmKeys | None:
    """The site's key comes as the first line of standard input: neither a list of processes nor
    an environment shows it, and what ffmpeg is given does not hold it."""
    said = bytearray()
    with contextlib.suppress(OSError):
        while (piece := os.read(sys.stdin.fileno(), 1)) not in (b"", b"\n"):
            said += piece
    return FilmKeys(folder, SiteKey(b64decode(said))) if folder and said else None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="afttrainer.media.worker")
    for folder in ("home", "films", "inbox"):
        parser.add_argument(f"--{folder}", type=Path, required=True)
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--inbox-keeps", action="store_true")
    given = parser.parse_args(arguments)
    keys = _keys_said(given.keys)
    logging.basicConfig(format="film worker: %(message)s", level=logging.WARNING)
    _be_modest()
    try:
        store = FilmStore(given.films, keys, plain=given.plain)
        workroom = Workroom(given.home, store, given.inbox, inbox_keeps=given.inbox_keeps)
    except (OSError, Refusal) as mistake:
        log.error("The film worker cannot start: %s", mistake)
        return 1
    _leave_with_parent(workroom.leaving)
    if not workroom.run():
        # A thread is still inside a codec: an orderly exit would pull the ground from under it.
        os._exit(0)
    return 0
