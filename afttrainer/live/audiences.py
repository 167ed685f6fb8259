"""Changes out: what has changed, drawn once an audience and sent to its screens."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.test import EnvironBuilder

from afttrainer.database import is_away
from afttrainer.extensions import db, socketio
from afttrainer.live import film_state, fragments, unsaved_stops
from afttrainer.models import SupervisionSession
from afttrainer.models.revision import PLAYBACK, Change

#: At most ten drawings a second: more is flicker, and work for nothing. A few may follow close on
#: one another, so that a single tap is never kept waiting by the one before it.
DRAWN_EVERY_S = 0.1
CLOSE_TOGETHER = 5

#: The share of the time in which this worker may draw, when there is so much to draw.
DRAWS_FOR = 2 / 3

#: A database that is away is asked again so often, for some minutes.
READ_AGAIN_AFTER_S = 1.0
READ_TRIES = 300

#: By meeting: audiences whose screens have not been told yet.
Waiting = dict[int, set[str]]


def room_of(supervision_id: int, audience: str) -> str:
    """The name of the audience among the sockets."""
    return f"supervision:{supervision_id}:{audience}"


def push(supervision_id: int, touched: Iterable[str]) -> None:
    """Have the screens of each audience drawn again, at once and after the sender's own answer.

    `touched` is that of a meeting, which tells what has changed, or names of audiences whose
    screens may differ anywhere. A push lost costs nothing: every screen sees the gap in its
    revision and fetches its page.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    changes = dict(touched) if isinstance(touched, Mapping) else {a: Change() for a in touched}
    if changes.pop(PLAYBACK, None):
        # A film that starts or stops cannot wait for a drawing.
        _start(app, supervision_id, [PLAYBACK])
    waiting: Waiting = app.extensions["pushes"]
    is_under_way = supervision_id in waiting
    for audience, change in changes.items():
        if change.drawn is not None and audience not in waiting.get(supervision_id, ()):
            _send(app, supervision_id, audience, change)
        else:
            waiting.setdefault(supervision_id, set()).add(audience)
    if supervision_id in waiting and not is_under_way:
        _start(app, supervision_id)


def _send(app: Flask, supervision_id: int, audience: str, change: Change) -> None:
    """A piece that is drawn already waits for nothing but the sender's own answer."""
    after = (change.revision or 0) - 1
    message: dict[str, Any] = {"audience": audience, "revision": change.revision, "after": after}
    message["pieces"] = change.drawn
    if app.testing:
        _emit(supervision_id, audience, message)
    else:
        socketio.start_background_task(_emit, supervision_id, audience, message)


def _emit(supervision_id: int, audience: str, message: dict[str, Any]) -> None:
    socketio.emit("changed", message, to=room_of(supervision_id, audience))


def _start(app: Flask, supervision_id: int, at_once: Collection[str] = ()) -> None:
    if app.testing:
        _tell(app, supervision_id, at_once or app.extensions["pushes"].pop(supervision_id))
    elif at_once:
        socketio.start_background_task(tell_when_it_can_be_read, app, supervision_id, at_once)
    else:
        socketio.start_background_task(_tell_soon, app, supervision_id)


def _tell_soon(app: Flask, supervision_id: int) -> None:
    """What else changes until it is drawn goes along."""
    socketio.sleep(_wait_s(app, supervision_id))
    with app.extensions["drawing"]:
        began = time.perf_counter()
        audiences = app.extensions["pushes"].pop(supervision_id)
        was_told = _told_now(app, supervision_id, audiences)
        # Whoever waits for an answer comes in between: when all rooms change at once, drawing
        # takes its share of the time and no more, and what is drawn goes together.
        socketio.sleep((time.perf_counter() - began) * (1 / DRAWS_FOR - 1))
    if not was_told:
        socketio.sleep(READ_AGAIN_AFTER_S)
        tell_when_it_can_be_read(app, supervision_id, audiences)


def _wait_s(app: Flask, supervision_id: int) -> float:
    """0, except for a room in which drawing would come close on drawing for too long."""
    paces: dict[int, float] = app.extensions["paces"]
    now = time.monotonic()
    earliest = max(paces.get(supervision_id, 0.0), now - CLOSE_TOGETHER * DRAWN_EVERY_S)
    paces[supervision_id] = earliest + DRAWN_EVERY_S
    return max(0.0, earliest - now)


def tell_when_it_can_be_read(app: Flask, supervision_id: int, audiences: Collection[str]) -> None:
    """Sockets outlive a restart of the database, so the screens behind them would not know that
    they missed something: what cannot be read now is told when it can."""
    for _attempt in range(READ_TRIES):
        if _told_now(app, supervision_id, audiences):
            return
        socketio.sleep(READ_AGAIN_AFTER_S)


def _told_now(app: Flask, supervision_id: int, audiences: Collection[str]) -> bool:
    """False where the database is away."""
    try:
        _tell(app, supervision_id, audiences)
    except SQLAlchemyError as away:
        if not is_away(away):
            raise
        return False
    return True


def _tell(app: Flask, supervision_id: int, audiences: Collection[str]) -> None:
    # Drawn in the background as in a request: a fragment has addresses in it.
    with app.request_context(_environ(app)):
        supervision = db.session.get(SupervisionSession, supervision_id)
        if supervision is None:
            return
        unsaved_stops.show(supervision)
        for audience in sorted(audiences):
            if audience == PLAYBACK:
                rooms = [room_of(supervision_id, one) for one in film_state.AUDIENCES]
                socketio.emit("playback", film_state.state_of(supervision), to=rooms)
            else:
                _draw_whole(supervision, audience)


def _draw_whole(supervision: SupervisionSession, audience: str) -> None:
    try:
        drawn = fragments.render(supervision, audience)
    except LookupError:
        return  # An audience of nobody here.
    message = {"audience": audience, "revision": drawn.revision, "html": drawn.html}
    _emit(supervision.id, audience, message)


def _environ(app: Flask) -> dict[str, Any]:
    made: dict[str, Any] = app.extensions.setdefault("drawn in", EnvironBuilder().get_environ())
    return made.copy()
