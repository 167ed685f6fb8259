"""A thousand commands a second for ten seconds: nothing acknowledged may be missing after it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.bench.live import servers, site
from tests.bench.live.command_path import echoing, load, ms, tagging
from tests.bench.live.report import Report

ROOMS = 50
A_SECOND = 20  # commands a room
SECONDS = 10


def run(report: Report) -> None:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with site.application(folder) as app:
            rooms = site.watching(app, ROOMS)
        with servers.echo(folder) as bare:
            echoed = load(bare, echoing(ROOMS), SECONDS, A_SECOND)
        with report.figure("1,000 blind tags a second", rooms=ROOMS) as line:
            with servers.program(folder) as server:
                done = load(server, tagging(rooms), SECONDS, A_SECOND, tell_done=True)
            line |= _told(done) | {"baselines": {"bare Flask-SocketIO echo": _told(echoed)}}
            with site.application(folder) as app:
                line |= _kept(app, done["done"])


def _told(done: dict[str, Any]) -> dict[str, Any]:
    acks = done["acks"]
    return {
        "value": round(max(acks, default=0) / 1000, 2),
        "unit": "s until the last answer",
        **{f"ack_{key}": value for key, value in ms(acks).items()},
        "sent": len(acks) + len(done["refused"]) + done["unanswered"],
        "refused": len(done["refused"]),
        "unanswered": done["unanswered"],
        "answered_a_second": round(len(acks) / done["seconds"]),
        "server_cpu": round(done["server_cpu"], 3),
        "load_cpu": round(done["load_cpu"], 3),
    }


def _kept(_app: Flask, acknowledged: list[str]) -> dict[str, int]:
    """What the database has of it."""
    from afttrainer.extensions import db
    from afttrainer.models import RuptureTag

    found = Counter(db.session.scalars(select(RuptureTag.client_uuid)))
    return {
        "acknowledged": len(acknowledged),
        "acknowledged_and_missing": sum(1 for name in acknowledged if not found[name]),
        "kept_twice": sum(1 for times in found.values() if times > 1),
    }
