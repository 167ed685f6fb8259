"""Clips that were ordered, cut in their turn beside the films that are being encoded.

Runs in the film worker's process only.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial

from .burnt_in import Words
from .cut import cut
from .cut_orders import CutOrder, CutOrders
from .ffmpeg import FfmpegError
from .make_ready import container_kind
from .refusals import DAMAGED, N_, NotPlayable, Refusal
from .store import FilmStore
from .transcode import MOST_BITS_A_SECOND, spare_threads
from .watch import Interrupted, Watch, Watches

log = logging.getLogger("afttrainer.film")

TOLD_EVERY_S = 0.5
#: A clip that ended the worker this often is not begun again.
MOST_TRIES = 3


class _Unwanted(Exception):
    """Somebody stopped it."""


class Cutting:
    """`later` takes a turn and does it when its time has come."""

    def __init__(
        self,
        orders: CutOrders,
        store: FilmStore,
        watches: Watches,
        later: Callable[[Callable[[], None]], None],
    ) -> None:
        self._orders = orders
        self._store = store
        self._watches = watches
        self._later = later
        self._taken: set[str] = set()

    def look(self) -> None:
        """Take up what was ordered since the last look, and, at the first, what was left."""
        waiting = self._orders.unfinished()
        self._taken &= {order.ticket for order in waiting}
        for order in waiting:
            if order.ticket not in self._taken:
                self._taken.add(order.ticket)
                self._later(partial(self.do, order.ticket))

    def do(self, ticket: str) -> None:
        """Cut the clip of this order, if it is still wanted. Raises nothing."""
        order = self._orders.get(ticket)
        if order is None or order.finished:
            return
        self._orders.change(ticket, "cutting", tries=order.tries + 1)
        try:
            self._cut(order)
            self._orders.change(ticket, "ready", 1.0)
        except Interrupted:
            self._orders.change(ticket, "waiting", tries=order.tries)
        except _Unwanted:
            self._orders.change(ticket, "stopped")
        except Refusal as why:
            self._orders.change(ticket, "refused", refusal=why)
        except FfmpegError as mistake:
            log.warning("ffmpeg could not be used: %s %s", mistake.why, mistake.last_words)
            self._orders.change(ticket, "refused", refusal=Refusal(NO_FFMPEG))
        except OSError as mistake:
            log.warning("A clip could not be read or written: %s", mistake)
            self._orders.change(ticket, "refused", refusal=Refusal(NO_DISK))
        except Exception:
            log.exception("A clip could not be cut")
            self._orders.change(ticket, "refused", refusal=NotPlayable(DAMAGED))
        finally:
            self._store.discard(ticket)

    def _cut(self, order: CutOrder) -> None:
        if order.tries >= MOST_TRIES:
            raise NotPlayable(STOPS_THE_WORKER, times=MOST_TRIES)
        found = self._store.find(order.sha256)
        if found is None:
            raise Refusal(GONE)
        stored, facts = found
        length_ms = order.marks.stop_ms - order.marks.start_ms
        self._store.need_room(length_ms * MOST_BITS_A_SECOND // 8000)
        place = self._store.new_place(self._store.home(order.sha256), order.sha256, order.file)
        words = Words(order.said, self._store.preparing(order.ticket)) if order.said else None
        with (
            self._watches.over(order.ticket, facts.size_bytes) as watch,
            self._store.place(stored).open() as film,
        ):
            kind, tell = container_kind(facts.container), self._tell(order.ticket, watch)
            threads = spare_threads()
            cut(film, kind, order.marks, place, tell, threads=threads, words=words)
        if self._orders.is_unwanted(order.ticket):
            place.path.unlink(missing_ok=True)
            raise _Unwanted

    def _tell(self, ticket: str, watch: Watch) -> Callable[[float], None]:
        told_at = 0.0

        def tell(share: float) -> None:
            nonlocal told_at
            watch.moved()
            if time.monotonic() - told_at >= TOLD_EVERY_S:
                told_at = time.monotonic()
                if self._orders.is_unwanted(ticket):
                    raise _Unwanted
                self._orders.change(ticket, "cutting", round(share, 3))

        return tell


NO_FFMPEG = N_("There is no ffmpeg on this computer that can be used.")
NO_DISK = N_("The clip could not be written to the disk. Please make space and try again.")
GONE = N_("The film of this clip is not there any more.")
STOPS_THE_WORKER = N_("This clip stopped the film reader %(times)s times and was put aside.")
