"""A Socket.IO connection spoken by hand, so that a test may also speak it wrongly."""

from __future__ import annotations

import itertools
import json
import select
from typing import Any
from urllib.parse import urlsplit

import websocket

CONNECTS_WITHIN_S = 4
#: Of Engine.IO 4 and Socket.IO 5: what a packet begins with.
OPEN, CLOSE, PING, PONG = "0", "1", "2", "3"
CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR = "40", "41", "42", "43", "44"

Broken = (OSError, websocket.WebSocketException, ValueError)


class Refusal(Exception):
    """The server took the socket and not the screen."""


class Wire:
    """Raises one of `Broken` where the connection does not come about or has broken."""

    def __init__(self, base: str, cookies: dict[str, str], auth: dict[str, Any] | None) -> None:
        where = urlsplit(base)
        self._numbers = itertools.count()
        self.socket = websocket.create_connection(
            f"ws://{where.netloc}/socket.io/?EIO=4&transport=websocket",
            timeout=CONNECTS_WITHIN_S,
            header=cookies,
            origin=base,
            enable_multithread=True,
        )
        try:
            self.opened = json.loads(self.hear(OPEN))
            if auth is not None:
                self.join(auth)
        except BaseException:
            self.close()
            raise

    def join(self, auth: dict[str, Any]) -> None:
        """Raises Refusal."""
        self.say(CONNECT + json.dumps(auth))
        heard = self.hear(CONNECT, CONNECT_ERROR)
        if heard.startswith("{") and "message" in json.loads(heard):
            raise Refusal(json.loads(heard)["message"])

    def say(self, packet: str) -> None:
        self.socket.send(packet)

    def emit(self, name: str, *what: Any) -> int:
        """Say it, wishing for an answer under the number that this returns."""
        number = next(self._numbers)
        self.say(f"{EVENT}{number}{json.dumps([name, *what])}")
        return number

    def ask(self, name: str, *what: Any) -> Any:
        """Wait for the answer, letting everything else go by."""
        number = str(self.emit(name, *what))
        while True:
            told = self.hear(ACK)
            if told.startswith(number + "["):
                return json.loads(told[len(number) :])[0]

    def hear(self, *kinds: str) -> str:
        """The rest of the next packet of one of these kinds. Pings are answered meanwhile."""
        while True:
            packet = self.next_packet()
            for kind in kinds:
                if packet.startswith(kind):
                    return packet[len(kind) :]

    def next_packet(self) -> str:
        """Raises ConnectionError when the other side hangs up."""
        packet = self.socket.recv()
        if isinstance(packet, bytes):
            packet = packet.decode("utf-8", "replace")
        if packet == "" or packet.startswith(CLOSE):
            raise ConnectionResetError("hung up")
        if packet == PING:
            self.say(PONG)
        return packet

    def has_news(self, within_s: float) -> bool:
        if not self.socket.connected:
            return True
        return bool(select.select([self.socket.sock], [], [], within_s)[0])

    def close(self) -> None:
        """At once, without a farewell."""
        self.socket.shutdown()


def clock_of(wire: Wire) -> tuple[float, str]:
    """Server time in s since 1970 as it is told now, and which clock tells it."""
    told = wire.ask("clock", None)
    wire.close()
    return told["ms"] / 1000, told["boot"]
