"""The load: screens of many rooms on real sockets, in a process of its own that counts its CPU.

Open loop: a command goes out when it is due, whether or not earlier ones were answered, and is
timed from the instant at which it was due. `python -m tests.bench.live.load` reads a plan as JSON
from its standard input and prints what happened as one line of JSON.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import re
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

#: Sockets that come in at once; a clinic's phones do not all arrive in one millisecond.
AT_ONCE = 20
#: Nothing arrives for so long: what the coming in of screens has set going is over.
QUIET_S = 0.4
#: A room that is not quiet by then never will be.
QUIET_WITHIN_S = 20
#: The wait for answers that are still out when the last command has been sent.
ANSWERED_WITHIN_S = 30
#: Of a push, near its beginning.
CHANGED = re.compile(rb'^42\["changed",\{"audience": ?"([^"]+)",.{0,80}?"revision": ?(\d+)', re.S)


@dataclass
class Room:
    """Who listens, who sends what, and what is still on its way.

    `sends` is [command name, body]; "{uuid}" in the body becomes a new name each time. Every
    command raises the revision of each audience that it changes by one: that of the nth is known.
    """

    screens: list[Screen] = field(default_factory=list)
    senders: list[Screen] = field(default_factory=list)
    sends: tuple[str, dict[str, Any]] = ("", {})
    #: By audience: the revision before the first command, once one has been seen.
    base: dict[str, int] = field(default_factory=dict)
    sent: int = 0


@dataclass
class Sent:
    due: float
    number: int
    room: Room
    waits_for: int
    id: str
    named: str


@dataclass
class Result:
    """Milliseconds, and what went otherwise."""

    acks: list[float] = field(default_factory=list)
    #: Until each single screen had it, and until the last of a room's had.
    screens: list[float] = field(default_factory=list)
    last_screens: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    bytes: int = 0
    messages: int = 0


class Screen:
    """One socket. `audiences` are those whose change it is waited for on this screen."""

    def __init__(self, socket: ClientConnection, room: Room, audience: str, result: Result) -> None:
        self.socket, self.room, self.audience = socket, room, audience.encode()
        self._result = result
        self._numbers = itertools.count()
        self._waiting: dict[bytes, Sent] = {}
        #: Commands of the room whose drawing this screen has not seen, oldest first.
        self.unseen: list[Sent] = []
        self.heard_at = time.perf_counter()

    async def live(self) -> None:
        async for packet in self._packets():
            if packet == b"2":
                await self.socket.send("3")
            elif packet.startswith(b"43"):
                self._answered(packet)
            elif packet.startswith(b"42"):
                self.heard_at = time.perf_counter()
                self._drawn(packet)

    async def _packets(self) -> AsyncIterator[bytes]:
        while True:
            packet = await self.socket.recv(decode=False)
            self._result.bytes += len(packet)
            self._result.messages += 1
            yield packet

    async def send(self, name: str, body: dict[str, Any], sent: Sent) -> None:
        number = str(next(self._numbers))
        self._waiting[number.encode()] = sent
        envelope = {"id": sent.id, "name": name, "body": body, "at": time.time() * 1000}
        await self.socket.send(f"42{number}{json.dumps(['command', envelope])}")

    def _answered(self, packet: bytes) -> None:
        now = time.perf_counter()
        number, _bracket, rest = packet[2:].partition(b"[")
        sent = self._waiting.pop(number, None)
        if sent is None:
            return
        ack = json.loads(b"[" + rest)[0]
        if ack.get("ok"):
            self._result.acks.append((now - sent.due) * 1000)
            self._result.done.append(sent.named)
        else:
            self._result.refused.append(str(ack.get("words")))

    def _drawn(self, packet: bytes) -> None:
        found = CHANGED.match(packet[:300])
        if found is None or found[1] != self.audience:
            return
        now, revision = self.heard_at, int(found[2])
        base = self._base(found[1].decode(), revision)
        while self.unseen and self.unseen[0].number <= revision - base:
            sent = self.unseen.pop(0)
            took = (now - sent.due) * 1000
            self._result.screens.append(took)
            sent.waits_for -= 1
            if not sent.waits_for:
                self._result.last_screens.append(took)

    def _base(self, audience: str, revision: int) -> int:
        room = self.room
        if not room.sent or revision - room.base.get(audience, revision) > room.sent:
            # Something other than our commands was drawn: somebody came in, or fell asleep.
            room.base[audience] = revision - room.sent
        return room.base.setdefault(audience, revision - room.sent)

    @property
    def waits(self) -> bool:
        return bool(self._waiting or self.unseen)


class Load:
    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.result = plan, Result()
        self.rooms: list[Room] = []
        self._chance = random.Random(plan.get("chance", 1))
        self._doors = asyncio.Semaphore(AT_ONCE)
        self._names = itertools.count()
        self._ears: list[asyncio.Task[None]] = []

    async def run(self) -> dict[str, Any]:
        began = time.perf_counter()
        try:
            return await self._run(began)
        except ConnectionClosed:
            self._look_for_trouble()
            raise
        finally:
            for ear in self._ears:
                ear.cancel()
            await asyncio.gather(*self._ears, return_exceptions=True)
            for screen in self._screens():
                screen.socket.transport.abort()

    async def _run(self, began: float) -> dict[str, Any]:
        await asyncio.gather(*(self._open(room) for room in self.plan["rooms"]))
        came_s = time.perf_counter() - began
        await self._quiet()
        if self.plan.get("drawn"):
            await self._first_commands()
        used = Used(self.plan.get("pids", []))
        await self._send_all()
        sent_s = used.seconds
        await self._all_answered()
        line = used.told()
        if self.plan.get("memory"):
            line["server_mb"] = memory_mb(self.plan["pids"])
        return line | {"came_s": came_s, "sent_s": sent_s, **self._told()}

    def _told(self) -> dict[str, Any]:
        result = self.result
        return {
            "acks": result.acks,
            "screens": result.screens,
            "last_screens": result.last_screens,
            "refused": result.refused,
            "unanswered": sum(len(screen._waiting) for screen in self._screens()),
            "done": result.done if self.plan.get("tell_done") else len(result.done),
            "bytes": result.bytes,
            "messages": result.messages,
            "sockets": sum(1 for _ in self._screens()),
        }

    def _screens(self) -> list[Screen]:
        return [screen for room in self.rooms for screen in room.screens]

    async def _open(self, told: dict[str, Any]) -> None:
        room = Room(sends=(told["name"], told["body"]))
        self.rooms.append(room)
        for screen in told["screens"]:
            async with self._doors:
                opened = await self._come_in(screen, room)
            # At once: a socket that does not answer pings is closed before the last one is in.
            self._ears.append(asyncio.create_task(opened.live()))
            room.screens.append(opened)
            if screen["sends"]:
                room.senders.append(opened)

    async def _come_in(self, told: dict[str, Any], room: Room) -> Screen:
        base = self.plan["base"]
        socket = await connect(
            f"{base.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket",
            additional_headers={"Cookie": told["cookie"]},
            origin=base,
            compression=None,
            ping_interval=None,
            max_size=None,
            open_timeout=30,
        )
        await socket.recv()
        await socket.send("40" + json.dumps(told["auth"]))
        answer = await socket.recv()
        while not str(answer).startswith("4"):
            await socket.send("3")
            answer = await socket.recv()
        if not str(answer).startswith(("40", "42")):
            raise RuntimeError(f"a screen was not let in: {answer!r}")
        return Screen(socket, room, told["audience"], self.result)

    def _look_for_trouble(self) -> None:
        """Raises what has brought one of the screens to grief."""
        for ear in self._ears:
            if ear.done() and (broken := ear.exception()) is not None:
                raise broken

    async def _quiet(self) -> None:
        """Until nothing has been drawn for a while."""
        began = time.perf_counter()
        while time.perf_counter() - began < QUIET_WITHIN_S:
            last = max(screen.heard_at for screen in self._screens())
            if time.perf_counter() - max(last, began) > QUIET_S:
                return
            await asyncio.sleep(QUIET_S / 4)

    async def _first_commands(self) -> None:
        """One in each room that does not count, after which all revisions are known."""
        for room in self.rooms:
            await self._send(room, time.perf_counter())
            await asyncio.sleep(0.02)
        while any(screen._waiting for screen in self._screens()):
            await asyncio.sleep(0.05)
        await self._quiet()
        for screen in self._screens():
            if screen.unseen:
                raise RuntimeError(f"a first command was not drawn: {self.result.refused[:1]}")
        for told in (self.result.acks, self.result.screens, self.result.last_screens):
            told.clear()
        self.result.bytes = self.result.messages = 0

    async def _send_all(self) -> None:
        """Each room sends at random instants, so often a second on the average."""
        began = time.perf_counter()
        await asyncio.gather(*(self._send_in(room, began) for room in self.rooms))

    async def _send_in(self, room: Room, began: float) -> None:
        due, rate = began, self.plan["a_second"]
        if not rate:
            await asyncio.sleep(self.plan["seconds"])
            return
        while (due := due + self._chance.expovariate(rate)) < began + self.plan["seconds"]:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self._send(room, due)

    async def _send(self, room: Room, due: float) -> None:
        name, body = room.sends
        room.sent += 1
        screens = room.screens if self.plan.get("drawn") else []
        # An identity of its own for every command of every run on one site.
        named = f"{self.plan['run']}-{next(self._names):08}"
        sent = Sent(due, room.sent, room, len(screens), f"id-{named}", named)
        for screen in screens:
            screen.unseen.append(sent)
        filled = {key: named if value == "{uuid}" else value for key, value in body.items()}
        await self._chance.choice(room.senders).send(name, filled, sent)

    async def _all_answered(self) -> None:
        began = time.perf_counter()
        while time.perf_counter() - began < ANSWERED_WITHIN_S:
            self._look_for_trouble()
            if not any(screen.waits for screen in self._screens()):
                return
            await asyncio.sleep(0.02)


class Used:
    """Processor seconds: this process's own, and those of the servers."""

    def __init__(self, pids: list[int]) -> None:
        self._pids = pids
        self._began, self._own, self._theirs = time.perf_counter(), time.process_time(), cpu_s(pids)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def told(self) -> dict[str, float]:
        """Shares of one processor."""
        seconds = self.seconds
        return {
            "seconds": seconds,
            "load_cpu": (time.process_time() - self._own) / seconds,
            "server_cpu": (cpu_s(self._pids) - self._theirs) / seconds,
        }


def cpu_s(pids: list[int]) -> float:
    """Of these processes and their threads, where the system has /proc."""
    total = 0
    for pid in pids:
        stat = Path(f"/proc/{pid}/stat")
        if stat.is_file():
            fields = stat.read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def memory_mb(pids: list[int]) -> float:
    """What these processes hold of their own, pages that they share left out (Linux)."""
    total = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        private = [line.split() for line in rollup.splitlines() if line.startswith("Private_")]
        total += sum(int(size) for _name, size, _unit in private)
    return total * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(asyncio.run(Load(json.load(sys.stdin)).run())), flush=True)
