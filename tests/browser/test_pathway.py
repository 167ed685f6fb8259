"""The pathway board on real screens: one tap on the console, and the state is lit for all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.half_run import half_run
from tests.browser.house import House
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def test_a_tap_lights_its_state_on_every_screen(house: House, stage: Stage) -> None:
    """In the demo group's half-run meeting, in the middle of a role play."""
    mirela, eszter = half_run(house, stage, "Eszter", **MAY_BE_MEASURED)
    wall = mirela.opens_the_wall()
    lit = wall.page.locator(".pathway-states [data-lit]")
    expect(lit).to_have_text("two things at once")

    mirela.touch(mirela.page.locator("button[value=avoidance]"))
    expect(lit).to_have_text("moving off it")
    eszter.sees("moving off it ask what feels risky", ".pathway-here")
    expect(mirela.page.locator("button[value=avoidance]")).to_have_attribute("aria-pressed", "true")
    mirela.unfolds(mirela.page.locator("details[id^=pathway]"))
    mirela.sees("explore moving off it", ".way")
    faults = [f for screen in (mirela, wall, eszter) for f in faults_of(screen, "the board")]
    assert not faults, "\n".join(faults)

    mirela.presses("Undo", "section[aria-labelledby=pathway-h]")
    expect(lit).to_have_text("two things at once")
