"""The wall shows a film from its beginning while the rest of it is still being encoded."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from afttrainer.media.ffmpeg import find_ffmpeg
from afttrainer.media.tasks import FilmQueue
from tests.browser.evening import BENS_FILM, Evening
from tests.browser.house import House
from tests.browser.stage import Stage
from tests.network import until

pytestmark = pytest.mark.browser

LENGTH_S = 100
VIDEO = 'document.querySelector("#wall-player video")'


def camcorder_film(path: Path) -> Path:
    """A hundred seconds that no browser plays, with much to encode in them."""
    drawn = ("-f", "lavfi", "-i", f"testsrc2=size=1920x1080:rate=25:duration={LENGTH_S}")
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


def test_the_wall_plays_what_there_is_and_goes_on_with_the_whole_film(
    house: House, stage: Stage, tmp_path: Path
) -> None:
    house.finishes_its_films()
    evening = Evening(stage)
    ben = evening.comes("Ben")
    evening.begins()
    database = bring_in(house, camcorder_film(tmp_path / "film.ts"))
    status = "SELECT status, film_name IS NOT NULL FROM recording WHERE ticket = 'camcorder'"
    until(lambda: database.execute(status).fetchone() == ("preparing", 1))
    evening.shows_the_film_of(ben)
    wall = evening.wall
    assert database.execute(status).fetchone()[0] == "preparing", "it was too short to be tried"
    assert wall.page.evaluate(f"() => {VIDEO}.src").startswith("blob:")
    assert wall.page.evaluate(f"() => {VIDEO}.duration") == pytest.approx(LENGTH_S, abs=0.2)
    evening.mirela.plays()
    wall.film_runs_past(22)
    expect(wall.film).to_be_visible()
    until(lambda: database.execute(status).fetchone()[0] == "ready")
    database.close()
    evening.mirela.pauses()
    wall.page.wait_for_function(f"() => {VIDEO}.src.includes('/film#')")
    evening.mirela.goes_to_film_time(60)
    wall.film_stands_at(60)
    evening.mirela.plays()
    wall.film_runs_past(61)
