"""From the presenter's finger on Stop to silence on the wall, whatever the disk is doing.

Both are real browsers; instants are those of the machine's one clock. The baseline is the
supervisor's pause in the same room and run, which goes the way of all commands: written, then told.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from playwright.sync_api import Error, Page

from tests.bench.live import command_path, servers, site
from tests.bench.live.film_pages import FilmPage, FilmRoom, film_room
from tests.bench.live.report import Report
from tests.bench.report import percentile

TIMES = 15
#: Together a thousand commands a second, for as long as the stops take.
ROOMS, A_SECOND, LOAD_S = 50, 20, 60
GIVE_UP_AFTER_MS = 60_000

_LISTEN = """() => {
  const now = () => performance.timeOrigin + performance.now();
  addEventListener("pause", () => (window.__silent ??= now()), true);
  addEventListener("click", () => (window.__pressed = now()), true);
}"""
_RUNS = "() => [...document.querySelectorAll('video')].some((one) => !one.paused)"


def run(report: Report) -> None:
    with film_room() as room, room.shown("wall") as wall, room.shown("companion") as ben:
        for screen in (wall, ben):
            screen.page.set_default_timeout(GIVE_UP_AFTER_MS)
            screen.page.wait_for_selector("body[data-connected]")
            screen.page.evaluate(_LISTEN)
        conditions: list[tuple[str, Any]] = [
            ("nothing else to do", nullcontext()),
            ("1,000 commands a second besides", _busy(room, besides := {})),
            ("a database that takes nothing", _taken(room)),
        ]
        for told, condition in conditions:
            waits_for_ever = told.startswith("a database")
            paused = [] if waits_for_ever else _pauses(room, wall)
            with report.figure("stop: tap to silence on the wall", condition=told) as line:
                stopped = _stops(room, wall, ben, condition, each=waits_for_ever)
                line |= {"value": round(percentile(stopped, 99), 1), "unit": "ms, p99"}
                line |= command_path.ms(stopped)
                line |= besides if told.startswith("1,000") else {}
                if paused:
                    p99 = percentile(paused, 99)
                    line["baselines"] = {"supervisor's pause, idle": command_path.ms(paused)}
                    line["ratio"] = round(percentile(stopped, 99) / p99, 2)


def _stops(
    room: FilmRoom, wall: FilmPage, ben: FilmPage, condition: Any, *, each: bool
) -> list[float]:
    """`each`: the condition holds only around each stop, as nothing could be played under it."""
    found = []
    with nullcontext() if each else condition:
        for _time in range(TIMES):
            _runs(room, wall.page)
            with _taken(room) if each else nullcontext():
                ben.page.get_by_role("button", name="Stop", exact=True).click()
                wall.page.wait_for_function("() => window.__silent")
            pressed = ben.page.evaluate("() => window.__pressed")
            found.append(wall.page.evaluate("() => window.__silent") - pressed)
            _goes_on(ben.page)
    return found


def _pauses(room: FilmRoom, wall: FilmPage) -> list[float]:
    found = []
    for _time in range(TIMES):
        _runs(room, wall.page)
        pressed = wall.now()
        room.presses("pause")
        wall.page.wait_for_function("() => window.__silent")
        found.append(wall.page.evaluate("() => window.__silent") - pressed)
    return found


def _runs(room: FilmRoom, wall: Page) -> None:
    # In a rush the presenter's word that it may go on takes its time, like everybody's.
    ends = time.monotonic() + GIVE_UP_AFTER_MS / 1000
    while True:
        try:
            room.presses("seek", to_ms=0)
            break
        except Error:
            if time.monotonic() > ends:
                raise
            wall.wait_for_timeout(200)
    room.presses("play")
    wall.wait_for_function(_RUNS)
    wall.evaluate("() => (window.__silent = undefined)")


def _goes_on(ben: Page) -> None:
    button = ben.get_by_role("button", name="Go on", exact=True)
    stop = ben.get_by_role("button", name="Stop", exact=True)
    button.wait_for()
    while not stop.is_visible():
        # A press so soon after another counts as its double tap.
        if button.is_visible():
            button.click()
        ben.wait_for_timeout(700)


@contextmanager
def _busy(room: FilmRoom, told: dict[str, Any]) -> Iterator[None]:
    """Fifty more rooms on the same server, in each of which everybody marks; what came of it."""
    process = room.house._process
    assert process is not None
    server = servers.Running(room.house.base, [process.pid])
    with site.application(room.house.folder) as app:
        rooms = command_path.tagging(site.watching(app, ROOMS))

    def mark() -> None:
        done = command_path.load(server, rooms, LOAD_S, A_SECOND)
        told["besides"] = {
            "commands_a_second": round(len(done["acks"]) / done["sent_s"], 1),
            "acks": command_path.ms(done["acks"]),
        }

    load = threading.Thread(target=mark, daemon=True)
    load.start()
    try:
        yield
    finally:
        load.join()


@contextmanager
def _taken(room: FilmRoom) -> Iterator[None]:
    """Somebody else holds the database: what is written waits for as long as this lasts."""
    database = sqlite3.connect(room.house.folder / "home/afttrainer.sqlite3", isolation_level=None)
    database.execute("PRAGMA busy_timeout = 60000")
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")
        database.close()
