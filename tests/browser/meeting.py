"""The people of the acceptance script, and the screens before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.screens import Screen
from tests.browser.stage import LAPTOP, PHONE, Stage
from tests.browser.wall import Wall

GROUP = "Thursday group"
FILMS = Path(__file__).parents[2] / "video_segments" / "demo"
PASSPHRASES = {
    "Aditi": "seven slow tortoises",
    "Ben": "paper lanterns at noon",
    "Dao": "a kettle and two cups",
    "Femi": "salt wind from the sea",
}
STRETCH = "He agrees to everything"
#: What is only Dao's to read, ever.
PRIVATE_NOTE = "I lose my words when somebody is so courteous"


@dataclass
class Meeting:
    stage: Stage
    mirela: Supervisor = field(init=False)
    wall: Wall = field(init=False)
    aditi: Trainee = field(init=False)
    ben: Trainee = field(init=False)
    dao: Trainee = field(init=False)
    femi: Trainee = field(init=False)

    def __post_init__(self) -> None:
        self.mirela = self.stage.device(Supervisor, "Mirela", LAPTOP)
        for name in ("Aditi", "Ben", "Dao", "Femi"):
            setattr(self, name.lower(), self.stage.device(Trainee, name, PHONE))

    @property
    def phones(self) -> list[Trainee]:
        """Of those who have come in so far."""
        trainees = (self.aditi, self.ben, self.dao, self.femi)
        return [one for one in trainees if one.page.url.endswith("/companion")]

    @property
    def screens(self) -> Iterator[Screen]:
        yield from (self.mirela, self.wall, *self.phones)

    def moves_on_to(self, phase: str) -> None:
        """The supervisor leads on, and everybody lands there."""
        self.mirela.goes_on_to(phase)
        for phone in self.phones:
            phone.is_in(phase)
        self.stage.tell(f"The room is in: {phase}")

    def everybody_reloads(self) -> None:
        for screen in self.screens:
            screen.reloads()
            screen.is_connected()
