"""A network between a device and the server, which can be slow, lossy, silent or gone.

A relay of bytes on loopback: what TCP makes of bad wifi, without a kernel that could do it. TCP
loses nothing and reorders nothing, so a lost packet is a wait here; and an answer that never comes
is an answer held back until the connection is cut.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

READ_BYTES = 65_536
PACKET_BYTES = 1_448
#: So much may be on its way at once; then whoever sends has to wait.
WINDOW_BYTES = 262_144
#: Linux waits at least so long before it sends again what it has no answer to (RFC 6298 says 1 s).
RESEND_AFTER_MS = 200
#: As many later packets as tell the sender by themselves that one is missing (RFC 5681).
TOLD_BY_PACKETS = 4
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Way(Enum):
    UP = "to the server"
    DOWN = "to the device"


@dataclass(frozen=True)
class Weather:
    """`delay_ms` each way, varied by up to `jitter_ms` either way; `loss` is a share of packets."""

    delay_ms: float = 0
    jitter_ms: float = 0
    loss: float = 0

    def wait_ms(self, size: int, chance: random.Random) -> float:
        """How long so many bytes that were sent together are on their way."""
        wait = self.delay_ms + chance.uniform(-self.jitter_ms, self.jitter_ms)
        packets = -(-size // PACKET_BYTES)
        if self.loss and chance.random() > (1 - self.loss) ** packets:
            told_at_once = packets >= TOLD_BY_PACKETS
            wait += 2 * self.delay_ms + (0 if told_at_once else RESEND_AFTER_MS)
        return max(0.0, wait)


CLEAR = Weather()
#: 100 ± 50 ms each way, and the waits that 2 % loss makes.
BAD = Weather(delay_ms=100, jitter_ms=50, loss=0.02)
#: 100 ± 50 ms there and back, and the waits that 2 % loss makes.
BAD_WIFI = Weather(delay_ms=50, jitter_ms=25, loss=0.02)


class Network:
    """Listens on `port` and passes on to `server_port`; all methods may be called at any time.

    Close it, or use it as a context manager.
    """

    def __init__(self, server_port: int, weather: Weather = CLEAR, seed: int = 0) -> None:
        self.server_port, self.weather = server_port, weather
        self.carried = dict.fromkeys(Way, 0)
        self._chance = random.Random(seed)
        self._held: set[Way] = set()
        self._gone = False
        self._lines: set[_Line] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listener: asyncio.Server = self._now(self._listen())
        self.port: int = self._listener.sockets[0].getsockname()[1]

    def address(self, base: str) -> str:
        """The server's own address (http://localhost:8614) as it is reached through here."""
        whole = urlsplit(base)
        return whole._replace(netloc=f"{whole.hostname}:{self.port}").geturl()

    @property
    def connections(self) -> int:
        return len(self._lines) // 2

    def hold(self, *ways: Way) -> None:
        """Nothing arrives any more, by no way unless told which, and nobody is told so: dead, but
        connected. New connections open and stay silent as well. `mend` delivers what was held."""
        self._held |= set(ways or Way)

    def cut(self) -> None:
        """Every connection breaks, what was on its way is lost, and no new one opens."""
        self._gone = True
        self._now(self._break_all())

    def mend(self) -> None:
        """As before `hold` or `cut`."""
        self._held.clear()
        self._gone = False
        self._now(self._wake_all())

    @contextmanager
    def away(self) -> Iterator[None]:
        """Out of every network for a while."""
        self.cut()
        try:
            yield
        finally:
            self.mend()

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        """All that is sent arrives; no answer to it does, for the connections break with them."""
        self.hold(Way.DOWN)
        try:
            yield
        finally:
            self.cut()
            self.mend()

    def close(self) -> None:
        if self._loop.is_closed():
            return
        self._now(self._stop_listening())
        self.cut()
        self._now(self._until_done())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    # In the thread of the loop.

    def _now(self, what: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._opened, "127.0.0.1", 0, limit=READ_BYTES)

    async def _stop_listening(self) -> None:
        self._listener.close()

    async def _opened(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        device = _Line(self, Way.UP, reader, writer)
        self._lines.add(device)
        server: _Line | None = None
        try:
            if self._gone:
                return
            there = await asyncio.open_connection("127.0.0.1", self.server_port, limit=READ_BYTES)
            server = _Line(self, Way.DOWN, *there)
            self._lines.add(server)
            await asyncio.gather(device.pass_on_to(server), server.pass_on_to(device))
        except (OSError, asyncio.CancelledError):
            pass  # The server is down, or one of both has hung up.
        finally:
            for line in (device, server):
                if line is not None:
                    line.break_off()
                    self._lines.discard(line)

    async def _break_all(self) -> None:
        for line in list(self._lines):
            line.break_off()
            line.look_again.set()

    async def _wake_all(self) -> None:
        for line in self._lines:
            line.look_again.set()

    async def _until_done(self) -> None:
        me = asyncio.current_task()
        waiting = [task for task in asyncio.all_tasks() if task is not me]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


class _Line:
    """One end of one connection, and what comes in by it."""

    def __init__(
        self,
        network: Network,
        way: Way,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.network, self.way = network, way
        self.reader, self.writer = reader, writer
        self.look_again, self._has_room = asyncio.Event(), asyncio.Event()
        self._under_way: deque[tuple[float, bytes]] = deque()
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def break_off(self) -> None:
        """As a reset, without a farewell."""
        connection = self.writer.get_extra_info("socket")
        with suppress(OSError, AttributeError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        self.writer.transport.abort()

    async def pass_on_to(self, other: _Line) -> None:
        """Until either end hangs up, which ends the other as well. Raises OSError then."""
        reading = asyncio.ensure_future(self._take_in())
        try:
            await self._give_out(other, reading)
        finally:
            reading.cancel()
            other.break_off() if self.network._gone else other.writer.close()

    async def _take_in(self) -> None:
        loop, due = asyncio.get_running_loop(), 0.0
        while data := await self.reader.read(READ_BYTES):
            wait_ms = self.network.weather.wait_ms(len(data), self.network._chance)
            # What was sent later never arrives earlier.
            due = max(due, loop.time() + wait_ms / 1000)
            self._under_way.append((due, data))
            self.look_again.set()
            while sum(len(waiting) for _due, waiting in self._under_way) > WINDOW_BYTES:
                self._has_room.clear()
                await self._has_room.wait()

    async def _give_out(self, other: _Line, reading: asyncio.Future[None]) -> None:
        loop = asyncio.get_running_loop()
        reading.add_done_callback(lambda _done: self.look_again.set())
        while True:
            held = self.way in self.network._held
            if self._under_way and not held:
                due, data = self._under_way[0]
                if (early := due - loop.time()) > 0:
                    await asyncio.sleep(early)
                    continue
                self._under_way.popleft()
                self._has_room.set()
                other.writer.write(data)
                await other.writer.drain()
                self.network.carried[self.way] += len(data)
            elif reading.done() and not held:
                return reading.result()
            else:
                self.look_again.clear()
                await self.look_again.wait()


def until(is_so: Callable[[], T], *, within_s: float = 240, every_s: float = 0.02) -> T:
    """Wait for a condition, and return what it tells. Raises AssertionError where it never holds:
    `within_s` is there so that a test ends at all, and no limit that is tested."""
    pause, give_up_at = threading.Event(), time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        if told := is_so():
            return told
        pause.wait(every_s)
    raise AssertionError(f"never came: {is_so}")
