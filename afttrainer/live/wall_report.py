"""Where the film really is: the wall tells it twice a second, and the room follows (rule 8).

Each report is answered, also where there is nothing to tell: by the answer the wall knows that it
is in contact, and whether it has missed a change.
"""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import db, write
from afttrainer.live.audiences import push
from afttrainer.models import Playback, SupervisionSession, WallPass
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.wall import HEARD_WITHIN
from afttrainer.models.wall_lead import Told
from afttrainer.web.walls import pass_of_request
from afttrainer.writing import TryAgain


def read(raw: object, wall: int) -> Told | None:
    """None where it tells of no film: nonsense, or a wall that only asks whether it is heard."""
    if not isinstance(raw, dict):
        return None
    names = ("clip", "revision", "film_ms", "at_ms", "round_trip_ms")
    found = [raw.get(name) for name in names]
    numbers = [float(v) for v in found if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) < len(found) or not all(math.isfinite(n) for n in numbers):
        return None
    clip, revision, film_ms, at_ms, round_trip_ms = numbers
    try:
        at = clock.from_ms(at_ms)
    except (OverflowError, ValueError, OSError):
        return None
    return Told(wall, int(clip), int(revision), film_ms, at, round_trip_ms)


def heard(*sent: object) -> dict[str, Any]:
    """Nothing is written while the wall and the reckoning agree; only a wall is heard."""
    found = pass_of_request(db.session)
    if found is None:
        return {"ok": False}
    raw, room = sent[0] if sent else None, found.supervision
    told = read(raw, found.id)
    _note_readiness(found, raw)
    supervision_id, playback = room.id, room.playback
    answer = {"ok": True, "revision": playback.revision if playback else None}
    if told is None or _playback(room, told) is None:
        return answer
    # What cannot be kept now, the next report tells again, half a second on.
    with suppress(TryAgain):
        touched = write(lambda session: _followed(session, supervision_id, told), supervision_id)
        push(supervision_id, touched)
    return answer


def _note_readiness(wall: WallPass, raw: object) -> None:
    """How its window stands, where that is news: whether it has the film, and may sound."""
    said = raw if isinstance(raw, dict) else {}
    film_of, sound = said.get("film"), said.get("sound") is True
    if type(film_of) is not int or not 0 < film_of <= LARGEST_ID:
        film_of = None
    if not wall.supervision.is_live or not wall.has_news(film_of, clock.now(), sound=sound):
        return
    number, room = wall.id, wall.supervision_id

    def noted(session: Session) -> frozenset[str]:
        found = session.get_one(WallPass, number)
        found.tells(film_of, clock.now(), sound=sound)
        return frozenset(found.supervision.touched)

    # What cannot be kept now is told again a moment later.
    with suppress(TryAgain):
        push(room, write(noted, room))


def look(now: datetime) -> None:
    """Windows that were shut, or have lost contact: any worker may note it."""
    silent = WallPass.heard_at < now - HEARD_WITHIN
    rooms = select(WallPass.supervision_id).where(silent).distinct()

    def noted(session: Session, room: int) -> frozenset[str]:
        found = session.scalars(select(WallPass).where(silent, WallPass.supervision_id == room))
        touched: frozenset[str] = frozenset()
        for wall in found:
            wall.was_shut()
            touched |= frozenset(wall.supervision.touched)
        return touched

    for room in db.session.scalars(rooms).all():
        push(room, write(partial(noted, room=room), room))


def _followed(session: Session, supervision_id: int, told: Told) -> frozenset[str]:
    room = session.get_one(SupervisionSession, supervision_id)
    if (playback := _playback(room, told)) is not None:
        playback.hear(told, clock.now())
    return frozenset(room.touched)


def _playback(room: SupervisionSession, told: Told) -> Playback | None:
    """The room's player, where the report has news for it."""
    playback = room.playback
    if not room.is_live or playback is None or playback.queued_clip_id != told.clip:
        return None
    return playback if playback.hears_news(told, clock.now()) else None
