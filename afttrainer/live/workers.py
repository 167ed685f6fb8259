"""One of several workers of a site: it hears the others, tells their time, and keeps its own door.

Nothing about a room lives in a worker, so a command may arrive at any of them and each may go at
any time. Alone, with no `messages_url`, it is the same without the hearing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import select

from afttrainer import clock
from afttrainer.extensions import db, socketio
from afttrainer.live.presence import IS_WALL
from afttrainer.models import Connection
from afttrainer.rounds import Round

if TYPE_CHECKING:
    from config import Config

LOOKED_EVERY_S = 5.0
#: How many sockets one statement names.
AT_ONCE = 400


def manager_for(config: Config) -> Any:
    """What carries a push to the screens of all workers; None where there is one worker."""
    if not config.messages_url:
        return None
    from afttrainer.live.messages import Messages

    return Messages(config.messages_url, config.ensure_secret_key())


def join(app: Flask) -> None:
    """Called once in a worker's own process, before it answers anybody."""
    clock.share(app.extensions["settings"].home)
    if not socketio.server.manager_initialized:
        # The library would begin to hear the others only with the first screen of its own.
        socketio.server.manager_initialized = True
        socketio.server.manager.initialize()


class Doorkeeper(Round):
    """Shows out whom another worker has struck off the list: the word of it may have been lost.

    A person who was removed, or has signed out, is in no room's list any more; their socket must
    not go on hearing what the room is told.
    """

    every_s = LOOKED_EVERY_S
    goes_wrong = "The door could not be looked after"

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._unknown: set[str] = set()

    def look_now(self) -> None:
        """Who is unknown at two looks goes: a screen may just be coming in at the first."""
        with self._app.app_context():
            unknown = _unknown_of(_sockets_here())
        for socket_id in unknown & self._unknown:
            socketio.server.disconnect(socket_id, namespace="/", ignore_queue=True)
        self._unknown = unknown - self._unknown


def _sockets_here() -> set[str]:
    """People's, of this worker; a wall is nobody's."""
    server = socketio.server
    # A copy: whoever is shown out meanwhile leaves the list.
    here = [sid for sid, _eio in list(server.manager.get_participants("/", None))]
    return {sid for sid in here if not (server.get_environ(sid, "/") or {}).get(IS_WALL)}


def _unknown_of(here: set[str]) -> set[str]:
    names, known = sorted(here), set[str]()
    for begin in range(0, len(names), AT_ONCE):
        these = Connection.socket_id.in_(names[begin : begin + AT_ONCE])
        known |= set(db.session.scalars(select(Connection.socket_id).where(these)))
    return here - known
