"""Who has spoken, as whoever leads presses their names: on that page, and nowhere else (C-71)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.evening import Evening
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def name_of(trainee: str, mirela: Supervisor) -> Locator:
    row = mirela.page.locator(".person", has=mirela.page.get_by_text(trainee, exact=True))
    return row.locator("button[data-spoke]")


def test_a_name_that_is_pressed_has_spoken_until_the_page_is_loaded_anew(stage: Stage) -> None:
    evening = Evening(stage)
    mirela = evening.mirela
    aditi: Trainee = evening.comes("Aditi")
    expect(name_of("Aditi", mirela)).to_have_attribute("aria-pressed", "false")
    sent: list[str] = []
    mirela.page.on("request", lambda request: sent.append(request.url))
    mirela.touch(name_of("Aditi", mirela))
    expect(name_of("Aditi", mirela)).to_have_attribute("aria-pressed", "true")
    mirela.sees("has spoken", ".people-list")
    assert not [url for url in sent if "/command" in url], "nothing leaves the page"

    # The console is drawn anew: somebody comes, and the room moves on.
    evening.comes("Ben")
    evening.begins()
    expect(name_of("Aditi", mirela)).to_have_attribute("aria-pressed", "true")
    expect(name_of("Ben", mirela)).to_have_attribute("aria-pressed", "false")

    # Another page of the same console, and every other screen, knows nothing of it.
    beside = stage.window(
        Supervisor(stage, "Mirela again", mirela.context, mirela.context.new_page())
    )
    beside.page.goto(mirela.page.url)
    beside.is_at_the_console()
    expect(name_of("Aditi", beside)).to_have_attribute("aria-pressed", "false")
    for screen in (aditi, evening.wall):
        screen.holds_nothing_of("data-spoke", "has spoken")

    mirela.touch(name_of("Aditi", mirela))
    expect(name_of("Aditi", mirela)).to_have_attribute("aria-pressed", "false")
    mirela.touch(name_of("Ben", mirela))
    mirela.reloads()
    expect(name_of("Ben", mirela)).to_have_attribute("aria-pressed", "false")


def test_a_name_is_pressed_by_keyboard(stage: Stage) -> None:
    evening = Evening(stage)
    evening.comes("Aditi")
    mirela = evening.mirela
    mirela.tabs_to(name_of("Aditi", mirela))
    mirela.page.keyboard.press("Enter")
    expect(name_of("Aditi", mirela)).to_have_attribute("aria-pressed", "true")
