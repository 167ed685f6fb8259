"""How long after opening its page a phone that comes late shows what the wall shows.

From the navigation, with nothing in the browser's cache, to the first picture from which on it
stays within a tenth of a second of the wall for as long as it is looked at.
"""

from __future__ import annotations

from time import sleep

from tests.bench.live.film_pages import FilmPage, FilmRoom, film_room
from tests.bench.live.report import Report
from tests.network import BAD, CLEAR

WITHIN_MS = 100
LOOKED_AT_S = 9
SETTLED_S = 8
TRIES = 3
#: By itself it takes more of them.
TRIES_ALONE = 6


def run(report: Report) -> None:
    with film_room() as room:
        for told, weather in (("clean network", CLEAR), ("bad network", BAD)):
            room.weather = weather
            with room.shown("wall") as wall:
                sleep(SETTLED_S)
                room.presses("play")
                sleep(SETTLED_S)
                joins(report, room, wall, told, TRIES_ALONE)
                room.presses("pause")


def joins(report: Report, room: FilmRoom, wall: FilmPage, told: str, tries: int = TRIES) -> None:
    """Femi comes so many times, on another network of that kind each time."""
    took: list[float | None] = []
    uneven: list[float] = []
    with report.figure(f"late joiner within {WITHIN_MS} ms, {told}") as line:
        for number in range(tries):
            with room.shown("companion", who="Femi", seed=number + 1) as late:
                # The start of the browser itself is left out.
                opened: float = late.page.evaluate("() => performance.timeOrigin")
                sleep(LOOKED_AT_S)
                for one in (wall, late):
                    one.collect()
                took.append(within_s(wall, late, opened))
                uneven.append(unevenness_ms(wall, opened))
        came = [one for one in took if one is not None]
        line |= {"value": max(came) if len(came) == len(took) else None, "unit": "s"}
        line |= {"each": took, "n": len(took), "looked_at_s": LOOKED_AT_S}
        # A wall that stalls takes everybody along, sooner or later.
        line["wall_uneven_ms"] = uneven


def within_s(wall: FilmPage, late: FilmPage, opened: float) -> float | None:
    """None where it did not come so near while it was looked at."""
    there = {round(film): at for film, at in wall.shown}
    apart = [(at, at - there[round(film)]) for film, at in late.shown if round(film) in there]
    if not apart or abs(apart[-1][1]) > WITHIN_MS:
        return None
    last_bad = max((at for at, skew in apart if abs(skew) > WITHIN_MS), default=0)
    first_good = min(at for at, _skew in apart if at > last_bad)
    return round((first_good - opened) / 1000, 2)


def unevenness_ms(wall: FilmPage, since: float) -> float:
    """By how much its own pictures came earlier and later than in one even run."""
    gone = [at - film for film, at in wall.shown if at >= since]
    return round(max(gone) - min(gone), 1) if gone else 0.0
