"""How near a mark's film time lies to the picture that was on the screen when the finger went down.

The picture is that of the wall, or of the phone's own film where it shows one, as the browser told
of it at the touch's own time stamp. The baseline takes the film's place at the command's arrival.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from random import Random
from time import sleep
from typing import Any

from tests.bench.live.barred_film import PICTURE_MS
from tests.bench.live.film_pages import FilmPage, FilmRoom, film_room
from tests.bench.live.report import Report
from tests.bench.report import percentile
from tests.network import BAD, CLEAR

TAPS = 12
SETTLED_S = 3
ARRIVES_S = 4
TAPPED = """() => {
  window.__tapped = [];
  addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-zone]")) {
      window.__tapped.push(performance.timeOrigin + event.timeStamp);
    }
  }, { capture: true });
}"""


def run(report: Report) -> None:
    chance = Random(1)
    with film_room() as room, ExitStack() as stack:
        wall = stack.enter_context(room.shown("wall"))
        phone = stack.enter_context(room.shown("companion", who="Femi"))
        _ready(phone)
        room.presses("companions", on=False)
        room.presses("play")
        for rate in (0.5, 1, 2):
            room.presses("rate", rate=rate)
            sleep(SETTLED_S)
            with _figure(report, room, wall, phone, f"the wall's picture, {rate}x", wall):
                _taps(phone, chance)
        room.presses("rate", rate=1)
        sleep(SETTLED_S)
        with _figure(report, room, wall, phone, "the wall's picture, 1x, without contact", wall):
            phone.network.cut()
            _taps(phone, chance)
            phone.network.mend()
        room.presses("companions", on=True)
        sleep(2 * SETTLED_S)
        with _figure(report, room, wall, phone, "the phone's own picture, 1x", phone):
            _taps(phone, chance)
        room.presses("companions", on=False)
        room.weather = BAD
        with room.shown("companion", who="Femi") as far:
            _ready(far)
            name = "the wall's picture, 1x, bad network"
            with _figure(report, room, wall, far, name, wall):
                _taps(far, chance)
        room.weather = CLEAR


def _ready(phone: FilmPage) -> None:
    phone.page.locator("[data-zone]").first.wait_for()
    phone.page.locator("body[data-connected]").wait_for()
    sleep(SETTLED_S)
    phone.page.evaluate(TAPPED)


def _taps(phone: FilmPage, chance: Random) -> None:
    for _tap in range(TAPS):
        sleep(chance.uniform(0.1, 0.4))
        phone.page.locator("[data-zone=withdrawal]").tap()
        phone.page.locator("[data-pad-done]:visible").first.tap()


@contextmanager
def _figure(
    report: Report, room: FilmRoom, wall: FilmPage, phone: FilmPage, name: str, seen: FilmPage
) -> Iterator[None]:
    began = datetime.now(UTC)
    phone.page.evaluate("() => { window.__tapped = []; }")
    with report.figure(f"mark against {name}") as line:
        yield
        kept = _kept(room, began)
        for one in (wall, phone):
            one.collect()
        tapped = phone.page.evaluate("() => window.__tapped")
        _tell(line, tapped, kept, wall, seen)


def _kept(room: FilmRoom, since: datetime) -> list[tuple[int, float, bool]]:
    """Film ms, arrival in ms since 1970 and whether it is estimated, in the order of arrival."""
    asked = (
        "SELECT clip_ms, made_at, is_estimate FROM rupture_tag WHERE made_at > ? ORDER BY made_at"
    )
    base = sqlite3.connect(room.house.folder / "home" / "afttrainer.sqlite3")
    for _look in range(60):
        rows = base.execute(asked, (since.replace(tzinfo=None).isoformat(" "),)).fetchall()
        if len(rows) >= TAPS:
            break
        sleep(0.5)
    base.close()
    return [(ms, _instant(at), bool(estimate)) for ms, at, estimate in rows]


def _instant(written: str) -> float:
    return datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp() * 1000


def _on_screen(seen: FilmPage, instant: float) -> float:
    """Film ms of the picture that this screen showed at an instant."""
    shown = sorted(seen.shown, key=lambda picture: picture[1])
    found = bisect_right([at for _film, at in shown], instant)
    return shown[max(0, found - 1)][0]


def _tell(
    line: dict[str, Any],
    tapped: list[float],
    kept: list[tuple[int, float, bool]],
    wall: FilmPage,
    seen: FilmPage,
) -> None:
    off, pictures, naive = [], [], []
    for instant, (film_ms, arrived, _estimate) in zip(tapped, kept, strict=True):
        there = _on_screen(seen, instant)
        # A mark within the picture's own forty milliseconds is right.
        beside = film_ms - there
        off.append(max(-beside, beside - PICTURE_MS, 0.0))
        pictures.append(abs(int(film_ms // PICTURE_MS) - round(there / PICTURE_MS)))
        naive.append(abs(_on_screen(wall, arrived) - there))
    line |= {"value": round(percentile(off, 95), 1), "unit": "ms beside the picture, p95"}
    line |= {"max": round(max(off), 1), "n": len(off)}
    line |= {"pictures_off_max": max(pictures), "within_one": sum(p <= 1 for p in pictures)}
    line["estimated"] = sum(estimate for _film, _at, estimate in kept)
    line["baseline"] = {
        "name": "the film's place at the command's arrival",
        "value": round(percentile(naive, 95), 1),
        "max": round(max(naive), 1),
    }
