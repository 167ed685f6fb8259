"""The wall shows a film from its beginning while the rest of it is still being encoded."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from afttrainer.media.ffmpeg import find_ffmpeg
from afttrainer.media.tasks import FilmQueue
from tests.browser.console import Supervisor
from tests.browser.evening import BENS_FILM, Evening
from tests.browser.house import House
from tests.browser.stage import Stage
from tests.browser.wall import Wall
from tests.browser.watching import OUT_OF_CONTACT
from tests.network import until
from tests.serving import processes

pytestmark = pytest.mark.browser

LENGTH_S = 100
#: Encoding is the last to get the processor, so that what waits for it waits longer.
PATIENCE_MS = 300_000
VIDEO = 'document.querySelector("#wall-player video")'


def camcorder_film(path: Path) -> Path:
    """A hundred seconds that no browser plays, with much to encode in them."""
    drawn = ("-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=25:duration={LENGTH_S}")
    heard = ("-f", "lavfi", "-i", f"sine=frequency=300:duration={LENGTH_S}")
    made = ("-c:v", "mpeg2video", "-q:v", "6", "-c:a", "mp2", str(path))
    command = [str(find_ffmpeg()), "-v", "error", "-y", *drawn, *heard, *made]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def bring_in(house: House, film: Path) -> sqlite3.Connection:
    """Ben's film is another one now, still to be prepared."""
    database = sqlite3.connect(house.folder / "home" / "afttrainer.sqlite3", timeout=30)
    with database:
        database.execute(
            "UPDATE recording SET status = 'preparing', ticket = 'camcorder', film_name = NULL,"
            " captions_name = NULL, duration_ms = 0, sha256 = NULL WHERE title = ?",
            (BENS_FILM,),
        )
    queue = FilmQueue(house.folder / "home")
    queue.prepare("camcorder", str(film), None)
    queue.close()
    return database


def status_of(database: sqlite3.Connection) -> str:
    asked = "SELECT status FROM recording WHERE ticket = 'camcorder'"
    return str(database.execute(asked).fetchone()[0])


def watches_a_growing_film(
    evening: Evening, house: House, folder: Path, until_s: float
) -> sqlite3.Connection:
    """The room is about to, and the wall has so many seconds of it."""
    ben = evening.comes("Ben")
    evening.begins()
    evening.moves_to("Choosing a case")
    database = bring_in(house, camcorder_film(folder / "film.ts"))
    begun = "SELECT film_name IS NOT NULL FROM recording WHERE ticket = 'camcorder'"
    until(lambda: database.execute(begun).fetchone()[0])
    evening.mirela.offers(BENS_FILM)
    ben.presses("Yes, show it")
    evening.mirela.goes_on_to("Watching")
    evening.wall.shows("film")
    evening.wall.page.set_default_timeout(PATIENCE_MS)
    evening.wall.page.wait_for_function(
        f"until => {VIDEO}?.buffered.length && {VIDEO}.buffered.end(0) > until", arg=until_s
    )
    return database


@contextmanager
def standing_still(house: House) -> Iterator[None]:
    """Nothing is encoded meanwhile (Linux)."""
    here = str(house.folder)
    encoders = [pid for pid, words in processes() if "media.worker" in words and here in words]
    for pid, _words in processes():
        if parent_of(pid) in encoders:
            encoders.append(pid)
    assert encoders, "nobody encodes"
    for pid in encoders:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in encoders:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@contextmanager
def without_network(wall: Wall) -> Iterator[None]:
    """That window alone: it is one of the console's own device."""
    wall.stage.watch.expect(wall.name, *OUT_OF_CONTACT)
    network = wall.context.new_cdp_session(wall.page)
    none = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {**none, "offline": True})
    yield
    network.send("Network.emulateNetworkConditions", {**none, "offline": False})


def has(wall: Wall) -> float:
    """How many seconds of the film it could show."""
    end: float = wall.page.evaluate(f"() => {VIDEO}.buffered.end({VIDEO}.buffered.length - 1)")
    return end


def clock_of(console: Supervisor) -> int:
    """Where the film is, in seconds, as the console shows it."""
    shown = console.page.locator("[data-film-controls] [data-film-time]").inner_text()
    minutes, seconds = shown.split(":")
    return 60 * int(minutes) + int(seconds)


def parent_of(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def test_the_wall_plays_what_there_is_and_goes_on_with_the_whole_film(
    house: House, stage: Stage, tmp_path: Path
) -> None:
    house.finishes_its_films()
    evening = Evening(stage)
    database = watches_a_growing_film(evening, house, tmp_path, 24)
    wall = evening.wall
    with standing_still(house):
        assert status_of(database) == "preparing", "it was too short to be tried"
        assert wall.page.evaluate(f"() => {VIDEO}.src").startswith("blob:")
        assert wall.page.evaluate(f"() => {VIDEO}.duration") == pytest.approx(LENGTH_S, abs=0.2)
        evening.mirela.plays()
        wall.film_runs_past(0.5)
        evening.mirela.pauses()
        evening.mirela.goes_to_film_time(20)
        wall.film_stands_at(20)
        evening.mirela.plays()
        wall.film_runs_past(22)
        expect(wall.film).to_be_visible()
    until(lambda: status_of(database) == "ready", within_s=PATIENCE_MS / 1000)
    database.close()
    evening.mirela.pauses()
    wall.page.wait_for_function(f"() => {VIDEO}.src.includes('/film#')")
    evening.mirela.goes_to_film_time(60)
    wall.film_stands_at(60)
    evening.mirela.plays()
    wall.film_runs_past(61)


def test_a_wall_goes_on_with_what_there_is_where_the_room_is_further_and_the_room_follows(
    house: House, stage: Stage, tmp_path: Path
) -> None:
    house.finishes_its_films()
    evening = Evening(stage)
    watches_a_growing_film(evening, house, tmp_path, 14).close()
    wall = evening.wall
    with standing_still(house):
        evening.mirela.plays()
        wall.film_runs_past(0.5)
        with without_network(wall):
            stood = wall.film_stands()
            # Nobody waits for it: the room's clock leaves behind all that has been encoded.
            until(lambda: clock_of(evening.mirela) > has(wall) + 2)
        wall.film_runs_past(stood + 0.5)
        assert wall.film_time() < stood + 4
        until(lambda: abs(clock_of(evening.mirela) - wall.film_time()) < 1.5)
