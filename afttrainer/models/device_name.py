"""What a person's device may speak of before it has arrived, by the name it gave it itself."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.base import LargeInteger, session_of
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant

#: Below 2**53 a browser keeps a number whole.
NUMBERS = 2**53


def by_lot() -> int:
    return secrets.randbelow(NUMBERS)


def number_in(name: str) -> int | None:
    """The number that stands in `name`, where one does that could be drawn."""
    number = int(name) if name.isascii() and name.isdigit() else NUMBERS
    return number if number < NUMBERS else None


class DeviceNamed(EntryMixin):
    #: Drawn by lot: counted up, the numbers of one's own would tell of those of others that lie
    #: between them.
    id: Mapped[int] = mapped_column(LargeInteger, primary_key=True, default=by_lot)
    #: Made on the device, so that what is said of it later can follow before it has arrived.
    client_uuid: Mapped[str | None] = mapped_column(String(64))

    @classmethod
    def own_named(cls, me: Participant, name: str) -> Self | None:
        """One of my own, by either: found through its author, in which there is the meeting."""
        is_named = cls.client_uuid == name
        if (number := number_in(name)) is not None:
            is_named |= cls.id == number
        return session_of(me).scalar(select(cls).where(cls.author_id == me.id, is_named))
