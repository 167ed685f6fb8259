"""A film of a real size over a real wire: cut in the middle, gone on with, whole in the end."""

from __future__ import annotations

import hashlib
import http.client
import random
import re
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.serving import Served, Visitor, served
from tests.web.sending import BODY, TUS

pytestmark = pytest.mark.large

MIB = 1024 * 1024
SIZE = 300 * MIB
CUT_AFTER = 110 * MIB
#: What lies between the two ends when a connection breaks, and is lost with it.
ON_ITS_WAY = 20 * MIB
#: So much more the server may hold while 300 MB go through it.
MEMORY = 48 * MIB
_GRAIN = random.Random(300).randbytes(MIB - 8)


def pieces(start: int, stop: int) -> Iterator[bytes]:
    """Bytes of the film from `start` up to `stop`; none of its megabytes is another's."""
    while start < stop:
        number, skip = divmod(start, MIB)
        piece = (number.to_bytes(8, "big") + _GRAIN)[skip : skip + stop - start]
        yield piece
        start += len(piece)


class Sender:
    """Ben's browser."""

    def __init__(self, server: Served) -> None:
        visitor = Visitor(server.base)
        page = visitor.post(server.links["ben"])
        found = re.search(r"/groups/(\d+)", page)
        assert found, page
        self.port, self.headers = server.port, TUS | visitor.cookie_header
        begun = self.ask("POST", f"/groups/{found[1]}/uploads", {"Upload-Length": str(SIZE)})
        assert begun.status == 201
        self.address = begun.headers["Location"]

    def ask(
        self, method: str, address: str, more: dict[str, str], body: Iterator[bytes] | None = None
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("localhost", self.port)
        connection.request(method, address, body=body, headers=self.headers | more)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def come(self) -> int:
        return int(self.ask("HEAD", self.address, {}).headers["Upload-Offset"])

    def is_cut_off(self, after: int) -> None:
        """All of it is on its way when the wifi goes."""
        told = self.headers | part(0) | {"Host": f"localhost:{self.port}"}
        lines = [f"PATCH {self.address} HTTP/1.1", *(f"{name}: {told[name]}" for name in told)]
        with socket.create_connection(("localhost", self.port)) as wire:
            wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            for piece in pieces(0, after):
                wire.sendall(piece)
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def goes_on(self) -> int:
        """From where the server says; returns from where it was in the end."""
        while True:
            at = self.come()
            answer = self.ask("PATCH", self.address, part(at), pieces(at, SIZE))
            if answer.status == 204:
                assert answer.headers["Upload-Offset"] == str(SIZE)
                return at
            assert answer.status == 409, "only what was under way before may have moved it"


def part(at: int) -> dict[str, str]:
    return {"Upload-Offset": str(at), "Content-Type": BODY, "Content-Length": str(SIZE - at)}


def most_memory(server: Served) -> dict[int, int]:
    """By process of the server's: the most bytes that it ever held."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            told = dict(line.split(":", 1) for line in status.read_text().splitlines())
            number = int(status.parent.name)
            if server.process.pid in (number, int(told["PPid"])) and "VmHWM" in told:
                found[number] = int(told["VmHWM"].split()[0]) * 1024
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, "--no-film-worker") as server:
        yield server.wait_until_ready()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_300_megabytes_cut_off_in_the_middle_arrive_whole(server: Served, tmp_path: Path) -> None:
    sender, before = Sender(server), most_memory(server)
    assert len(before) > 1, "the server and its worker"

    sender.is_cut_off(CUT_AFTER)
    went_on_at = sender.goes_on()
    assert CUT_AFTER - ON_ITS_WAY < went_on_at <= CUT_AFTER
    assert sender.come() == SIZE

    incoming = tmp_path / "video_segments" / "store" / "incoming"
    film = incoming / sender.address.rsplit("/", 1)[1] / "film"
    came, sent = hashlib.sha256(), hashlib.sha256()
    with film.open("rb") as file:
        while piece := file.read(MIB):
            came.update(piece)
    for piece in pieces(0, SIZE):
        sent.update(piece)
    assert came.digest() == sent.digest(), "not one byte is another"

    after = most_memory(server)
    for process, most in before.items():
        assert after[process] - most < MEMORY

    # Nothing of it is left lying.
    assert sender.ask("DELETE", sender.address, {}).status == 204
    assert list(incoming.iterdir()) == []
