"""The pathway board on real screens: one tap on the console, and the state is lit for all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.house import House
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.stage import LAPTOP, PHONE, Stage

pytestmark = pytest.mark.browser


def test_a_tap_lights_its_state_on_every_screen(house: House, stage: Stage) -> None:
    """In the demo group's half-run meeting, in the middle of a role play."""
    house.reads_links(house.run("demo"))
    mirela = stage.device(Supervisor, "Mirela", LAPTOP, **MAY_BE_MEASURED)
    mirela.signs_in()
    mirela.presses("To the console Thursday group (demo)")
    mirela.is_at_the_console()
    wall = mirela.opens_the_wall()
    eszter = stage.device(Trainee, "Eszter", PHONE, **MAY_BE_MEASURED)
    eszter.follows_the_link()
    eszter.presses(re.compile("^Join"))
    eszter.is_in_the_room()
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
