"""Each socket is read on while its commands are being done, and they are done in their order.

The library does a command where it reads: what comes in behind it, be it the answer to a ping, is
not seen before that is done. In a rush this takes seconds, and screens that are well would be taken
for gone. A presenter's stop waits for none of it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import Any

from engineio.exceptions import SocketIsClosedError

from afttrainer.live import stop

log = logging.getLogger(__name__)

#: What may wait of one socket. Beyond it no more is read, and the device itself has to wait.
WAITING_AT_MOST = 100
#: In a command that somebody only writes about, these quotation marks bear backslashes.
_STOP = f'"{stop.NAME}"'


def read_on(server: Any) -> None:
    """Of each new Socket.IO server, after all else that is bound to what comes in."""
    hear = server.eio.handlers["message"]
    waiting: dict[str, deque[object]] = {}
    turn = threading.Lock()

    def heard(socket_id: str, data: object) -> None:
        if isinstance(data, str) and _STOP in data:
            server.start_background_task(do, socket_id, data)
            return
        with turn:
            queue = waiting.get(socket_id)
            is_first = queue is None
            if queue is None:
                queue = waiting[socket_id] = deque()
            queue.append(data or "")
        if is_first:
            server.start_background_task(do_all, socket_id, queue)
        while len(queue) >= WAITING_AT_MOST:
            server.sleep(0.01)

    def do_all(socket_id: str, queue: deque[object]) -> None:
        while (data := next_of(socket_id, queue)) is not None:
            do(socket_id, data)

    def do(socket_id: str, data: object) -> None:
        try:
            hear(socket_id, data)
        except SocketIsClosedError:
            pass  # nobody hears the answer; the device sends it again
        except Exception:
            log.exception("what came in on a socket could not be heard")
            hang_up(socket_id)

    def next_of(socket_id: str, queue: deque[object]) -> object | None:
        """None where all is done, or the socket is gone: what is not answered is sent again."""
        socket = server.eio.sockets.get(socket_id)
        with turn:
            if queue and socket is not None and not socket.closed:
                return queue.popleft()
            queue.clear()
            waiting.pop(socket_id, None)
            return None

    def hang_up(socket_id: str) -> None:
        if (socket := server.eio.sockets.get(socket_id)) is not None:
            socket.close(wait=False, abort=True, reason=server.eio.reason.TRANSPORT_CLOSE)

    server.eio.on("message", heard)
