"""Before a play the console says whether it would be seen and heard on the wall: what a real window
knows of its film and its sound reaches it."""

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
    wall.page.locator("body").click(position={"x": 5, "y": 5})
    # This film has been on before, so there is nothing left to say.
    expect(told).to_have_count(0)
    wall.page.close()
    expect(told).to_contain_text("No wall is open")
