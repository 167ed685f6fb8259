"""When somebody began to write, as their device tells it."""

from __future__ import annotations

from datetime import datetime, timedelta

from afttrainer import clock
from afttrainer.live.protocol import Room

#: Nobody thinks longer than this over one line; what claims to be older is a clock gone wrong.
WRITTEN_WITHIN = timedelta(minutes=10)


def begun_at(room: Room, told_ms: int | None) -> datetime:
    """By then the film was at what the words speak of. The instant of sending where nothing
    sensible was told."""
    try:
        begun = clock.from_ms(told_ms or 0)
    except (TypeError, ValueError, OverflowError, OSError):
        return room.touched_at
    sent = room.touched_at
    return begun if sent - WRITTEN_WITHIN <= begun <= sent else sent
