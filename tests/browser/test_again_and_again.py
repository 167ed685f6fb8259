"""A clip that goes round between its marks: every screen begins each round together."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.evening import BENS_FILM, Evening
from tests.browser.house import House
from tests.browser.stage import Stage
from tests.browser.test_film_in_step import is_in_step

pytestmark = pytest.mark.browser

IN_S, OUT_S = 30, 34
#: Each picture that is on the wall, in seconds of the recording, as the browser tells it.
PICTURES = """() => {
  const video = document.querySelector("#wall-player video");
  window.__pictures = [];
  const next = (_now, { mediaTime }) => {
    if (video.style.visibility !== "hidden") window.__pictures.push(mediaTime);
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
}"""
#: How many times it went back to its first pictures, having been at its last.
ROUNDS = """([first, last]) => {
  let [rounds, wasLast] = [0, false];
  for (const at of window.__pictures) {
    if (at > last) wasLast = true;
    else if (at < first && wasLast) [rounds, wasLast] = [rounds + 1, false];
  }
  return rounds;
}"""


def mark(house: House) -> None:
    """Ben's clip is of four seconds in the middle of its recording."""
    database = sqlite3.connect(house.folder / "home" / "afttrainer.sqlite3")
    words = "UPDATE clip SET in_ms = ?, out_ms = ? WHERE title = ?"
    with database:
        assert database.execute(words, (IN_S * 1000, OUT_S * 1000, BENS_FILM)).rowcount
    database.close()


@pytest.fixture
def evening(house: House, stage: Stage) -> Evening:
    mark(house)
    evening = Evening(stage)
    ben = evening.comes("Ben")
    evening.begins()
    evening.moves_to("Choosing a case")
    evening.mirela.offers(BENS_FILM)
    ben.presses("Yes, show it")
    evening.mirela.goes_on_to("Watching")
    evening.wall.shows("film")
    return evening


def goes_round(evening: Evening, times: int) -> None:
    page = evening.wall.page
    page.wait_for_function(
        f"([bounds, times]) => ({ROUNDS})(bounds) >= times",
        arg=[[IN_S + 0.5, OUT_S - 0.5], times],
    )


def test_the_wall_goes_round_and_shows_nothing_beyond_the_marks(evening: Evening) -> None:
    mirela, wall = evening.mirela, evening.wall
    mirela.turns("Again and again")
    wall.page.evaluate(PICTURES)
    mirela.plays()
    goes_round(evening, 2)
    wall.film_runs_between(IN_S + 1, OUT_S - 1)
    is_in_step(mirela)
    shown: list[Any] = wall.page.evaluate("() => window.__pictures")
    assert IN_S - 0.001 <= min(shown) < IN_S + 0.1, "its first pictures are there"
    assert OUT_S - 0.15 < max(shown) < OUT_S, "and its last, and none beyond"

    # By its key, and in the middle of a round: that one is the last.
    mirela.page.locator("body").press("o")
    wall.film_stands_at(OUT_S)
    mirela.button("Play", "[data-film-controls]").wait_for()


def test_presses_quicker_than_the_answers_are_not_taken_for_somebody_elses(
    evening: Evening,
) -> None:
    page = evening.mirela.page
    page.evaluate(
        """() => { for (const name of ["loop", "companions", "toggle"])
                   document.querySelector(`[data-film-do=${name}]`).click(); }"""
    )
    for switch in ("loop", "companions", "toggle"):
        pressed = page.locator(f"[data-film-do={switch}]")
        expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-film-said]")).to_be_hidden()


def test_a_presenters_stop_between_two_rounds_holds_it(evening: Evening) -> None:
    mirela, wall = evening.mirela, evening.wall
    ben = next(screen for screen in evening.stage.screens if screen.name == "Ben")
    mirela.turns("Again and again")
    wall.page.evaluate(PICTURES)
    mirela.plays()
    wall.page.wait_for_function(
        "at => document.querySelector('#wall-player video').currentTime > at", arg=OUT_S - 0.3
    )
    ben.presses("Stop")
    wall.is_paused()
    stands = wall.film_stands()
    assert IN_S <= stands <= OUT_S
    # Until the rest of this round and the beginning of the next would have been on the wall.
    rest_ms = (OUT_S - stands) * 1000 + 2_000
    wall.page.wait_for_function(
        "over => performance.now() > over",
        arg=wall.page.evaluate("performance.now()") + rest_ms,
    )
    assert wall.film_stands() == stands
