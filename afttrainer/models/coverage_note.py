"""More rather than less is played: said softly where little of a film was seen (C-82: S2)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip


def is_due(clip: QueuedClip, now: datetime, seen_at_least_percent: int) -> bool:
    """Of a film that stands, was begun, and that its presenter would see go on. The share is the
    site's to say (`AFTTRAINER_SEEN_AT_LEAST`, 0-100); the note holds nobody up."""
    if clip.first_played_at is None or clip.enough_at is not None:
        return False
    return clip.coverage(now) * 100 < seen_at_least_percent


def unseen_ms(clip: QueuedClip, now: datetime) -> int:
    """How much of the clip nobody in the room has seen."""
    return round((1 - clip.coverage(now)) * clip.clip.duration_ms)
