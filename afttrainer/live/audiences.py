"""Changes out: what has changed, drawn once an audience and sent to its screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, current_app

from afttrainer.extensions import db, socketio
from afttrainer.live import film_state, fragments
from afttrainer.models import SupervisionSession
from afttrainer.models.revision import PLAYBACK

#: At most ten drawings a second an audience: more is flicker, and work for nothing.
DRAWN_EVERY_S = 0.1


def room_of(supervision_id: int, audience: str) -> str:
    """The name of the audience among the sockets."""
    return f"supervision:{supervision_id}:{audience}"


def push(supervision_id: int, audiences: Iterable[str]) -> None:
    """Have each audience's screens drawn again, soon and after the sender's own answer.

    A push lost costs nothing: every screen sees the gap in its revision and fetches its page.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    waiting: set[tuple[int, str]] = app.extensions["pushes"]
    for audience in audiences:
        key = (supervision_id, audience)
        if key in waiting:
            continue
        waiting.add(key)
        if audience == PLAYBACK:
            _at_once(app, key)
        elif app.testing:
            _draw(app, key)
        else:
            socketio.start_background_task(_draw_soon, app, key)


def _at_once(app: Flask, key: tuple[int, str]) -> None:
    """A film that starts or stops cannot wait for a drawing."""
    if app.testing:
        _tell_players(app, key)
    else:
        socketio.start_background_task(_tell_players, app, key)


def _tell_players(app: Flask, key: tuple[int, str]) -> None:
    supervision_id, _audience = key
    app.extensions["pushes"].discard(key)
    with app.test_request_context():
        supervision = db.session.get(SupervisionSession, supervision_id)
        if supervision is not None:
            rooms = [room_of(supervision_id, audience) for audience in film_state.AUDIENCES]
            socketio.emit("playback", film_state.state_of(supervision), to=rooms)


def _draw_soon(app: Flask, key: tuple[int, str]) -> None:
    socketio.sleep(DRAWN_EVERY_S)
    _draw(app, key)


def _draw(app: Flask, key: tuple[int, str]) -> None:
    supervision_id, audience = key
    app.extensions["pushes"].discard(key)
    # Drawn in the background as in a request: a fragment has addresses in it.
    with app.test_request_context():
        supervision = db.session.get(SupervisionSession, supervision_id)
        if supervision is None:
            return
        try:
            drawn = fragments.render(supervision, audience)
        except LookupError:
            return
        message: dict[str, Any] = {
            "audience": drawn.audience,
            "revision": drawn.revision,
            "html": drawn.html,
        }
        socketio.emit("changed", message, to=room_of(supervision_id, audience))
