"""A group's own words on the pad: added at the console, tapped in contact and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.half_run import half_run
from tests.browser.house import House
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.stage import PHONE, Stage

pytestmark = pytest.mark.browser

SAID = "looks at the floor"
#: Forty characters in one piece, and forty from right to left.
LONG = "Fussbodenbetrachtungsverlegenheitsgesten"
HEBREW = "מסתכל על הרצפה ומשחק עם השעון שעל ידו כן"
OPEN = ".tagpad:not([hidden])"


def adds(mirela: Supervisor, words: str, place: str = "away_from_other") -> None:
    form = mirela.page.locator("[data-command='group_word.add']")
    form.locator("[name=words]").fill(words)
    form.locator(f"label:has([value={place}])").click()
    form.get_by_role("button", name="Add").click()


def taps_zone(phone: Trainee, family: str) -> None:
    phone.touch(phone.page.locator(f"[data-zone={family}]"))


def test_a_word_added_at_the_console_is_marked_with_two_taps(house: House, stage: Stage) -> None:
    mirela, dao, eszter = half_run(house, stage, "Dao", "Eszter", **MAY_BE_MEASURED)
    mirela.goes_to_part("Watching")
    for phone in (dao, eszter):
        phone.is_in("Watching")
    # A pad that is open under a finger stays as it is.
    taps_zone(eszter, "withdrawal")
    mirela.unfolds(mirela.page.locator("#group-words"))
    adds(mirela, SAID)
    expect(mirela.page.locator("#group-words .lines").get_by_text(SAID, exact=True)).to_be_visible()
    expect(mirela.page.locator("[data-command='group_word.add'] [name=words]")).to_have_value("")
    own = dao.page.locator("#own-marks ul.own-tags > li:not([data-gone])")
    expect(dao.page.locator("[data-own-words]")).to_contain_text(SAID)
    taps_zone(dao, "withdrawal")
    dao.touch(dao.button(SAID, OPEN))
    expect(own.filter(has_text=SAID)).to_have_count(1)
    expect(eszter.page.locator("[data-own-words]")).to_contain_text(SAID)
    expect(eszter.page.locator(OPEN).get_by_text(SAID)).to_have_count(0)

    # What stands there is refused beside the field, and what was typed is kept.
    adds(mirela, SAID.upper())
    problem = mirela.page.locator("[data-command='group_word.add'] [data-problem=words]")
    expect(problem).to_contain_text("already")
    expect(mirela.page.locator("[data-command='group_word.add'] [name=words]")).to_have_value(
        SAID.upper()
    )

    # Long ones and those from right to left break no pad, and are as large as a thumb.
    for words in (LONG, HEBREW):
        adds(mirela, words)
        expect(dao.page.locator("[data-own-words]")).to_contain_text(words)
    taps_zone(dao, "withdrawal")
    for marker in dao.page.locator(f"{OPEN} .marker").all():
        box = marker.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["viewport"]["width"]
    assert not faults_of(dao, "the open pad")
    # By key, without a word beside its letter being lost.
    dao.page.keyboard.press("l")
    expect(own.filter(has_text=HEBREW)).to_have_count(1)

    # Without contact, and put away meanwhile: what was tapped is taken.
    with dao.out_of_contact():
        taps_zone(dao, "withdrawal")
        dao.touch(dao.button(SAID, OPEN))
        line = mirela.page.locator("#group-words li").filter(has_text=SAID)
        line.get_by_text("Change").click()
        line.get_by_role("button", name="Put it away").click()
        expect(mirela.page.locator("#group-words li").filter(has_text=SAID)).to_have_count(0)
    expect(own.filter(has_text=SAID)).to_have_count(2)
    expect(dao.page.locator("[data-own-words]")).not_to_contain_text(SAID)
