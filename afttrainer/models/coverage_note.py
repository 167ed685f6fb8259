"""More rather than less is played: said softly where little of a film was seen (C-82: S2)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from afttrainer.models import skipped
from afttrainer.models.film_time import merged

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip


def is_due(clip: QueuedClip, now: datetime, seen_at_least_percent: int) -> bool:
    """Of a film that stands, was begun, and that its presenter would see go on. The share is the
    site's to say (`AFTTRAINER_SEEN_AT_LEAST`, 0-100); the note holds nobody up."""
    if clip.first_played_at is None or clip.enough_at is not None:
        return False
    return 100 * (1 - unseen_ms(clip, now) / clip.clip.duration_ms) < seen_at_least_percent


def unseen_ms(clip: QueuedClip, now: datetime) -> int:
    """How much of the clip nobody in the room has seen and its presenter does not leave out: what
    they leave out is asked of nobody."""
    duration_ms = clip.clip.duration_ms
    unseen = (1 - clip.coverage(now)) * duration_ms - _left_out_unseen_ms(clip, now)
    return max(0, round(unseen))


def _left_out_unseen_ms(clip: QueuedClip, now: datetime) -> int:
    seen, left_out = clip.seen(now), merged(skipped.stretches(clip))
    length = sum(one.end_ms - one.start_ms for one in left_out)
    return length - sum(
        max(0, min(one.end_ms, span.end_ms) - max(one.start_ms, span.start_ms))
        for one in left_out
        for span in seen
    )
