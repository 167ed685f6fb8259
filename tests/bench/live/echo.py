"""The first baseline: nothing but Flask-SocketIO, served as the program is, without a database.

What one screen sends goes to its whole room and is answered.
`python -m tests.bench.live.echo PORT`.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

from collections import Counter
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from afttrainer import server

READY = "ready"


def make() -> Flask:
    app = Flask(__name__)
    socketio = SocketIO()
    rooms: dict[str, str] = {}
    sent: Counter[str] = Counter()

    def came(auth: dict[str, Any]) -> None:
        rooms[request.sid] = room = str(auth["supervision"])  # type: ignore[attr-defined]
        join_room(room)

    def said(envelope: dict[str, Any]) -> dict[str, Any]:
        room = rooms[request.sid]  # type: ignore[attr-defined]
        sent[room] += 1
        news = {"audience": "everyone", "revision": sent[room], "html": envelope["id"]}
        socketio.emit("changed", news, to=room)
        return {"id": envelope["id"], "ok": True}

    socketio.on_event("connect", came)
    socketio.on_event("command", said)
    socketio.init_app(
        app,
        async_mode="gevent",
        transports=["websocket"],
        async_handlers=False,
        ping_interval=5,
        ping_timeout=5,
        manage_session=False,
    )
    return app


if __name__ == "__main__":
    server.serve(
        make,
        "127.0.0.1",
        int(sys.argv[1]),
        kind=server.usual(),
        certificate=None,
        ready=lambda app: print(READY, flush=True),
        leaving=lambda app: None,
    )
