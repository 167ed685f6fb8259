"""The demo group's meeting of today, in the middle of a role play with Chiara as the patient: it is
Dao's turn."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.house import House
from tests.browser.stage import LAPTOP, PHONE, Stage


def half_run(
    house: House, stage: Stage, *names: str, **also: Any
) -> tuple[Supervisor, *tuple[Trainee, ...]]:
    """Mirela at the console, and whoever is named with a phone. `also` is for their browsers."""
    house.reads_links(house.run("demo"))
    mirela = stage.device(Supervisor, "Mirela", LAPTOP, **also)
    mirela.signs_in()
    mirela.presses("To the console Thursday group (demo)")
    mirela.is_at_the_console()
    return (mirela, *(_comes(stage, name, also) for name in names))


def _comes(stage: Stage, name: str, also: dict[str, Any]) -> Trainee:
    phone = stage.device(Trainee, name, PHONE, **also)
    phone.follows_the_link()
    phone.presses(re.compile("^Join"))
    phone.is_in_the_room()
    return phone
