"""A screen, and a phone with an outbox, by the same rules as static/js/room."""

from __future__ import annotations

import json
import os
import random
import re
import select
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.error import URLError

from tests.faults.site import SUPERVISOR, WALL, Site
from tests.faults.wire import ACK, EVENT, PING, Broken, Refusal, Wire
from tests.serving import Visitor

ANSWER_WITHIN_S = 4.0
AGAIN_AFTER_S = 0.2
#: A page that is fetched of a server that sleeps.
FETCHED_WITHIN_S = 8.0
CONNECTS_AGAIN_S = (0.1, 0.5)
REGION = re.compile(r'<(\w+)[^>]* data-audience="([^"]+)" data-revision="([\d.]+)"[^>]*>')


@dataclass(frozen=True)
class Part:
    """What one audience sees on a screen."""

    #: Half a number where a presenter's stop is shown that is not saved yet.
    revision: float
    html: str


class Screen:
    """Somebody's page, kept up to date as the browser does: fetched at each connection, and drawn
    from what is pushed. `network_base` is the way to the server."""

    kind = "companion"

    def __init__(self, name: str, site: Site, network_base: str) -> None:
        self.name, self.site, self.base = name, site, network_base
        self.visitor = Visitor(network_base)
        self.parts: dict[str, Part] = {}
        self.connections = 0
        self.refused: str | None = None
        #: Names of what was pushed to it.
        self.heard: set[str] = set()
        self._wire: Wire | None = None
        self._heard_at = 0.0
        self._over, self._awake = threading.Event(), threading.Event()
        self._awake.set()
        self._knock, self._door = os.pipe()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._lock = threading.Lock()
        self._chance = random.Random(name)
        self.trouble: BaseException | None = None

    # --- Whoever holds it ------------------------------------------------------------------

    def comes(self) -> None:
        """Sign in by a link of one's own, and open the room."""
        token = self.site.tokens[self.name].pop()
        self.visitor.post(f"/{'wall' if self.name == WALL else 'link'}/{token}")
        self.visitor.answer_within_s = FETCHED_WITHIN_S
        self._thread.start()

    def goes(self) -> None:
        """Closed for good."""
        self._over.set()
        self._awake.set()
        self._wake()
        self._thread.join()
        os.close(self._knock)
        os.close(self._door)
        if self.trouble is not None:
            raise self.trouble

    def sleeps(self) -> None:
        """Nothing on it runs, and its connection stays open."""
        self._awake.clear()

    def wakes(self) -> None:
        self._awake.set()

    @property
    def is_connected(self) -> bool:
        return self._wire is not None

    @property
    def address(self) -> str:
        return (
            "/wall" if self.name == WALL else f"/supervision/{self.site.supervision_id}/{self.kind}"
        )

    def wire(self) -> Wire:
        """A socket of the same browser more, to be spoken by hand."""
        auth = {"supervision": self.site.supervision_id, "screen": self.kind}
        return Wire(self.base, self.visitor.cookie_header, auth)

    def page_now(self) -> dict[str, Part]:
        """What a reload would show. Raises URLError and OSError out of contact."""
        return regions(self.visitor.get(self.address))

    def seen(self) -> dict[str, Part]:
        with self._lock:
            return dict(self.parts)

    # --- The page --------------------------------------------------------------------------

    def _wake(self) -> None:
        os.write(self._door, b"!")

    def _live(self) -> None:
        try:
            while not self._over.is_set():
                self._connect()
                try:
                    while self._wire is not None and not self._over.is_set():
                        self._step(self._wire)
                except Broken:
                    self._hang_up()
            self._hang_up()
        except BaseException as broken:
            self.trouble = broken

    def _connect(self) -> None:
        try:
            wire = self.wire()
        except (*Broken, Refusal) as no:
            self.refused = str(no) if isinstance(no, Refusal) else self.refused
            self._over.wait(self._chance.uniform(*CONNECTS_AGAIN_S))
            return
        self._heard_at = time.monotonic()
        self._refetch()
        self._wire = wire
        self.connections += 1

    def _refetch(self) -> None:
        try:
            fresh = self.page_now()
        except (URLError, OSError):
            return
        with self._lock:
            self.parts = fresh

    def _hang_up(self) -> None:
        if self._wire is not None:
            self._wire.close()
        self._wire = None

    def _step(self, wire: Wire) -> None:
        self._awake.wait()
        ready = select.select([wire.socket.sock, self._knock], [], [], 0.1)[0]
        if self._knock in ready:
            os.read(self._knock, 4096)
        if wire.socket.sock in ready:
            self._heard_at = time.monotonic()
            self._hear(wire.next_packet())
        silent_ms = (time.monotonic() - self._heard_at) * 1000
        if silent_ms > wire.opened["pingInterval"] + wire.opened["pingTimeout"]:
            raise ConnectionResetError("silent for too long")

    def _hear(self, packet: str) -> None:
        if packet.startswith(EVENT):
            name, *what = json.loads(packet[len(EVENT) :])
            self.heard.add(name)
            if name == "changed":
                if "after" in what[0]:
                    # A browser puts the piece into its place; here the page is as good.
                    self._refetch()
                else:
                    self._draw(what[0])

    def _draw(self, news: dict[str, Any]) -> None:
        with self._lock:
            old = self.parts.get(news["audience"])
            if old is not None and news["revision"] > old.revision:
                self.parts[news["audience"]] = Part(news["revision"], news["html"])


class Console(Screen):
    kind = "console"

    def __init__(self, site: Site, network_base: str) -> None:
        super().__init__(SUPERVISOR, site, network_base)


@dataclass
class Command:
    """Kept until it is answered."""

    id: str
    name: str
    body: dict[str, Any]
    at: float | None
    offline: bool = False
    answer: dict[str, Any] | None = None
    sends: int = 0
    agains: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.answer is not None and self.answer["ok"] is True

    @property
    def uuid(self) -> str:
        """The device's own name for a mark."""
        return str(self.body["client_uuid"])

    @property
    def packet(self) -> dict[str, Any]:
        packet = {"id": self.id, "name": self.name, "body": self.body, "offline": self.offline}
        return packet if self.at is None else packet | {"at": self.at}


class Device(Screen):
    """A trainee's phone. Commands go out in order, one at a time, again after any silence, and
    leave the outbox only with their answer."""

    def __init__(self, name: str, site: Site, network_base: str, number: int = 0) -> None:
        super().__init__(name, site, network_base)
        self.label = f"{name}-{number}"
        self.outbox: list[Command] = []
        self.answered: list[Command] = []
        self._under_way: tuple[Command, str, float] | None = None
        self._wait_until = 0.0
        self._made = 0
        #: How far server time is ahead of this computer's, as the phone has found out.
        self.ahead_s = 0.0

    def taps(self, family: str = "withdrawal") -> Command:
        """A mark on the film, under a name of the device's own."""
        uuid = f"{self.label}-mark-{self._made}"
        body = {"family": family, "clip": str(self.site.clip_id), "client_uuid": uuid}
        return self.sends("tag.place", **body)

    def checks_in(self, word: str) -> Command:
        """What everyone's screen shows of this person."""
        return self.sends("check_in.save", calm="5", word=word)

    def sends(self, name: str, **body: Any) -> Command:
        self._made += 1
        at = (time.time() + self.ahead_s) * 1000
        made = Command(f"{self.label}-{self._made:06}", name, body, at, not self.is_connected)
        self.puts(made)
        return made

    def puts(self, command: Command) -> None:
        """Into the outbox."""
        with self._lock:
            self.outbox.append(command)
        self._wake()

    @property
    def own(self) -> str:
        """The audience of its person alone."""
        (audience,) = [name for name in self.seen() if name.startswith("participant:")]
        return audience

    @property
    def waits(self) -> int:
        return len(self.outbox)

    @property
    def made(self) -> list[Command]:
        with self._lock:
            return [*self.answered, *self.outbox]

    def _connect(self) -> None:
        self._under_way = None
        super()._connect()

    def _step(self, wire: Wire) -> None:
        now = time.monotonic()
        if self._under_way is not None and now > self._under_way[2]:
            self._under_way, self._wait_until = None, now + AGAIN_AFTER_S
        if self._under_way is None and self.outbox and now >= self._wait_until:
            command = self.outbox[0]
            command.sends += 1
            number = str(wire.emit("command", command.packet))
            self._under_way = (command, number, now + ANSWER_WITHIN_S)
        super()._step(wire)

    def _hear(self, packet: str) -> None:
        if packet.startswith(ACK) and self._under_way is not None:
            number, _bracket, rest = packet[len(ACK) :].partition("[")
            if number == self._under_way[1]:
                self._is_answered(self._under_way[0], json.loads("[" + rest)[0])
                return
        super()._hear(packet)

    def _is_answered(self, command: Command, answer: dict[str, Any]) -> None:
        self._under_way = None
        if answer.get("again"):
            command.agains.append(answer["words"])
            self._wait_until = time.monotonic() + AGAIN_AFTER_S
            return
        with self._lock:
            command.answer = answer
            self.outbox.remove(command)
            self.answered.append(command)


def regions(page: str) -> dict[str, Part]:
    """What stands on a page, by audience."""
    found = {}
    for one in REGION.finditer(page):
        tag, audience, revision = one.groups()
        found[audience] = Part(float(revision), _inside(page, one.end(), tag))
    return found


def _inside(page: str, begin: int, tag: str) -> str:
    """All up to the end of the element that began there, elements of its own kind included."""
    depth = 1
    for one in re.finditer(rf"<(/?){tag}\b", page[begin:]):
        depth += -1 if one[1] else 1
        if depth == 0:
            return page[begin : begin + one.start()]
    raise ValueError(f"<{tag}> does not end")


__all__ = ["PING", "Command", "Console", "Device", "Part", "Screen", "regions"]
