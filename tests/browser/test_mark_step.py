"""A slip of the thumb at one's marks, on a small phone: taken back, and put back where it was."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.companion import Trainee
from tests.browser.evening import Evening
from tests.browser.stage import PHONE, Stage

pytestmark = pytest.mark.browser

SMALL = {**PHONE, "viewport": {"width": 360, "height": 740}}


@pytest.fixture
def aditi(stage: Stage) -> Trainee:
    """She has marked a silence."""
    evening = Evening(stage)
    ben = evening.comes("Ben")
    phone = stage.device(Trainee, "Aditi", SMALL)
    phone.follows_the_link()
    phone.joins(evening.code)
    evening.begins()
    evening.shows_the_film_of(ben)
    evening.mirela.goes_to_film_time(40)
    evening.wall.film_stands_at(40)
    phone.tags("withdrawal", "goes silent")
    phone.has_marks("goes silent")
    return phone


def line(aditi: Trainee) -> Locator:
    """At the pad, under the thumb that slipped."""
    return aditi.page.locator("[data-pad-back]")


def test_a_mark_that_went_by_a_slip_comes_back_at_the_same_film_time(aditi: Trainee) -> None:
    was_at = aditi.marked_at(0)
    aditi.touch(aditi.page.locator("[data-zone=confrontation]"))
    aditi.presses("Undo", "[data-pad]")
    expect(line(aditi)).to_contain_text("Taken back")
    aditi.has_marks("goes silent")
    aditi.touch(line(aditi).get_by_role("button", name="Put back"))
    expect(aditi.marks).to_have_count(2)

    own = aditi.page.locator("#own-marks")
    aditi.touch(aditi.marks.filter(has_text="goes silent").get_by_role("button", name="Undo"))
    aditi.presses("Yes", "dialog")
    expect(aditi.marks).to_have_count(1)
    gone = own.locator("[data-gone]")
    expect(gone).to_contain_text("goes silent: taken back")
    aditi.touch(gone.get_by_role("button", name="Put back"))
    expect(aditi.marks.filter(has_text="goes silent")).to_have_count(1)
    assert {aditi.marked_at(number) for number in (0, 1)} == {was_at}
    expect(own.locator("[data-gone]")).to_have_count(0)

    aditi.unfolds(own.locator("details", has_text="What I changed").last)
    told = own.locator("[data-own-steps] > li")
    expect(told).to_have_count(4)
    expect(told.first).to_contain_text("Put back")
    expect(told.nth(1)).to_contain_text("Taken back")


def test_without_contact_and_by_keys_it_is_the_same(aditi: Trainee) -> None:
    keys = aditi.page.keyboard
    with aditi.out_of_contact():
        aditi.touch(aditi.page.locator("[data-zone=confrontation]"))
        aditi.touch(aditi.button(re.compile("^angry with"), ".tagpad:not([hidden])"))
        keys.press("Control+z")
        expect(line(aditi)).to_contain_text("Taken back")
        keys.press("Control+z")
        expect(line(aditi)).to_contain_text("Put back")
        keys.press("Control+z")
        aditi.touch(line(aditi).get_by_role("button", name="Put back"))
        expect(line(aditi)).to_contain_text("Put back")
    expect(aditi.marks).to_have_count(2)
    expect(aditi.page.locator("[data-own-steps] > li")).to_have_count(4)


def test_a_correction_is_undone_with_the_keys_for_it(aditi: Trainee) -> None:
    aditi.unfolds(aditi.marks.first.locator("details"))
    aditi.presses("What was it?", "#own-marks")
    aditi.touch(aditi.button(re.compile("^says very little"), ".tagpad:not([hidden])"))
    aditi.has_marks("says very little")
    expect(line(aditi)).to_contain_text("Changed")
    aditi.page.keyboard.press("Control+z")
    aditi.has_marks("goes silent")
    aditi.reloads()
    aditi.is_connected()
    aditi.page.keyboard.press("Control+z")
    aditi.has_marks("says very little")
