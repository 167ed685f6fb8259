"""What waits for a screen that does not read: only so much, then its socket is closed.

The library keeps whatever cannot be sent yet, without end. A phone that goes on answering and stops
reading would fill the server's memory. Nothing is lost by closing: the screen comes again, and
fetches its page (rule 7).
"""

from __future__ import annotations

import logging
import socket as sockets
from contextlib import suppress
from typing import Any

log = logging.getLogger(__name__)

#: Messages. A room is drawn ten times a second at most, so these are many seconds of silence.
WAITING_AT_MOST = 200
#: Where servers keep the connection that a socket speaks over.
_CONNECTIONS = ("gunicorn.socket", "werkzeug.socket")


def close_the_stalled(server: Any) -> None:
    """Of each new Socket.IO server: whoever has let so much wait is hung up on."""
    send = server.eio.send_packet
    hung_up: set[str] = set()

    def send_bounded(socket_id: str, packet: object) -> None:
        socket = server.eio.sockets.get(socket_id)
        if socket is None or socket.queue.qsize() < WAITING_AT_MOST:
            send(socket_id, packet)
        elif socket_id not in hung_up:
            hung_up.add(socket_id)
            # Not at once: the room that is being told must not lose one of its own meanwhile.
            server.start_background_task(hang_up, socket_id, socket)

    def hang_up(socket_id: str, socket: Any) -> None:
        log.info("a socket is closed that has not read for long")
        connection = _connection(server.environ.get(socket_id) or {})
        if connection is not None:
            # Its writer waits for room on the line, and wakes only from this.
            with suppress(OSError):
                connection.shutdown(sockets.SHUT_RDWR)
        socket.close(wait=False, abort=True, reason=server.eio.reason.TRANSPORT_ERROR)
        hung_up.discard(socket_id)

    server.eio.send_packet = send_bounded


def _connection(environ: dict[str, Any]) -> sockets.socket | None:
    """gevent's own server names none; its socket goes when the next ping is not answered."""
    return next((environ[name] for name in _CONNECTIONS if name in environ), None)
