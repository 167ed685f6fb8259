"""A question to the room: on several phones, the wall and the console, answered with a tap."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.half_run import half_run
from tests.browser.house import House
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

ASKED = "How near were the two of them just now?"
ANSWERS = ("nearer than before", "as before", "further apart")


def test_a_question_is_asked_answered_with_a_tap_and_shown(house: House, stage: Stage) -> None:
    mirela, dao, aditi, chiara, eszter = half_run(house, stage, "Dao", "Aditi", "Chiara", "Eszter")
    wall = mirela.opens_the_wall()
    mirela.unfolds(mirela.page.locator("#poll-ask"))
    mirela.page.get_by_label("The question").fill(ASKED)
    mirela.page.get_by_label("First answer").fill(ANSWERS[0])
    mirela.presses("Ask it", "#poll-ask")
    expect(mirela.page.locator("#poll-ask [data-problem=answer_2]")).to_be_visible()
    expect(mirela.page.get_by_label("The question")).to_have_value(ASKED)
    mirela.page.get_by_label("Second answer").fill(ANSWERS[1])
    mirela.page.get_by_label("Third answer").fill(ANSWERS[2])
    mirela.presses("Ask it", "#poll-ask")
    for screen in (mirela, dao, aditi, chiara, eszter, wall):
        screen.sees(ASKED)
    wall.shows("poll")

    card = "section.poll"
    for screen, answer in ((dao, ANSWERS[0]), (aditi, ANSWERS[0]), (chiara, ANSWERS[2])):
        screen.presses(answer, card)
        pressed = screen.page.locator(f"{card} button[aria-pressed=true]")
        expect(pressed).to_have_text(answer)
    expect(mirela.page.locator("#poll")).to_contain_text("fewer than four")
    # By keyboard, on the console's own part: who leads answers as anyone, and is none of the four.
    fold = mirela.page.locator(f".own {card} summary")
    fold.focus()
    fold.press("Enter")
    own = mirela.page.locator(f".own {card} button", has_text=ANSWERS[0])
    own.focus()
    own.press("Enter")
    expect(own).to_have_attribute("aria-pressed", "true")
    expect(mirela.page.locator("#poll")).to_contain_text("fewer than four")
    eszter.presses(ANSWERS[1], card)
    expect(mirela.page.locator("#poll")).to_contain_text("5 have answered")
    with chiara.out_of_contact():
        chiara.presses(ANSWERS[1], card)
        mirela.presses("Show how many chose each", "#poll")
        counts = wall.page.locator(".poll-bars .number")
        expect(counts).to_have_text(["3", "1", "1"])
    for screen in (dao, aditi, chiara):
        expect(screen.page.locator(f"{card} .poll-bars .number")).to_have_text(["3", "1", "1"])
    chiara.sees(re.compile("shown meanwhile"))
    chiara.presses("All right", ".tray")
    mirela.presses("Put it away", "#poll")
    for screen in (dao, chiara, wall):
        expect(screen.page.locator(".poll-bars")).to_have_count(0)
