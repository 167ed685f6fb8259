"""What one more screen costs the server, at rest and in use, and how that grows."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.live import servers, site
from tests.bench.live.command_path import A_SECOND, load, tagging
from tests.bench.live.load import memory_mb
from tests.bench.live.report import Report

SCREENS = (1, 12, 120, 600)
REST_S, USE_S = 5, 8


def run(report: Report) -> None:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        most = math.ceil(max(SCREENS) / site.SCREENS)
        with site.application(folder) as app:
            rooms = tagging(site.watching(app, most))
        for screens in SCREENS:
            with report.figure("memory of the server", screens=screens) as line:
                with servers.program(folder) as server:
                    # Whoever comes first has it read its templates; that is no screen's cost.
                    load(server, _some(rooms, 1), 1, A_SECOND)
                    alone = memory_mb(server.pids)
                    here = _some(rooms, screens)
                    rest = load(server, here, REST_S, 0, memory=True)
                    use = load(server, here, USE_S, A_SECOND, memory=True)
                line |= _told(alone, screens, rest, use)


def _some(rooms: list[dict[str, Any]], screens: int) -> list[dict[str, Any]]:
    """The first rooms, with so many screens in all. A single one is a companion."""
    if screens < site.SCREENS:
        room = rooms[0]
        return [room | {"screens": room["screens"][-screens:]}]
    return rooms[: screens // site.SCREENS]


def _told(alone: float, screens: int, rest: dict[str, Any], use: dict[str, Any]) -> dict[str, Any]:
    rooms = max(1, screens // site.SCREENS)
    more = rest["server_mb"] - alone
    return {
        "value": round(rest["server_mb"], 1),
        "unit": "MB of its own, all processes, screens at rest",
        "with_none": round(alone, 1),
        "a_screen_kb": round(more * 1000 / screens, 1),
        "a_room_mb": round(more / rooms, 2),
        "in_use_mb": round(use["server_mb"], 1),
        "cpu_at_rest": round(rest["server_cpu"], 4),
        "cpu_in_use": round(use["server_cpu"], 4),
        "cpu_in_use_a_room": round(use["server_cpu"] / rooms, 4),
        "commands_a_second": round(len(use["acks"]) / use["sent_s"], 1),
        "ms_of_cpu_a_command": round(
            1000 * use["server_cpu"] * use["seconds"] / max(1, len(use["acks"])), 2
        ),
        "load_cpu": round(use["load_cpu"], 4),
        "baseline": {"name": "the same server with no screen", "value": round(alone, 1)},
        "ratio": round(rest["server_mb"] / alone, 2),
    }
