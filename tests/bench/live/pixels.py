"""The skew once more, from outside: two windows side by side on one screen, and what was on it.

A virtual screen is filmed sixty times a second, and the bars of the film are read from the pixels
of both windows. What the browsers tell of themselves in the same seconds stands beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import sleep
from typing import Any

from scripts.chromium import QUIETLY, is_root_with_apt
from tests.bench.live.barred_film import BAR, BITS, PICTURE_MS, number_of
from tests.bench.live.barred_film import WIDTH as FILM_WIDTH
from tests.bench.live.film_pages import FilmPage, film_room
from tests.bench.live.report import Report
from tests.bench.live.skew import skews
from tests.bench.report import percentile

#: The wall's window, and beside it the phone's.
BESIDE = 820
WIDTH, HEIGHT = BESIDE + 520, 600
A_SECOND = 60
FILMED_S = 20
SETTLED_S = 6
TOOLS = {"Xvfb": "xvfb", "ffmpeg": "ffmpeg"}

PLACE = """() => {
  const { left, top, width, height } =
    document.querySelector("#wall-player video, [data-film] video").getBoundingClientRect();
  const across = Math.min(width, height * 16 / 9);
  return { left: screenX + left + (width - across) / 2,
           top: screenY + outerHeight - innerHeight + top + height / 2, across };
}"""


@dataclass(frozen=True)
class Place:
    """Where the film lies on the screen, in pixels: left edge, middle line, width."""

    left: float
    top: float
    across: float

    def levels(self, picture: bytes) -> list[float]:
        """Brightness in the middle of each bar."""
        row = round(self.top) * WIDTH
        bar = self.across * BAR / FILM_WIDTH
        return [float(picture[row + round(self.left + bar * (i + 0.5))]) for i in range(BITS + 2)]


def run(report: Report) -> None:
    if missing := _missing():
        with report.figure("skew in pixels") as line:
            line |= {"value": None, "words": f"left out: {', '.join(missing)} could not be had"}
        return
    with _screen() as display, film_room() as room:
        left, right = ("--window-position=0,0", f"--window-position={BESIDE},0")
        size = f"--window-size={BESIDE},{HEIGHT}"
        with (
            room.shown("wall", left, size, headless=False) as wall,
            room.shown("companion", right, size, headless=False) as phone,
            report.figure("skew in pixels") as line,
        ):
            sleep(SETTLED_S)
            room.presses("play")
            sleep(SETTLED_S)
            _measure(line, display, wall, phone)
            room.presses("pause")


def _missing() -> list[str]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing and is_root_with_apt():
        for words in (["update"], ["install", "--yes", "--no-install-recommends", *TOOLS.values()]):
            subprocess.run(["apt-get", "-qq", *words], env=QUIETLY, stdout=subprocess.DEVNULL)
        missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    return missing


@contextmanager
def _screen() -> Iterator[str]:
    """A screen that nobody sees; its name."""
    told, tell = os.pipe()
    size = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), *size, "-nolisten", "tcp"],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    )
    before = os.environ.get("DISPLAY")
    try:
        with os.fdopen(told) as number:
            display = f":{number.readline().strip()}"
        # Browsers are started by a process that takes its surroundings from here.
        os.environ["DISPLAY"] = display
        yield display
    finally:
        os.environ.pop("DISPLAY", None)
        if before is not None:
            os.environ["DISPLAY"] = before
        server.terminate()
        server.wait()
        os.close(tell)


def _measure(line: dict[str, Any], display: str, wall: FilmPage, phone: FilmPage) -> None:
    places = [Place(**one.page.evaluate(PLACE)) for one in (wall, phone)]
    for one in (wall, phone):
        one.collect()
    begin = wall.now()
    numbers = _filmed(display, places)
    end = wall.now()
    for one in (wall, phone):
        one.collect()
    first = [_first_seen(one) for one in zip(*numbers, strict=True)]
    both = sorted(first[0].keys() & first[1].keys())
    apart = [abs(first[1][n] - first[0][n]) * 1000 / A_SECOND for n in both]
    same = [abs(a - b) * PICTURE_MS for a, b in numbers if a is not None and b is not None]
    told = [abs(one) for one in skews(wall, phone, begin, end)]
    line |= _of("", apart) | {"unit": "ms", "n": len(apart), "captured": len(numbers)}
    line["read_in_both"] = len(same)
    line["same_picture_share"] = round(sum(one == 0 for one in same) / max(1, len(same)), 3)
    line["browsers_say"] = _of("", told) | {"n": len(told)}


def _of(name: str, values: list[float]) -> dict[str, float | None]:
    if not values:
        return {"value": None}
    shares = {"value": 50, "p95": 95, "max": 100}
    return {f"{name}{key}": round(percentile(values, share), 1) for key, share in shares.items()}


def _filmed(display: str, places: list[Place]) -> list[list[int | None]]:
    """For each look at the screen, the numbers of the pictures at those places."""
    grab = ["-f", "x11grab", "-framerate", str(A_SECOND), "-video_size", f"{WIDTH}x{HEIGHT}"]
    camera = subprocess.Popen(
        [
            *("ffmpeg", "-v", "error", "-nostdin", *grab, "-i", display, "-t", str(FILMED_S)),
            *("-pix_fmt", "gray", "-f", "rawvideo", "-"),
        ],
        stdout=subprocess.PIPE,
    )
    found = []
    assert camera.stdout is not None
    with camera.stdout as pictures:
        while len(picture := pictures.read(WIDTH * HEIGHT)) == WIDTH * HEIGHT:
            found.append([number_of(place.levels(picture)) for place in places])
    camera.wait()
    return found


def _first_seen(numbers: tuple[int | None, ...]) -> dict[int, int]:
    """At which look each picture came up."""
    first: dict[int, int] = {}
    for look, number in enumerate(numbers):
        if number is not None:
            first.setdefault(number, look)
    return first
