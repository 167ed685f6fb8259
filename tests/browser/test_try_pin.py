"""Moments that those who watch mark in a try: on real phones, in contact and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.half_run import half_run
from tests.browser.house import House
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

MARK, SEEN = "Mark this moment", "What others saw in your try"


def test_moments_of_a_try_reach_whoever_tried_when_it_is_over(house: House, stage: Stage) -> None:
    mirela, dao, aditi, chiara = half_run(house, stage, "Dao", "Aditi", "Chiara")
    wall = mirela.opens_the_wall()
    aditi.presses(MARK)
    aditi.presses("withdrawal")
    with aditi.out_of_contact():
        aditi.presses(MARK)
        expect(aditi.page.locator("[data-pin-sync]")).to_have_attribute("data-sync", "waiting")
        aditi.presses("Done")
    own = aditi.page.locator("[data-try-pins] .own-tags > li")
    expect(own).to_have_count(2)
    expect(own.last).to_contain_text("withdrawal")
    for screen in (dao, chiara, wall):
        expect(screen.page.locator("[data-try-pins]")).to_have_count(0)
    for screen in (dao, chiara, mirela, wall):
        screen.does_not_see("a moment", "main")

    dao.is_done()
    dao.unfolds(dao.page.locator("details", has_text=SEEN).last)
    dao.sees("Moments that others marked", "[id^=seen-]")
    expect(dao.page.locator("[id^=seen-] .strip-mark")).to_have_count(2)
    expect(dao.page.locator("[id^=seen-] .lines > li").filter(has_text="Aditi")).to_have_count(2)
    for screen in (chiara, mirela, wall):
        screen.does_not_see("Moments that others marked")
    own.first.get_by_role("button", name="Undo").tap()
    aditi.presses("Yes", "dialog")
    expect(dao.page.locator("[id^=seen-] .strip-mark")).to_have_count(1)
