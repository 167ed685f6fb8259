"""The bells of a practice on a phone that may go to sleep: one file, from the first to the last."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.house import House
from tests.browser.stage import LAPTOP, PHONE, Stage

pytestmark = pytest.mark.browser

#: What the page plays, wherever it keeps it.
LISTEN = """
window.played = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.played.push(this); return play.call(this); };
"""
WAITS = "() => window.played.at(-1)?.loop && !window.played.at(-1).paused"
#: One file that is as long as the practice, where the practice is now, and not in a loop.
RINGS = """(lasts) => {
  const audio = window.played.at(-1);
  const { began } = document.querySelector("[data-bells]").dataset;
  const late = (Date.now() - Number(began)) / 1000 - audio.currentTime;
  return !audio.loop && !audio.paused && audio.duration > lasts && Math.abs(late) < 2;
}"""


def test_a_phone_rings_both_bells_out_of_one_file(house: House, stage: Stage) -> None:
    house.reads_links(house.run("demo"))
    mirela = stage.device(Supervisor, "Mirela", LAPTOP)
    mirela.signs_in()
    mirela.presses("To the console Thursday group (demo)")
    mirela.is_at_the_console()
    eszter = stage.device(Trainee, "Eszter", PHONE)
    eszter.context.add_init_script(LISTEN)
    eszter.follows_the_link()
    eszter.presses(re.compile("^Join"))
    eszter.is_in_the_room()
    mirela.goes_to_part("Arriving")

    button = eszter.button("Ring the bells on this device, too")
    eszter.touch(button)
    expect(button).to_have_attribute("aria-pressed", "true")
    eszter.page.wait_for_function(WAITS)

    mirela.presses("Ring the bell and begin")
    expect(button).to_have_attribute("data-began", re.compile(r"^\d+"))
    lasts = int(button.get_attribute("data-lasts") or 0) / 1000
    eszter.page.wait_for_function(RINGS, arg=lasts)

    eszter.touch(button)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert eszter.page.evaluate("() => window.played.at(-1).paused")
