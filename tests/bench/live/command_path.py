"""The way of a command, whole: from touch to answer, and to all twelve screens of a room."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.live import servers, site
from tests.bench.live.report import Report
from tests.bench.report import percentile
from tests.serving import TOP

ROOMS = (1, 10, 50)
A_SECOND = 4  # commands a room
#: A single room sends little: it is watched for longer.
SECONDS = {1: 20, 10: 10, 50: 10}
TAG = ("tag.place", {"family": "withdrawal", "client_uuid": "{uuid}"})
TAP = ("pathway.tap", {"state": "wish_or_need"})
_runs = itertools.count()


def run(report: Report) -> None:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with site.application(folder) as app:
            watching = site.watching(app, max(ROOMS))
            exercising = site.exercising(app, max(ROOMS))
        for rooms in ROOMS:
            figures(report, folder, watching[:rooms], exercising[:rooms])


def figures(
    report: Report,
    folder: Path,
    watching: list[site.OpenRoom],
    exercising: list[site.OpenRoom],
) -> None:
    rooms = len(watching)
    bare = {name: _bare(start, folder, rooms) for name, start in BASELINES.items()}
    with (
        servers.program(folder) as server,
        report.figure("blind tag, touch to ack", rooms=rooms) as line,
    ):
        done = load(server, tagging(watching), SECONDS[rooms], A_SECOND)
        line |= told(done, done["acks"], {n: b["acks"] for n, b in bare.items()})
    # Another start: the first would be busy with everybody who has just gone from its rooms.
    with (
        servers.program(folder) as server,
        report.figure("pathway tap, touch to the last of twelve screens", rooms=rooms) as line,
    ):
        done = load(server, tapping(exercising), SECONDS[rooms], A_SECOND, drawn=True)
        before = {n: b["last_screens"] for n, b in bare.items()}
        line |= told(done, done["last_screens"], before)
        line["each_screen"] = ms(done["screens"])
        line["ack"] = ms(done["acks"])


BASELINES: dict[str, Callable[[Path], AbstractContextManager[servers.Running]]] = {
    "bare Flask-SocketIO echo, no database": servers.echo,
    "raw WebSockets with asyncio": servers.raw,
}


def _bare(
    start: Callable[[Path], AbstractContextManager[servers.Running]], folder: Path, rooms: int
) -> dict[str, Any]:
    with start(folder) as server:
        return load(server, echoing(rooms), SECONDS[rooms], A_SECOND, drawn=True)


def tagging(rooms: Sequence[site.OpenRoom]) -> list[dict[str, Any]]:
    """Trainees mark the film that runs."""
    name, body = TAG
    return [_room(room, name, body | {"clip": str(room.target)}, "companion") for room in rooms]


def tapping(rooms: Sequence[site.OpenRoom]) -> list[dict[str, Any]]:
    """The supervisor says on the pathway board where the two of them are."""
    name, body = TAP
    return [_room(room, name, body | {"exercise": str(room.target)}, "console") for room in rooms]


def echoing(rooms: int) -> list[dict[str, Any]]:
    def screen(room: int) -> dict[str, Any]:
        auth = {"supervision": room}
        return {"cookie": "none=1", "auth": auth, "audience": "everyone", "sends": True}

    return [
        {"name": "echo", "body": {}, "screens": [screen(room) for _ in range(site.SCREENS)]}
        for room in range(rooms)
    ]


def _room(room: site.OpenRoom, name: str, body: dict[str, str], sends: str) -> dict[str, Any]:
    def screen(one: site.Screen, audience: str) -> dict[str, Any]:
        may_send = one.auth["screen"] == sends
        return {"cookie": one.cookie, "auth": one.auth, "audience": audience, "sends": may_send}

    screens = [screen(room.console, "supervisor"), screen(room.wall, "wall")]
    screens += [screen(one, "everyone") for one in room.companions]
    return {"name": name, "body": body, "screens": screens}


def load(
    server: servers.Running,
    rooms: list[dict[str, Any]],
    seconds: float,
    a_second: float,
    *,
    drawn: bool = False,
    tell_done: bool = False,
    memory: bool = False,
) -> dict[str, Any]:
    """Let the load loose on a server, in a process of its own, and return what it tells."""
    plan = {
        "base": server.base,
        "pids": server.pids,
        "rooms": rooms,
        "seconds": seconds,
        "a_second": a_second,
        "drawn": drawn,
        "tell_done": tell_done,
        "memory": memory,
        "run": f"run{next(_runs)}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.live.load"],
        input=json.dumps(plan),
        capture_output=True,
        encoding="utf-8",
        cwd=TOP,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def told(
    done: dict[str, Any], values: Sequence[float], baselines: dict[str, Sequence[float]]
) -> dict[str, Any]:
    """p99 is the figure; the ratio is that to the first baseline's."""
    if not values:
        words = f"no figure: {done['unanswered']} unanswered, refused: {done['refused'][:1]}"
        raise RuntimeError(words)
    p99 = percentile(values, 99)
    first = next(iter(baselines.values()), None)
    return {
        "value": round(p99, 1),
        "unit": "ms, p99",
        **ms(values),
        "refused": len(done["refused"]),
        "unanswered": done["unanswered"],
        "hung_up": done["hung_up"],
        "commands_a_second": round(len(done["acks"]) / done["sent_s"], 1),
        "server_cpu": round(done["server_cpu"], 3),
        "load_cpu": round(done["load_cpu"], 3),
        "coming_in_s": round(done["came_s"], 1),
        "kilobytes_a_second": round(done["bytes"] / 1000 / done["seconds"]),
        "baselines": {name: ms(others) for name, others in baselines.items()},
        **({"ratio": round(p99 / percentile(first, 99), 2)} if first else {}),
    }


def ms(values: Sequence[float]) -> dict[str, Any]:
    return {
        "n": len(values),
        "p50": round(percentile(values, 50), 1),
        "p99": round(percentile(values, 99), 1),
        "most": round(max(values), 1),
    }
