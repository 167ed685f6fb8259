"""The presenter's stop on real screens: silence at once, whatever the disk and the network do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.evening import Evening
from tests.browser.house import House
from tests.browser.stage import PHONE, Stage
from tests.browser.watching import OUT_OF_CONTACT
from tests.network import Network, Way

pytestmark = pytest.mark.browser

NOT_SENT = "Not sent yet: no contact with the room. Say it aloud."
SENT = "It has gone through: the room is paused."


@pytest.fixture
def evening(stage: Stage) -> Evening:
    evening = Evening(stage)
    evening.begins()
    return evening


def runs(evening: Evening, ben: Trainee) -> None:
    evening.shows_the_film_of(ben)
    evening.mirela.plays()
    evening.wall.film_runs_past(20.5)


@contextmanager
def nothing_is_saved(house: House) -> Iterator[None]:
    """Somebody else holds the database: whatever is written waits."""
    database = sqlite3.connect(house.folder / "home/afttrainer.sqlite3", isolation_level=None)
    database.execute("PRAGMA busy_timeout = 60000")
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")
        database.close()


def test_the_film_falls_silent_on_every_screen_before_anything_is_saved(evening: Evening) -> None:
    ben, dao = evening.comes("Ben"), evening.comes("Dao")
    runs(evening, ben)
    evening.mirela.turns("Phones see the film")
    expect(dao.page.locator("video")).to_have_js_property("paused", False)
    with nothing_is_saved(evening.stage.house):
        ben.touch(ben.button("Stop"))
        evening.wall.film_stands()
        evening.wall.is_paused()
        expect(dao.page.locator("video")).to_have_js_property("paused", True)
        dao.sees("Paused")
        evening.mirela.sees("Ben has asked for this")
        ben.sees("The room is paused. It is not saved yet")
        expect(ben.button("Go on")).to_be_visible()
        ben.does_not_see(NOT_SENT)
    expect(ben.page.get_by_text("It is not saved yet")).to_have_count(0)
    ben.presses_until_it_is_gone("Go on")
    evening.wall.is_not_paused()


def test_without_contact_the_presenter_is_told_to_say_it_aloud_and_when_it_has_gone_through(
    evening: Evening,
) -> None:
    ben = evening.comes("Ben")
    runs(evening, ben)
    with ben.out_of_contact():
        ben.is_not_connected()
        ben.touch(ben.button("Stop"))
        ben.sees(NOT_SENT)
        evening.wall.is_not_paused()
    ben.sees(SENT)
    evening.wall.is_paused()
    evening.wall.film_stands()


def test_a_connection_that_is_dead_without_knowing_it_is_no_contact_either(
    evening: Evening, stage: Stage
) -> None:
    with Network(stage.house.port) as network:
        ben = stage.device(Trainee, "Ben", PHONE)
        stage.watch.expect("Ben", *OUT_OF_CONTACT)
        ben.signs_in_with(network.address(stage.house.links["ben"]))
        ben.opens(network.address(f"{stage.house.base}/join/{evening.code}"))
        ben.is_in_the_room()
        runs(evening, ben)
        network.hold(*Way)
        ben.touch(ben.button("Stop"))
        ben.sees(NOT_SENT)
        evening.wall.is_not_paused()
        network.mend()
        ben.sees(SENT)
        evening.wall.is_paused()


def test_a_stop_that_waited_through_a_reload_is_still_insisted_on(
    evening: Evening, stage: Stage
) -> None:
    ben = evening.comes("Ben")
    runs(evening, ben)
    with ben.out_of_contact():
        ben.touch(ben.button("Stop"))
        ben.sees(NOT_SENT)
        # That is said at the touch, a moment before the device has put it down.
        ben.keeps(1)
        ben.is_put_to_sleep()
    evening.wall.is_paused()
