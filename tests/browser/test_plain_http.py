"""On plain HTTP at an address of the network there is no randomUUID, no wake lock, no locks: the
meeting works all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from afttrainer.addresses import network_address
from tests.browser.evening import Evening
from tests.browser.house import House
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(make_house: Callable[..., House], make_stage: Callable[[House], Stage]) -> Stage:
    if network_address() is None:
        pytest.skip("this machine has no address but its own")
    return make_stage(make_house("--host", "0.0.0.0", "--http"))


def test_the_core_of_a_meeting(stage: Stage) -> None:
    assert stage.house.base.startswith(f"http://{network_address()}:")
    evening = Evening(stage)
    mirela, wall = evening.mirela, evening.wall
    assert wall.shows_the_address() == f"{stage.house.base.removeprefix('http://')}/join"
    ben, aditi = evening.comes("Ben"), evening.comes("Aditi")
    for screen in (mirela, wall, ben, aditi):
        assert screen.page.evaluate("() => window.isSecureContext") is False
        assert screen.page.evaluate("() => typeof crypto.randomUUID") == "undefined"

    evening.begins()
    mirela.goes_on_to("Check-in")
    aditi.checks_in(6, "restless", "maybe")
    mirela.sees("restless", ".board")

    evening.shows_the_film_of(ben)
    aditi.tags("withdrawal", "says very little")
    aditi.has_marks("says very little")
    mirela.plays()
    wall.film_runs_past(21)
    ben.stops_everything()
    wall.is_paused()
    wall.film_stands()
    ben.goes_on()

    evening.moves_to("What happened between them")
    mirela.shows_the_marks()
    mirela.describes("0:20")
    mirela.presses("Keep it as R1", "#new-rupture")
    mirela.goes_on_to("Exercise")
    mirela.makes_an_exercise("R1", "First words about us", "Ben")
    ben.presses("Yes")
    mirela.presses("Begin", "#now")
    aditi.tries("You went quiet.", "Did I?", "what is between us", "an observation")
    ben.felt("+1")
    aditi.is_done()
    expect(wall.page.locator(".closeness")).to_be_visible()


def test_what_is_off_without_https_is_said_where_it_is_looked_for(stage: Stage) -> None:
    evening = Evening(stage)
    evening.mirela.sees("keep a screen awake over HTTPS only")
    evening.begins()
    ben = evening.comes("Ben")
    ben.unfolds(ben.page.locator("#about-device"))
    ben.sees("keep a phone awake over HTTPS only")
    ben.sees("Browsers then give no microphone")
    evening.shows_the_film_of(ben)
    ben.presses("Write down what comes back to me")
    expect(ben.page.locator("[data-aloud-cannot]")).to_contain_text("HTTPS")
    expect(ben.page.get_by_role("button", name="Say it aloud")).to_have_count(0)


def test_contact_is_lost_and_found(stage: Stage) -> None:
    """No locks between tabs, no clipboard, no storage that is promised: it holds all the same."""
    evening = Evening(stage)
    evening.begins()
    evening.mirela.goes_on_to("Check-in")
    aditi = evening.comes("Aditi")
    other = aditi.opens_another_tab()
    assert aditi.page.evaluate("() => typeof navigator.locks") == "undefined"
    word = "A word for how you are"
    with aditi.out_of_contact():
        other.is_not_connected()
        for tab, said in ((aditi, "first"), (other, "second"), (aditi, "third")):
            tab.chooses("5", ".scale")
            tab.writes(word, said)
            tab.presses("Save")
        aditi.keeps(3)
        aditi.is_told("Kept on this device; goes out when it is back")
    aditi.keeps(0)
    evening.mirela.sees("third", ".board")
    aditi.is_answered()
    for tab in (aditi, other):
        expect(tab.page.locator("form > .notice")).to_have_count(0)
    evening.mirela.sees_here("Mirela", "Aditi")
