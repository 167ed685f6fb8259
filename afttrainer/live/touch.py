"""When a finger went down, as far as the device knows."""

from __future__ import annotations

from datetime import datetime

from flask_babel import LazyString

from afttrainer.live.protocol import Room
from afttrainer.models.refusal import Refused


def touched_at(room: Room, *, estimated: bool, unknown: LazyString) -> datetime:
    """A device that knows the time by its own clock alone (`estimated`) may be a minute off: where
    it is in contact, the arrival is the better guess. Where it is not, and its clock is out of all
    reason, there is none: raises Refused with the words of `unknown`."""
    if room.offline and not room.knows_when:
        raise Refused(str(unknown))
    return room.now if estimated and not room.offline else room.touched_at
