"""Draft."""
import pytest
from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.stage import LAPTOP, PHONE


@pytest.mark.browser
def test_up(stage, house):
    mirela = stage.device(Supervisor, "Mirela", LAPTOP)
    mirela.signs_in()
    mirela.page.goto(house.base + "/supervision/1/console")
    mirela.is_at_the_console()
    wall = mirela.opens_the_wall()
    code = wall.shows_the_code()
    wall.names("Mirela")
    aditi = stage.device(Trainee, "Aditi", PHONE)
    aditi.follows_the_link()
    aditi.joins(code)
    wall.names("Mirela", "Aditi")
    mirela.sees_here("Mirela", "Aditi")
    mirela.goes_on_to("Arriving")
    aditi.is_in("Arriving")
    mirela.presses("Ring the bell and begin")
    aditi.skips()
    mirela.goes_on_to("Check-in")
    aditi.is_in("Check-in")
    aditi.checks_in(6, "restless", "not today", "Named a silence on Tuesday.")
    mirela.sees("restless")
    wall.sees("1 of 1")
    with aditi.out_of_contact():
        aditi.writes("A word for how you are", "calmer")
        aditi.touch(aditi.button("Save again"))
        aditi.is_told("Kept on this device; goes out when it is back")
    aditi.is_told("Saved")
    mirela.sees("calmer")
    stage.restart_the_house()
    for each in (mirela, wall, aditi): each.is_connected()
    aditi.writes("A word for how you are", "calmest")
    aditi.presses("Save again")
    mirela.sees("calmest")
