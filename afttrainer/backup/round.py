"""A running server's copies: one a day, and one after each meeting that has closed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from flask import Flask
from gevent.monkey import is_module_patched
from sqlalchemy import func, select

from afttrainer import clock
from afttrainer.backup.copying import NotCopied
from afttrainer.backup.shelf import Shelf
from afttrainer.extensions import db
from afttrainer.media.refusals import Refusal
from afttrainer.models import Erasure, SupervisionSession
from afttrainer.models.erasure import ErasedFor
from afttrainer.models.let_go import LetGo
from afttrainer.rounds import Round

log = logging.getLogger(__name__)

LOOKED_EVERY_S = 30.0
#: The newest copy is never older, as long as the server runs.
TAKEN_EVERY = timedelta(days=1)
TRIED_AGAIN_AFTER = timedelta(minutes=10)

T = TypeVar("T")


class Backups(Round):
    """`trouble` is why the last try came to nothing; None where it went well."""

    every_s = LOOKED_EVERY_S
    goes_wrong = "Copies could not be looked after"
    begins_at_once = True

    def __init__(self, app: Flask) -> None:
        settings = app.extensions["settings"]
        self._app, self._database = app, settings.database
        self.shelf = Shelf(settings.backup_folder, settings.backup_days)
        self.trouble: Refusal | None = None
        self._again_at: datetime | None = None

    def look_now(self) -> None:
        self.look(clock.now())

    def look(self, now: datetime) -> None:
        with self._app.app_context():
            closed_at = db.session.scalar(select(func.max(SupervisionSession.closed_at)))
            forgotten_at = _words_erased_at()
        newest = self.shelf.newest()
        if newest is None or _is_old(newest.taken_at, now, closed_at, forgotten_at):
            self._take(now)
        self.shelf.let_go(now, forgotten_at)

    def _take(self, now: datetime) -> None:
        if self._again_at is not None and now < self._again_at:
            return
        self.trouble = _on_a_thread(lambda: self._outcome(now)) if self._open else None
        self._again_at = now + TRIED_AGAIN_AFTER if self.trouble else None
        if self.trouble and self._open:
            log.warning("%s", self.trouble)

    def _outcome(self, now: datetime) -> Refusal | None:
        try:
            self.shelf.take(self._database, now, lambda: self._open)
        except NotCopied as why:
            return why
        return None


def _is_old(taken_at: datetime, now: datetime, *since: datetime | None) -> bool:
    return now - taken_at >= TAKEN_EVERY or any(at is not None and taken_at < at for at in since)


def _words_erased_at() -> datetime | None:
    """When words were last emptied for good: copies of before still hold them."""
    withdrawn = select(func.max(Erasure.erased_at)).where(Erasure.why == ErasedFor.WITHDRAWN)
    found = [db.session.scalar(withdrawn), db.session.scalar(select(func.max(LetGo.done_at)))]
    return max((at for at in found if at is not None), default=None)


def _on_a_thread(do: Callable[[], T]) -> T:
    """Beside the rooms. `do` raises nothing."""
    if not is_module_patched("threading"):
        return do()
    import gevent

    done: T = gevent.get_hub().threadpool.apply(do)
    return done
