"""What a worker looks after by itself, again and again for as long as it runs."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from afttrainer.writing import TryAgain

log = logging.getLogger(__name__)


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
