"""Clips on their way out: what the film worker says of them, and their end.

A copy goes when it was taken, when nobody came for it, and at once when the site, the role or the
consent no longer allow it.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from afttrainer.extensions import write
from afttrainer.film_house import FilmHouse
from afttrainer.language import when
from afttrainer.media.cut_orders import CutOrder
from afttrainer.media.refusals import Refusal
from afttrainer.media.two_marks import Marks
from afttrainer.models import ClipExport
from afttrainer.models.clip_export import ExportRule, ExportStatus

#: A consent that was withdrawn, or an hour that is over, is noticed within so much.
ASKED_AGAIN_AFTER = timedelta(seconds=5)
GONE = _l("The film of this copy is not there any more.")


def order(house: FilmHouse, asked: ClipExport) -> None:
    """Have it made. Doing it twice changes nothing."""
    recording = asked.clip.recording if asked.clip else None
    if recording is not None and recording.sha256 is not None:
        said = f"{asked.asked_by.name} · {when(asked.asked_at)}"
        marks = Marks(asked.in_ms, asked.out_ms)
        house.cuts.order(
            CutOrder(
                asked.ticket,
                recording.sha256,
                asked.file,
                marks,
                said if asked.is_marked else None,
            )
        )


@dataclass
class ExportDesk:
    """One a server; `look` about once a second, inside an application context."""

    house: FilmHouse
    setting: str
    _known: dict[str, CutOrder] | None = field(default=None, init=False)
    _looked_at: datetime | None = field(default=None, init=False)

    def look(self, now: datetime) -> None:
        orders = {one.ticket: one for one in self.house.cuts.all()}
        if not self._is_due(orders, now):
            return
        self._known, self._looked_at = orders, now
        alive = write(lambda session: self._note(session, orders, now))
        for one in orders.values():
            if one.ticket not in alive:
                self._be_done_with(one)

    def _is_due(self, orders: dict[str, CutOrder], now: datetime) -> bool:
        """The database is asked when the worker has said something, and now and then whether all
        still allow what lies there."""
        if orders != self._known or self._looked_at is None:
            return True
        return bool(orders) and now - self._looked_at >= ASKED_AGAIN_AFTER

    def _note(self, session: Session, orders: dict[str, CutOrder], now: datetime) -> set[str]:
        """What the worker says stands on them then; returns the tickets of those that live on."""
        alive = ClipExport.alive(session)
        for asked in alive:
            if not asked.still_holds(ExportRule(self.setting), now) or asked.is_over(now):
                asked.end()
            elif (one := orders.get(asked.ticket)) is not None:
                asked.told(ExportStatus(one.stage), one.share, one.words(_), now)
            elif asked.clip is not None and asked.clip.recording.sha256 is not None:
                order(self.house, asked)  # the power went before the worker heard of it
            else:
                asked.told(ExportStatus.REFUSED, 0.0, str(GONE), now)
        return {asked.ticket for asked in alive if asked.is_alive}

    def _be_done_with(self, one: CutOrder) -> None:
        """No copy outlives its order: first the file goes, then the order."""
        if not one.finished:
            self.house.cuts.stop(one.ticket)
            return
        store = self.house.store
        with contextlib.suppress(Refusal, OSError, ValueError):
            store.place(store.name(one.sha256, one.file)).path.unlink(missing_ok=True)
        if not store.has(store.name(one.sha256, one.file)):
            self.house.cuts.forget(one.ticket)
