"""The second baseline: raw WebSockets with asyncio, which speak just enough for the same load.

`python -m tests.bench.live.raw PORT`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, defaultdict

from websockets.asyncio.server import ServerConnection, broadcast, serve

READY = "ready"
_rooms: dict[str, set[ServerConnection]] = defaultdict(set)
_sent: Counter[str] = Counter()


async def live(socket: ServerConnection) -> None:
    await socket.send("0{}")
    auth = json.loads(str(await socket.recv())[2:])
    room = str(auth["supervision"])
    _rooms[room].add(socket)
    try:
        await socket.send("40{}")
        async for packet in socket:
            number, _bracket, rest = str(packet)[2:].partition("[")
            _name, envelope = json.loads("[" + rest)
            _sent[room] += 1
            news = {"audience": "everyone", "revision": _sent[room], "html": envelope["id"]}
            broadcast(_rooms[room], f"42{json.dumps(['changed', news], separators=(',', ':'))}")
            await socket.send(f"43{number}{json.dumps([{'id': envelope['id'], 'ok': True}])}")
    finally:
        _rooms[room].discard(socket)


async def main(port: int) -> None:
    async with serve(live, "127.0.0.1", port, compression=None, ping_interval=None):
        print(READY, flush=True)
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
