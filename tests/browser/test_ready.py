"""Before a play the console says whether it would be seen and heard on the wall."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.stage import Stage
from tests.browser.test_viewing import Watching

pytestmark = pytest.mark.browser


def test_the_console_tells_of_the_wall_before_a_play(house: House, stage: Stage) -> None:
    mirela = Watching(house, stage).mirela
    mirela.goes_to_part("Watching")
    told = mirela.page.locator("#film-ready")
    expect(told).to_contain_text("No wall is open")
    wall = mirela.opens_the_wall()
    expect(told).to_contain_text("The wall has the film")
    wall.page.locator("body").click(position={"x": 5, "y": 5})
    expect(told).to_have_attribute("data-ready", "yes")
    expect(told).to_contain_text("with its sound")
    mirela.plays()
    expect(told).to_have_count(0)
