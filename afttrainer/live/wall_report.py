"""Where the film really is: the wall tells it twice a second, and the room follows (rule 8)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import db, write
from afttrainer.live.audiences import push
from afttrainer.models import Playback, SupervisionSession
from afttrainer.web.walls import wall_of_request


@dataclass(frozen=True)
class Report:
    """`film_ms` within the clip was on the wall at `at`."""

    clip: int
    revision: int
    film_ms: float
    at: datetime

    @classmethod
    def read(cls, raw: object) -> Report | None:
        """None where it is no report at all."""
        if not isinstance(raw, dict):
            return None
        found = [raw.get(name) for name in ("clip", "revision", "film_ms", "at_ms")]
        numbers = [
            float(v) for v in found if isinstance(v, int | float) and not isinstance(v, bool)
        ]
        if len(numbers) < len(found) or not all(math.isfinite(n) for n in numbers):
            return None
        clip, revision, film_ms, at_ms = numbers
        try:
            return cls(int(clip), int(revision), film_ms, clock.from_ms(at_ms))
        except (OverflowError, ValueError, OSError):
            return None


def heard(*sent: object) -> None:
    """Nothing is written while the wall and the reckoning agree; only a wall is heard."""
    report = Report.read(sent[0] if sent else None)
    wall = wall_of_request(db.session)
    if report is None or wall is None or _playback(wall, report) is None:
        return
    supervision_id = wall.id
    anchored = write(lambda s: _anchored(s, supervision_id, report), supervision_id)
    push(supervision_id, anchored)


def _anchored(session: Session, supervision_id: int, report: Report) -> frozenset[str]:
    room = session.get_one(SupervisionSession, supervision_id)
    if (playback := _playback(room, report)) is not None:
        playback.anchor(report.film_ms, report.at, report.revision, clock.now())
    return frozenset(room.touched)


def _playback(room: SupervisionSession, report: Report) -> Playback | None:
    """The room's player, where the report has news for it."""
    playback = room.playback
    if not room.is_live or playback is None or playback.queued_clip_id != report.clip:
        return None
    now = clock.now()
    has_news = playback.hears_news(report.film_ms, report.at, report.revision, now)
    return playback if has_news else None
