"""What may be asked of a writer, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from flask_babel import gettext as _
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from afttrainer.models.refusal import Refused

T = TypeVar("T")
#: Loads, authorises, acts, and returns plain data, never rows.
Action = Callable[[Session], T]


#: In place of a meeting's number, for what no command of any room decides by (when a screen was
#: last heard of): it waits for no room, and no room for it.
NO_ROOM = 0


class TryAgain(Exception):
    """Nothing was kept because the disk or the database would not; the same may work soon."""


#: What a database says of values that no column holds: too long, too large, not even words.
NEVER_KEPT = (DataError, OverflowError, UnicodeEncodeError)


def not_kept_so() -> Refused:
    """To whoever sent what no form has stopped and no column holds."""
    return Refused(
        _("Something in this is longer or larger than can be kept. Please make it shorter."),
        status=422,
    )


class Writer(Protocol):
    """Does one action at a time, or as if it did."""

    def write(self, action: Action[T], room: int | None = None) -> T:
        """Do `action` in one transaction and return what it returns, after the commit.

        `room` is the meeting that alone is changed. Raises whatever the action raised, having
        undone it; TryAgain when the commit did not hold.
        """

    def close(self) -> None:
        """Finish what waits; nothing is written afterwards."""
