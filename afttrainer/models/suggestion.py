"""Clips worth thinking of when a case is chosen, each with its reason in words (C-73: S2).

Reasons are about a clip and never compare people: its therapist calls it a hard moment, or nothing
of theirs was on lately.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.content.codes import ClipStatus
from afttrainer.models import clip_queue

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession

#: From so many weeks on it is worth a word.
A_WHILE_WEEKS = 3


@dataclass(frozen=True)
class Suggestion:
    queued: QueuedClip
    reasons: Sequence[str]


def suggestions(supervision: SupervisionSession, now: datetime) -> list[Suggestion]:
    """Of the clips that wait in the queue: hard moments first, then those of people whose work was
    not on for longest; within that as they stand in the queue."""
    last = clip_queue.last_shown(supervision)
    found = []
    for queued in supervision.queue:
        if queued.status is not ClipStatus.QUEUED or not queued.has_consent(now):
            continue
        weeks = clip_queue.weeks_since(last.get(queued.therapist.id), now)
        reasons = _reasons(queued, weeks)
        if reasons:
            unseen = A_WHILE_WEEKS * 1000 if weeks is None else weeks
            found.append((not queued.clip.is_hard, -unseen, Suggestion(queued, reasons)))
    found.sort(key=lambda one: one[:2])
    return [one for _hard, _weeks, one in found]


def _reasons(queued: QueuedClip, weeks: int | None) -> list[str]:
    reasons = [_("Its therapist calls it a hard moment.")] if queued.clip.is_hard else []
    if weeks is None:
        reasons.append(_("Nothing of theirs was shown here yet."))
    elif weeks >= A_WHILE_WEEKS:
        reasons.append(_("Nothing of theirs was shown here for %(weeks)s weeks.", weeks=weeks))
    return reasons
