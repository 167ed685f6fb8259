from tests.browser.stage import *
import pytest
@pytest.mark.browser
def test_up(stage, house):
    print(house.links, house.base)
    s=stage.device(Screen,"Mirela",LAPTOP)
    s.page.goto(house.links["supervisor"]); s.presses("Sign in here"); s.sees("Your groups")
    house.pull_the_plug(); house.start(); s.reloads(); s.sees("Your groups")
