"""Screens that must not go dark, and phones that say why they may."""

from __future__ import annotations

import pytest

from tests.browser.evening import Evening
from tests.browser.screens import Screen
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

#: A device whose browser keeps it awake when it is asked, and counts. (There is no screen here that
#: could go dark.)
COUNTS = """(() => {
  window.__awake = 0;
  const request = async () => {
    window.__awake += 1;
    return { released: false, async release() { this.released = true; window.__awake -= 1; } };
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request }, configurable: true });
})()"""
NEVER = 'Object.defineProperty(navigator, "wakeLock", { value: undefined, configurable: true })'


def is_kept_awake(screen: Screen, wished: bool) -> None:
    screen.page.wait_for_function("wished => window.__awake === wished", arg=int(wished))


@pytest.fixture
def evening(stage: Stage) -> Evening:
    evening = Evening(stage)
    evening.begins()
    return evening


def begins_anew(screen: Screen, script: str) -> None:
    screen.page.add_init_script(script)
    screen.page.reload()
    screen.is_connected()


def test_the_wall_stays_awake_and_a_phone_does_while_there_is_something_to_mark(
    evening: Evening,
) -> None:
    begins_anew(evening.wall, COUNTS)
    is_kept_awake(evening.wall, True)

    ben, aditi = evening.comes("Ben"), evening.comes("Aditi")
    begins_anew(aditi, COUNTS)
    is_kept_awake(aditi, False)
    evening.shows_the_film_of(ben)
    is_kept_awake(aditi, True)
    evening.moves_to("What happened between them")
    is_kept_awake(aditi, False)
    is_kept_awake(evening.wall, True)


def test_where_browsers_do_not_allow_it_that_is_said(evening: Evening) -> None:
    aditi = evening.comes("Aditi")
    about = aditi.page.locator("#about-device")
    aditi.unfolds(about)
    aditi.does_not_see("over HTTPS only")
    begins_anew(aditi, NEVER)
    aditi.unfolds(about)
    aditi.sees("over HTTPS only")
    aditi.does_not_see("without HTTPS")
