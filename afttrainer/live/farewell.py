"""Who is shown to the door: sockets of nobody, and all of them when the server is asked to stop.

Only the line is closed, so a page connects again by itself: to the next start, or another worker.
"""

from __future__ import annotations

from typing import Any

from afttrainer.extensions import socketio
from afttrainer.rounds import Round

LOOKED_EVERY_S = 5.0
#: A screen says who it is with its first words, even where each takes a second.
STRANGER_AT_LOOKS = 3


class Farewell:
    """Of each new Socket.IO server: what is being answered is answered before the line closes."""

    def __init__(self, server: Any) -> None:
        self._server, self._over = server, False
        self._speaking: set[str] = set()
        hear = server.eio.handlers["message"]

        def heard(socket_id: str, data: object) -> None:
            self._speaking.add(socket_id)
            try:
                hear(socket_id, data)
            finally:
                self._speaking.discard(socket_id)
                if self._over:
                    self.hang_up(socket_id)

        server.eio.on("message", heard)

    def to_all(self) -> None:
        """Nobody new is let in any more by whoever calls this."""
        self._over = True
        for socket_id in set(self._server.eio.sockets) - self._speaking:
            self.hang_up(socket_id)

    def hang_up(self, socket_id: str) -> None:
        if (socket := self._server.eio.sockets.get(socket_id)) is not None:
            broken = self._server.eio.reason.TRANSPORT_CLOSE
            socket.close(wait=False, abort=True, reason=broken)


class Strangers(Round):
    """Sockets that were opened and never said whose they are."""

    every_s = LOOKED_EVERY_S
    goes_wrong = "Sockets of nobody could not be looked for"

    def __init__(self, farewell: Farewell) -> None:
        self._farewell = farewell
        self._looks: dict[str, int] = {}

    def look_now(self) -> None:
        server = socketio.server
        known = {line for _name, line in list(server.manager.get_participants("/", None))}
        strangers = set(server.eio.sockets) - known
        self._looks = {one: self._looks.get(one, 0) + 1 for one in strangers}
        for one, looks in self._looks.items():
            if looks >= STRANGER_AT_LOOKS:
                self._farewell.hang_up(one)
