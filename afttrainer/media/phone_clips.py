"""Clips for phones, cut in the film worker: each a file that physically ends at its marks."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from .cut import cut
from .make_ready import container_kind
from .marks import Marks
from .refusals import DAMAGED, N_, NotPlayable, Refusal
from .reports import FilmReports, Report
from .store import FilmStore, clip_file
from .watch import Interrupted, Watches

log = logging.getLogger("afttrainer.film")


def cut_for_phones(
    reports: FilmReports, store: FilmStore, watches: Watches, report: Report
) -> None:
    """The stretch that this report is about, beside its film. Raises nothing."""
    ticket = report.ticket
    try:
        with watches.over(ticket, 0) as watch:

            def tell(_share: float) -> None:
                watch.moved()

            reports.change(ticket, "copying", tries=report.tries + 1)
            _cut(store, report, tell)
            reports.change(ticket, "ready", 1.0)
    except Interrupted:
        reports.change(ticket, "waiting", tries=report.tries)
    except (Refusal, OSError) as why:
        full = isinstance(why, OSError) and why.errno == errno.ENOSPC
        log.warning("A clip for phones could not be cut: %s", why)
        reports.change(ticket, "stopped" if full else "refused", refusal=_words(why))
    except Exception:
        log.exception("A clip for phones could not be cut")
        reports.change(ticket, "refused", refusal=NotPlayable(DAMAGED))


def _cut(store: FilmStore, report: Report, tell: Callable[[float], None]) -> None:
    sha256 = report.source.parent.name
    in_ms, out_ms = (int(mark) for mark in report.origin_name.split("-"))
    found = store.find(sha256)
    if found is None:
        raise NotPlayable(DAMAGED)
    store.need_room(found[1].size_bytes)
    place = store.new_place(store.home(sha256), sha256, clip_file(in_ms, out_ms))
    with store.place(found[0]).open() as film:
        kind = container_kind(found[1].container)
        cut(film, kind, Marks(in_ms, out_ms), place, tell)


def _words(why: Refusal | OSError) -> Refusal:
    return why if isinstance(why, Refusal) else Refusal(N_("The disk could not be used."))
