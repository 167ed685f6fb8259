"""A practice of the meeting, done by oneself between two meetings: its bell, its end, and one tap
to keep it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.house import House
from tests.browser.stage import PHONE, Stage
from tests.browser.test_bells import LISTEN

pytestmark = pytest.mark.browser

#: Both bells in one file, begun with the tap.
RINGS = "() => window.played.length && !window.played.at(-1).paused && !window.played.at(-1).loop"


def test_a_practice_by_oneself_rings_ends_and_is_kept_with_a_tap(
    house: House, stage: Stage
) -> None:
    house.reads_links(house.run("demo"))
    eszter = stage.device(Trainee, "Eszter", PHONE)
    eszter.context.add_init_script(LISTEN)
    eszter.follows_the_link()
    eszter.touch(eszter.page.get_by_role("link", name="Practice at home").first)
    eszter.touch(eszter.page.get_by_role("link", name="Practise now").first)

    eszter.presses("Begin, with the bell")
    eszter.page.wait_for_function(RINGS)
    expect(eszter.page.locator("[data-practice]")).to_have_attribute(
        "data-began", re.compile(r"^\d+")
    )
    expect(eszter.button("Keep it in my log")).to_be_hidden()

    eszter.presses("End it here")
    assert eszter.page.evaluate("() => window.played.at(-1).paused")
    eszter.presses("Keep it in my log")
    eszter.sees("Kept.")
    eszter.sees("by myself: 1 minute")
    assert eszter.page.locator(".weeks .dot").count() == 1
