"""What a worker looks after by itself, again and again for as long as it runs."""

from __future__ import annotations

import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from sqlalchemy.exc import SQLAlchemyError

from afttrainer.extensions import socketio
from afttrainer.writing import TryAgain

log = logging.getLogger(__name__)


class Round(ABC):
    """One thing to look after, every `every_s` seconds from `start` to `stop`."""

    every_s: ClassVar[float]
    #: What an operator reads when a look went wrong.
    goes_wrong: ClassVar[str]
    begins_at_once: ClassVar = False
    _open = True

    def start(self) -> None:
        socketio.start_background_task(self.run_forever, socketio.sleep)

    def stop(self) -> None:
        self._open = False

    @abstractmethod
    def look_now(self) -> None:
        """One look at it."""

    def run_forever(self, sleep: Callable[[float], object]) -> None:
        if self.begins_at_once:
            tried(self.look_now, self.goes_wrong)
        while self._open:
            sleep(self.every_s)
            if self._open:
                tried(self.look_now, self.goes_wrong)


def tried(look: Callable[[], object], what: str) -> None:
    """One look. Raises nothing: whatever goes wrong in it is told as `what`, and the next one is
    made all the same. Nobody would notice that consents which end, or people who have left, are
    not looked after any more."""
    try:
        look()
    except (OSError, TryAgain, SQLAlchemyError, sqlite3.Error) as trouble:
        log.warning("%s just now: %s", what, trouble)
    except Exception:
        log.exception("%s: a mistake of the program", what)
