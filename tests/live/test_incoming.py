"""What comes in on a socket faster than it is heard waits on the line, and not in memory."""

from __future__ import annotations

import base64
import socket
import threading

import websocket

from afttrainer.live.incoming import WAITING_AT_MOST, Line
from tests.network import until

MESSAGES, BYTES = 20_000, 1000
#: What one look at the line may bring besides.
AT_ONE_READING = 8


def test_all_of_it_is_heard_in_order_and_little_of_it_lies_in_memory() -> None:
    here, there = socket.socketpair()
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "HTTP_HOST": "here",
        "HTTP_CONNECTION": "Upgrade",
        "HTTP_UPGRADE": "websocket",
        "HTTP_SEC_WEBSOCKET_VERSION": "13",
        "HTTP_SEC_WEBSOCKET_KEY": base64.b64encode(b"sixteen bytes ok").decode(),
        "werkzeug.socket": here,
    }
    line = Line(environ)
    while not there.recv(4096).endswith(b"\r\n\r\n"):
        pass

    def flood() -> None:
        for number in range(MESSAGES):
            said = f"{number}".ljust(BYTES)
            there.sendall(websocket.ABNF.create_frame(said, websocket.ABNF.OPCODE_TEXT).format())

    sender = threading.Thread(target=flood, daemon=True)
    sender.start()
    until(lambda: len(line.input_buffer) > WAITING_AT_MOST)
    waiting = 0
    for number in range(MESSAGES):
        waiting = max(waiting, len(line.input_buffer))
        assert line.receive().strip() == str(number)
    assert waiting <= WAITING_AT_MOST + AT_ONE_READING
    sender.join()
    there.close()
