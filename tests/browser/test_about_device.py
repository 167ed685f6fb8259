"""What a device tells of itself under "About this device": how right its clock is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.evening import Evening
from tests.browser.screens import Screen
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

WRONG_BY_90_S = "{ const now = Date.now.bind(Date); Date.now = () => now() + 90_000; }"
#: Ten minutes in a pocket: its date went on, and the clock behind it stood still.
SLEPT = """() => {
  const now = performance.now.bind(performance);
  performance.now = () => now() - 600_000;
}"""
SERVER_NOW = """async () => {
  const main = document.querySelector("script[src*='room/main.js']").src;
  const { serverNow } = await import(new URL("./clock.js", main));
  return serverNow();
}"""
AGREES = re.compile(r"^Its clock agrees with the room’s to within (\d+) ms\.$")
NOT_COMPARED = "It has not compared its clock with the room’s yet."


@pytest.fixture
def evening(stage: Stage) -> Evening:
    evening = Evening(stage)
    evening.begins()
    return evening


def its_clock(screen: Screen, says: str | re.Pattern[str]) -> str:
    line = screen.page.locator("[data-device-clock]")
    expect(line).to_have_text(says)
    return line.inner_text()


def test_a_device_a_minute_and_a_half_wrong_knows_how_right_it_is(evening: Evening) -> None:
    aditi = evening.comes("Aditi")
    aditi.page.add_init_script(WRONG_BY_90_S)
    aditi.page.reload()
    aditi.is_connected()
    aditi.unfolds(aditi.page.locator("#about-device"))
    told = AGREES.match(its_clock(aditi, AGREES))
    assert told is not None
    within_ms = int(told[1])
    assert within_ms < 1000, "its date is 90 s off, and it does not go by that"
    apart = abs(aditi.page.evaluate(SERVER_NOW) - evening.mirela.page.evaluate(SERVER_NOW))
    # Asked one after the other, which takes a moment as well.
    assert apart < within_ms + 2000


def test_the_page_itself_tells_the_time_before_any_socket_is_open(evening: Evening) -> None:
    aditi = evening.comes("Aditi")
    aditi.page.route_web_socket("**/socket.io/**", lambda _socket: None)
    aditi.page.add_init_script(WRONG_BY_90_S)
    aditi.page.reload()
    aditi.unfolds(aditi.page.locator("#about-device"))
    told = AGREES.match(its_clock(aditi, AGREES))
    assert told is not None
    apart = abs(aditi.page.evaluate(SERVER_NOW) - evening.mirela.page.evaluate(SERVER_NOW))
    assert apart < int(told[1]) + 2000


def test_a_device_that_slept_out_of_contact_says_that_it_does_not_know(evening: Evening) -> None:
    aditi = evening.comes("Aditi")
    aditi.unfolds(aditi.page.locator("#about-device"))
    its_clock(aditi, AGREES)
    with aditi.out_of_contact():
        aditi.is_not_connected()
        aditi.page.evaluate(SLEPT)
        its_clock(aditi, NOT_COMPARED)
    its_clock(aditi, AGREES)
