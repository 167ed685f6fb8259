"""Messages without end, from somebody who need not be signed in: their socket goes, no more."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import websocket
from websocket import ABNF

from tests.faults.conftest import People
from tests.faults.record import all_is_well
from tests.faults.server import Server
from tests.faults.site import Site
from tests.faults.wire import Broken, Wire

MEGABYTE = 1024**2
#: Many times what the server takes in one message.
FLOOD_BYTES = 96 * MEGABYTE
MEMORY_MAY_GROW_BYTES = 32 * MEGABYTE
PIECE = b"x" * 64 * 1024
GIVES_UP_AFTER_S = 60


def most_bytes(server: Server) -> int:
    """What its processes have held at most, up to now (Linux)."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(process.name)) == server.process.pid:
                [held] = re.findall(r"VmHWM:\s+(\d+) kB", (process / "status").read_text())
                total += int(held) * 1024
    return total


def without_end(server: Server) -> None:
    """Piece after piece of one message, the last of which never comes."""
    nobody = Wire(server.base, {}, None)
    kind, line = ABNF.OPCODE_TEXT, nobody.socket.sock
    assert line is not None
    try:
        for _n in range(FLOOD_BYTES // len(PIECE)):
            line.sendall(ABNF(0, 0, 0, 0, kind, 1, PIECE).format())
            kind = ABNF.OPCODE_CONT
    finally:
        nobody.close()


def packed(server: Server) -> None:
    """Little on the way, and much when it is unpacked (RFC 7692)."""
    nobody = websocket.create_connection(
        f"{server.base.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket",
        timeout=GIVES_UP_AFTER_S,
        header={"Sec-WebSocket-Extensions": "permessage-deflate"},
        origin=server.base,
    )
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    said = press.compress(b"x" * FLOOD_BYTES) + press.flush(zlib.Z_SYNC_FLUSH)
    line = nobody.sock
    assert line is not None
    try:
        line.sendall(ABNF(1, 1, 0, 0, ABNF.OPCODE_TEXT, 1, said[:-4]).format())
        while line.recv(len(PIECE)):
            pass  # what it says is packed as well
    finally:
        line.close()
    raise ConnectionResetError("hung up")


@pytest.mark.parametrize("flood", [without_end, packed])
def test_a_message_without_end_ends_its_socket_and_nothing_else(
    flood: Callable[[Server], None], site: Site, server: Server, people: People
) -> None:
    aditi = people.come("Aditi")[0]
    before = most_bytes(server)
    with pytest.raises(Broken):
        flood(server)
    assert most_bytes(server) - before < MEMORY_MAY_GROW_BYTES
    aditi.taps()
    all_is_well(site, [aditi])
    assert aditi.connections == 1
