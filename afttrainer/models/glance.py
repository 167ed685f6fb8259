"""All of the group at a glance, for those who lead: they hold several alliances at once, and the
group's cohesion besides (C-71: S2, Training process).

How long ago each one's work was on stands here and orders nobody. Of turns, passes and stops it
knows nothing; who has spoken is marked on the console's own page and never comes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from afttrainer.models import clip_queue

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


@dataclass(frozen=True)
class Glance:
    """`weeks` are whole ones since work of theirs was last on in an earlier meeting of the group;
    None where none was."""

    weeks: int | None
    presents_today: bool


def of_each(room: SupervisionSession, now: datetime) -> Mapping[Participant, Glance]:
    """Those taking part who do not lead."""
    last, today = clip_queue.last_shown(room), room.presenters
    return {
        one: Glance(clip_queue.weeks_since(last.get(one.membership_id), now), one in today)
        for one in room.trainees
    }
