"""Numbers of rows that may go while somebody still speaks of them."""

from __future__ import annotations

import secrets

from afttrainer.models.participant import LARGEST_ID


def by_lot() -> int:
    """A number that no row has had: in turn, a gap would tell that a row has gone, and SQLite gives
    the last number once more, so that what was sent about that row would be of the next."""
    return 1 + secrets.randbelow(LARGEST_ID)
