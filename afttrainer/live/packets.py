"""What comes in on a socket and is no packet of ours: the socket is closed, and nothing is done.

The library writes a stack trace into the log for each such packet and listens on: a broken device
would fill the log, and would wait for answers that never come.
"""

from __future__ import annotations

import logging
from typing import Any

from socketio import packet

log = logging.getLogger(__name__)

#: Our screens send nothing else; no film and no picture goes over a socket.
KINDS = frozenset((packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK))


class Nonsense(Exception):
    """Not a packet that any of our screens sends."""


class Strict(packet.Packet):  # type: ignore[misc]  # the library is untyped
    """Raises Nonsense where the library would fail in many ways, or later. (What is empty never
    comes here: `close_on_nonsense` sees to that.)"""

    def decode(self, encoded_packet: object) -> int:
        try:
            attachments: int = super().decode(encoded_packet)
        except (ValueError, TypeError, AttributeError, IndexError, RecursionError) as mistake:
            raise Nonsense(type(mistake).__name__) from None
        is_event = isinstance(self.data, list) and self.data and isinstance(self.data[0], str)
        if self.packet_type not in KINDS or attachments:
            raise Nonsense(f"kind {self.packet_type}")
        if self.packet_type == packet.EVENT and not is_event:
            raise Nonsense("an event without a name")
        return 0


def close_on_nonsense(server: Any) -> None:
    """Of each new Socket.IO server: whoever sends what `Strict` refuses is hung up on."""
    hear = server.eio.handlers["message"]

    def heard(socket_id: str, data: object) -> None:
        try:
            if not data:
                raise Nonsense("nothing")
            hear(socket_id, data)
        except Nonsense as nonsense:
            log.info("a socket is closed that sent no packet of ours: %s", nonsense)
            server.eio.disconnect(socket_id)

    server.eio.on("message", heard)
