"""Screens whose page beats: it asks now and then which revisions there are, as static/js/room does,
and fetches what it has missed. (So often that a test need not wait.)"""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

from tests.faults.device import Console, Device, Screen
from tests.faults.site import WALL, Site
from tests.faults.wire import ACK, DISCONNECT, Wire

BEATS_EVERY_S = 1.0


class Leaves(Screen):
    """Hangs up when it is shown out, and tries to come back, as browsers do."""

    def _hear(self, packet: str) -> None:
        if packet.startswith(DISCONNECT):
            raise ConnectionResetError("shown out")
        super()._hear(packet)


class QuietDevice(Leaves, Device):
    """Asks for nothing by itself."""


class Beats(Leaves):
    def __init__(self, *what: Any, **more: Any) -> None:
        super().__init__(*what, **more)
        self.page_id = secrets.token_hex(8)
        self._beat, self._beats_next = "", 0.0
        #: How often the page found out by itself that it had missed something.
        self.missed = 0
        self._was_behind = False

    def _step(self, wire: Wire) -> None:
        if time.monotonic() >= self._beats_next:
            self._beats_next = time.monotonic() + BEATS_EVERY_S
            self._beat = str(wire.emit("here", {"visible": True, "page": self.page_id}))
        super()._step(wire)

    def _hear(self, packet: str) -> None:
        number, _bracket, rest = packet[len(ACK) :].partition("[")
        if not packet.startswith(ACK) or number != self._beat:
            super()._hear(packet)
            return
        answer = json.loads("[" + rest)[0]
        if answer.get("gone"):
            raise ConnectionResetError("nobody knows this screen")
        seen = self.seen()
        told = answer.get("revisions", {})
        behind = any(n in seen and seen[n].revision < number for n, number in told.items())
        # At the first look what was pushed may still be under way.
        if behind and self._was_behind:
            self.missed += 1
            self._refetch()
        self._was_behind = behind


class BeatingDevice(Beats, Device):
    pass


class BeatingConsole(Beats, Console):
    pass


class BeatingWall(Beats):
    kind = "wall"

    def __init__(self, site: Site, network_base: str) -> None:
        super().__init__(WALL, site, network_base)

    def comes(self) -> None:
        self.visitor.get(f"/wall/{self.site.tokens[WALL].pop()}")
        self._thread.start()
