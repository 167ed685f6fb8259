"""More rather than less is played: said softly where little of a film was seen (C-82: S2)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip

#: Under this share of the clip a note is shown. It holds nobody up.
SEEN_AT_LEAST: Final = 0.75


def is_due(clip: QueuedClip, now: datetime) -> bool:
    """Of a film that stands, was begun, and that its presenter would see go on."""
    if clip.first_played_at is None or clip.enough_at is not None:
        return False
    return clip.coverage(now) < SEEN_AT_LEAST


def unseen_ms(clip: QueuedClip, now: datetime) -> int:
    """How much of the clip nobody in the room has seen."""
    return round((1 - clip.coverage(now)) * clip.clip.duration_ms)
