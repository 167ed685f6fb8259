"""What a socket sends without end, or faster than it is answered: only so much is taken in.

The library puts a message together however long it becomes, unpacks it before it looks, and reads
on while earlier ones still wait. Whoever reaches the server could fill its memory like that, and
need not even be signed in.
"""

from __future__ import annotations

import time
from typing import Any

import simple_websocket  # type: ignore[import-untyped]  # as most of what it is used by

#: Messages of one socket that wait. Our screens wait for answers; then the line itself is full,
#: and whoever sends has to wait as well.
WAITING_AT_MOST = 32
LOOKED_EVERY_S = 0.01


class Line(simple_websocket.Server):  # type: ignore[misc]  # the library is untyped
    """One WebSocket. Nothing more is read from it while too much of it waits."""

    def _handle_events(self) -> bool:
        goes_on: bool = super()._handle_events()
        while goes_on and self.connected and len(self.input_buffer) > WAITING_AT_MOST:
            time.sleep(LOOKED_EVERY_S)
        return goes_on


def take_in_so_much(server: Any) -> None:
    """Of each new Socket.IO server: a message larger than it takes ends its socket while it is
    still coming in."""
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
