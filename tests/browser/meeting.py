"""The people of the acceptance script, and the screens before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from afttrainer.content.words import label
from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.screens import Screen
from tests.browser.stage import NARROW, PHONE, Stage
from tests.browser.wall import Wall
from tests.scenario import SUPERVISOR, TRAINEES

GROUP = "Thursday group"
FILMS = Path(__file__).parents[2] / "video_segments" / "demo"
PASSPHRASES = {
    "Aditi": "seven slow tortoises",
    "Ben": "paper lanterns at noon",
    "Chiara": "two green umbrellas",
    "Dao": "a kettle and two cups",
    "Eszter": "walnut tree by the well",
    "Femi": "salt wind from the sea",
}
STRETCH = "He agrees to everything"
CHIARAS = "The long way round"
#: Its patient has taken the consent back.
KEPT_BACK = "The missed hour"


def words(code: StrEnum) -> str:
    """As it stands on every screen."""
    return str(label(code))


@dataclass
class Meeting:
    stage: Stage
    mirela: Supervisor = field(init=False)
    wall: Wall = field(init=False)
    trainees: dict[str, Trainee] = field(init=False)
    #: Where the record of the meeting lies, once it is closed.
    record: str = ""

    def __post_init__(self) -> None:
        self.mirela = self.stage.device(Supervisor, SUPERVISOR, NARROW)
        self.trainees = {name: self.stage.device(Trainee, name, PHONE) for name in TRAINEES}

    @property
    def aditi(self) -> Trainee:
        return self.trainees["Aditi"]

    @property
    def ben(self) -> Trainee:
        return self.trainees["Ben"]

    @property
    def chiara(self) -> Trainee:
        return self.trainees["Chiara"]

    @property
    def dao(self) -> Trainee:
        return self.trainees["Dao"]

    @property
    def eszter(self) -> Trainee:
        return self.trainees["Eszter"]

    @property
    def femi(self) -> Trainee:
        return self.trainees["Femi"]

    def who(self, name: str) -> Supervisor | Trainee:
        return self.mirela if name == SUPERVISOR else self.trainees[name]

    @property
    def phones(self) -> list[Trainee]:
        """Of those who are in the room."""
        return [one for one in self.trainees.values() if one.page.url.endswith("/companion")]

    @property
    def screens(self) -> Iterator[Screen]:
        yield from (self.mirela, self.wall, *self.phones)

    def nobody_holds(self, said: str, *but: Screen) -> None:
        """Not even where nobody sees it."""
        for screen in self.screens:
            if screen not in but:
                screen.holds_nothing_of(said)

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
