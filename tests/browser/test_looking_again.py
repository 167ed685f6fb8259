"""A moment that was seen in two ways is looked at again, and the group says more of a rupture: on
three screens, in a room of names that break layouts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.house import House
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.screens import Screen
from tests.browser.stage import LAPTOP, PHONE, Stage
from tests.browser.wall import Wall

pytestmark = pytest.mark.browser

PART = "What happened between them"
LINE = "There is hurt behind it."
#: One of the refilled group whose name is written in Arabic.
RIGHT_TO_LEFT = "member"


@pytest.fixture
def half_run(house: House) -> House:
    house.reads_links(house.run("demo"))
    return house


def test_looking_again_and_saying_more(half_run: House, stage: Stage) -> None:
    mirela = stage.device(Supervisor, "Mirela", LAPTOP, **MAY_BE_MEASURED)
    mirela.signs_in()
    mirela.presses("To the console Thursday group (demo)")
    mirela.is_at_the_console()
    wall = mirela.opens_the_wall()
    phones = [_comes(stage, name) for name in ("eszter", RIGHT_TO_LEFT)]
    mirela.goes_to_part(PART)
    screens = (mirela, wall, *phones)
    faults = _look_again(mirela, wall, phones[0], screens)
    faults += _the_circle(mirela, wall, phones[0], screens)
    assert not faults, "\n".join(faults)


def _comes(stage: Stage, name: str) -> Trainee:
    trainee = stage.device(Trainee, name, PHONE, **MAY_BE_MEASURED)
    trainee.follows_the_link()
    trainee.presses(re.compile("^Join"))
    trainee.is_in_the_room()
    return trainee


def _look_again(
    mirela: Supervisor, wall: Wall, eszter: Trainee, screens: Sequence[Screen]
) -> list[str]:
    mirela.sees("Seen in different ways", "#now")
    mirela.presses("Look at it again")
    eszter.sees("You saw: confrontation. That stays.")
    eszter.writes("What do you see there?", LINE)
    eszter.presses("Keep my line")
    eszter.presses("a mix of both")
    wall.sees(LINE)
    wall.does_not_see("Eszter")
    mirela.sees(LINE, "#now")
    mirela.sees(re.compile(r"Seen now\s+a mix of both\s+1"), "#now")
    faults = _faults(screens, "looking again")
    mirela.presses("Done with this moment")
    eszter.no_longer_sees("How do you see it now?")
    eszter.sees(LINE)
    return faults


def _the_circle(
    mirela: Supervisor, wall: Wall, eszter: Trainee, screens: Sequence[Screen]
) -> list[str]:
    form = ".say-further details:nth-of-type(3)"
    mirela.unfolds(mirela.page.locator(form))
    for step, words in (
        ("The patient does", "attacks the rules"),
        ("The therapist feels", "accused"),
        ("The therapist does", "explains them once more"),
        ("The patient feels", "handled"),
    ):
        mirela.writes(step, words, form)
    mirela.presses("Keep the circle", form)
    wall.sees("Where could you step out?")
    eszter.presses("the therapist feels: accused")
    wall.sees("●")
    return _faults(screens, "the circle")


def _faults(screens: Sequence[Screen], where: str) -> list[str]:
    return [fault for screen in screens for fault in faults_of(screen, where)]
