"""Changes out: what has changed, drawn once an audience and sent to its screens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from afttrainer.database import is_away
from afttrainer.extensions import db, socketio
from afttrainer.live import film_state, fragments
from afttrainer.models import SupervisionSession
from afttrainer.models.revision import PLAYBACK

#: At most ten drawings a second an audience: more is flicker, and work for nothing.
DRAWN_EVERY_S = 0.1


#: A database that is away is asked again so often, for some minutes.
READ_AGAIN_AFTER_S = 1.0
READ_TRIES = 300

#: The meeting's number and the audience.
Key = tuple[int, str]
Tell = Callable[[Flask, Key], None]


def room_of(supervision_id: int, audience: str) -> str:
    """The name of the audience among the sockets."""
    return f"supervision:{supervision_id}:{audience}"


def push(supervision_id: int, audiences: Iterable[str]) -> None:
    """Have each audience's screens drawn again, soon and after the sender's own answer.

    A push lost costs nothing: every screen sees the gap in its revision and fetches its page.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    waiting: set[Key] = app.extensions["pushes"]
    for audience in audiences:
        key = (supervision_id, audience)
        if key in waiting:
            continue
        waiting.add(key)
        # A film that starts or stops cannot wait for a drawing.
        tell, wait_s = (_tell_players, 0.0) if audience == PLAYBACK else (_draw, DRAWN_EVERY_S)
        if app.testing:
            tell(app, key)
        else:
            socketio.start_background_task(_tell_when_it_can_be_read, app, key, tell, wait_s)


def _tell_when_it_can_be_read(app: Flask, key: Key, tell: Tell, wait_s: float) -> None:
    """Sockets outlive a restart of the database, so the screens behind them would not know that
    they missed something: what cannot be read now is told when it can."""
    socketio.sleep(wait_s)
    for _attempt in range(READ_TRIES):
        try:
            return tell(app, key)
        except SQLAlchemyError as away:
            if not is_away(away):
                raise
        waiting: set[Key] = app.extensions["pushes"]
        if key in waiting:
            return  # Another push has come meanwhile, and will tell of this as well.
        waiting.add(key)
        socketio.sleep(READ_AGAIN_AFTER_S)


def _tell_players(app: Flask, key: Key) -> None:
    supervision_id, _audience = key
    app.extensions["pushes"].discard(key)
    with app.test_request_context():
        supervision = db.session.get(SupervisionSession, supervision_id)
        if supervision is not None:
            rooms = [room_of(supervision_id, audience) for audience in film_state.AUDIENCES]
            socketio.emit("playback", film_state.state_of(supervision), to=rooms)


def _draw(app: Flask, key: Key) -> None:
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
