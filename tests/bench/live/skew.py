"""How far apart in time three screens show the same picture: wall with sound, console, companion.

A picture's skew is the difference between the instants at which the wall and a follower had it on
the screen, in ms, after each command and in calm running, on a clean and on a bad network. The
baseline starts by `setTimeout` at the told instant and corrects nothing, on the same pages.

With AFTTRAINER_SOAK=5 (times two minutes) nothing is taken but one long calm: wall and console on
the clean network, and the companion on the bad one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from time import sleep
from typing import Any

from tests.bench.live import late_joiner, naive_player
from tests.bench.live.film_pages import FilmPage, FilmRoom, film_room
from tests.bench.live.report import Report
from tests.bench.report import percentile
from tests.network import BAD, CLEAR

SETTLED_S = 3
LOOKED_AT_S = 9
CUT_S = 30
SOAK = float(os.environ.get("AFTTRAINER_SOAK", "0"))
CALM_S = round(120 * (SOAK or 1))
APART_AT_MOST_MS = 15_000


def run(report: Report) -> None:
    with film_room() as room:
        if SOAK:
            return _soak(report, room)
        for told, weather in (("clean network", CLEAR), ("bad network", BAD)):
            room.weather = weather
            baseline = _naive(room)
            with ExitStack() as stack:
                screens = _three(room, stack)
                _after_commands(report, room, screens, told, baseline)
                _calm(report, screens, told)
                _cut(report, screens, told)
                late_joiner.joins(report, room, screens[0], told)
                room.presses("pause")


def _three(room: FilmRoom, stack: ExitStack) -> list[FilmPage]:
    screens = [stack.enter_context(room.shown(one)) for one in ("wall", "console", "companion")]
    sleep(SETTLED_S)
    return screens


def skews(wall: FilmPage, follower: FilmPage, begin: float, end: float) -> list[float]:
    """Of every picture that both showed between two instants; later on the follower is positive."""
    there = {round(film): at for film, at in wall.shown if begin <= at < end}
    # A stretch that was shown before, and is shown again, is another showing.
    about = (begin - APART_AT_MOST_MS, end + APART_AT_MOST_MS)
    both = [(round(film), at) for film, at in follower.shown if about[0] <= at < about[1]]
    return [at - there[film] for film, at in both if film in there]


def _collected(screens: Sequence[FilmPage]) -> None:
    for screen in screens:
        screen.collect()


def _naive(room: FilmRoom) -> list[float]:
    """The baseline: nine seconds of running after a start, three times."""
    found: list[float] = []
    room.instead = naive_player.SCRIPTS
    with ExitStack() as stack:
        screens = _three(room, stack)
        for _start in range(3):
            pressed = room.presses("play")
            sleep(LOOKED_AT_S)
            _collected(screens)
            found += _after(screens, pressed, SETTLED_S)
            room.presses("pause")
            sleep(1)
    room.instead = {}
    return found


def _after(screens: list[FilmPage], pressed: float, from_s: float) -> list[float]:
    wall, *followers = screens
    begin = pressed + from_s * 1000
    return [s for one in followers for s in skews(wall, one, begin, float("inf"))]


def _after_commands(
    report: Report, room: FilmRoom, screens: list[FilmPage], told: str, naive: list[float]
) -> None:
    commands: list[tuple[str, Callable[[], float]]] = [
        ("play", lambda: room.presses("play")),
        ("seek", lambda: room.presses("seek", to_ms=200_000)),
        ("double speed", lambda: room.presses("rate", rate=2)),
        ("half speed", lambda: room.presses("rate", rate=0.5)),
        ("single speed", lambda: room.presses("rate", rate=1)),
        ("seek back", lambda: room.presses("seek", to_ms=40_000)),
        ("pause and play", lambda: (room.presses("pause"), sleep(1), room.presses("play"))[2]),
    ]
    everything: list[float] = []
    for name, press in commands:
        with report.figure(f"skew after {name}, {told}") as line:
            pressed = press()
            sleep(LOOKED_AT_S)
            _collected(screens)
            found = _after(screens, pressed, SETTLED_S)
            _tell(line, found, from_s=SETTLED_S)
            everything += found
    with report.figure(f"skew, all commands, {told}") as line:
        _tell(line, everything, baseline=naive)


def _tell(
    line: dict[str, Any], found: list[float], *, baseline: list[float] | None = None, **more: object
) -> None:
    sizes = [abs(one) for one in found]
    line |= {"value": _of(sizes, 50), "p95": _of(sizes, 95), "max": _of(sizes, 100), "unit": "ms"}
    line |= {"n": len(sizes), **more}
    if baseline is not None:
        others = [abs(one) for one in baseline]
        line["baseline"] = {
            "name": "setTimeout(play), no correction",
            "value": _of(others, 50),
            "p95": _of(others, 95),
            "max": _of(others, 100),
            "n": len(others),
        }


def _of(values: list[float], share: float) -> float | None:
    return round(percentile(values, share), 1) if values else None


def _soak(report: Report, room: FilmRoom) -> None:
    with ExitStack() as stack:
        screens = [stack.enter_context(room.shown(one)) for one in ("wall", "console")]
        room.weather = BAD
        screens.append(stack.enter_context(room.shown("companion")))
        sleep(SETTLED_S)
        room.presses("play")
        sleep(LOOKED_AT_S)
        _calm(report, screens, "companion on the bad network")


def _calm(report: Report, screens: list[FilmPage], told: str) -> None:
    """Nobody presses anything: how far apart, and how often a follower jumps."""
    _collected(screens)
    before = [len(one.seeks) for one in screens]
    wall, *followers = screens
    begin = wall.now()
    with report.figure(f"skew in {CALM_S} s of calm, {told}") as line:
        for _minute in range(CALM_S // 60):
            sleep(60)
            _collected(screens)
        found = {one.name: skews(wall, one, begin, float("inf")) for one in followers}
        _tell(line, [one for those in found.values() for one in those])
        line["p95_each"] = {name: _of([abs(one) for one in f], 95) for name, f in found.items()}
        seeks = [len(one.seeks) - was for one, was in zip(screens, before, strict=True)]
        line["jumps"] = dict(zip(("wall", "console", "companion"), seeks, strict=True))
        line["jumps_in_ten_minutes"] = round(max(seeks[1:]) * 600 / CALM_S, 1)
        line["rate_writes"] = [sum(at >= begin for at, _r in one.rates) for one in followers]


def _cut(report: Report, screens: list[FilmPage], told: str) -> None:
    """The followers lose their network for half a minute and run on by what they know."""
    wall, *followers = screens
    _collected(screens)
    with report.figure(f"skew during a cut of {CUT_S} s, {told}") as line:
        begin = wall.now()
        for one in followers:
            one.network.cut()
        sleep(CUT_S)
        back = wall.now()
        for one in followers:
            one.network.mend()
        _collected(screens)
        _tell(line, [s for one in followers for s in skews(wall, one, begin, back)])
    with report.figure(f"skew after the cut, {told}") as line:
        sleep(LOOKED_AT_S)
        _collected(screens)
        _tell(line, _after(screens, back, SETTLED_S), from_s=SETTLED_S)
