"""Server time: the wall clock at start, carried on by a clock that is never set back."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

_began = datetime.now(UTC)
_began_monotonic = time.monotonic()


def now() -> datetime:
    return _began + timedelta(seconds=time.monotonic() - _began_monotonic)


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970, as devices reckon server time."""
    return int(instant.timestamp() * 1000)


def from_ms(milliseconds: float) -> datetime:
    """Raises OverflowError or ValueError for what is no instant at all."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
