"""What one socket sends: it is read on while earlier commands are being done, they are done in
their order, and only so much of it may wait.

The library does a command where it reads: what comes in behind it, be it the answer to a ping, is
not seen before that is done. In a rush this takes seconds, and screens that are well would be taken
for gone. It also reads whatever comes, however large and however much, and keeps it: whoever
reaches the server could fill its memory like that, and need not even be signed in.

So each socket has a line of its own for what is to be done. Where that is full nothing more is
taken from what was read, and where that is full too nothing more is read: then whoever sends has
to wait. A presenter's stop waits for none of it, unless stops themselves come in numbers.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, deque
from typing import Any

import simple_websocket  # type: ignore[import-untyped]  # as most of what it is used by
from engineio.exceptions import SocketIsClosedError

from afttrainer.live import stop

log = logging.getLogger(__name__)

#: What may wait of one socket to be done, and behind that to be looked at. Our screens wait for
#: answers, so a handful is much.
WAITING_AT_MOST = 100
LOOKED_EVERY_S = 0.01
#: A press, its repetition by another way, and one more.
STOPS_AT_ONCE = 3
#: In a command that somebody only writes about, these quotation marks bear backslashes.
_STOP = f'"{stop.NAME}"'


def take_in(server: Any) -> None:
    """Of each new Socket.IO server, after all else that is bound to what comes in."""
    _read_so_much(server)
    _read_on(server)


class Line(simple_websocket.Server):  # type: ignore[misc]  # the library is untyped
    """One WebSocket. Nothing more is read from it while too much of it waits."""

    def _handle_events(self) -> bool:
        goes_on: bool = super()._handle_events()
        while goes_on and self.connected and len(self.input_buffer) > WAITING_AT_MOST:
            time.sleep(LOOKED_EVERY_S)
        return goes_on


def _read_so_much(server: Any) -> None:
    """A message larger than the server takes ends its socket while it is still coming in."""
    driver, message_at_most = server.eio._async, server.eio.max_http_buffer_size
    usual = driver["websocket"]

    class Bounded(usual):  # type: ignore[misc, valid-type]  # the library is untyped
        def __call__(self, environ: dict[str, Any], _start_response: Any) -> Any:
            self.ws = Line(environ, max_message_size=message_at_most, **self.server_args)
            said = self.app(self)
            # How the servers want to be told that there is nothing more to answer.
            if self.ws.mode == "gunicorn":
                raise StopIteration
            if self.ws.mode == "werkzeug":
                raise ConnectionError
            return said

    # The library's own is one for all servers of the process.
    server.eio._async = driver | {"websocket": Bounded}


def _is_stop(data: object) -> bool:
    return isinstance(data, str) and _STOP in data


def _read_on(server: Any) -> None:
    hear = server.eio.handlers["message"]
    waiting: dict[str, deque[object]] = {}
    going_past: Counter[str] = Counter()
    turn = threading.Lock()

    def heard(socket_id: str, data: object) -> None:
        with turn:
            if goes_past := _is_stop(data) and going_past[socket_id] < STOPS_AT_ONCE:
                going_past[socket_id] += 1
        if goes_past:
            server.start_background_task(do_past, socket_id, data)
        else:
            in_line(socket_id, data)

    def do_past(socket_id: str, data: object) -> None:
        do(socket_id, data)
        with turn:
            going_past[socket_id] -= 1
            if not going_past[socket_id]:
                del going_past[socket_id]

    def in_line(socket_id: str, data: object) -> None:
        with turn:
            queue = waiting.get(socket_id)
            is_first = queue is None
            if queue is None:
                queue = waiting[socket_id] = deque()
            queue.append(data or "")
        if is_first:
            server.start_background_task(do_all, socket_id, queue)
        while len(queue) >= WAITING_AT_MOST:
            server.sleep(LOOKED_EVERY_S)

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
