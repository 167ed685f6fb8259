"""The demo group's open room with some of its people in it, for the shorter tests."""

from __future__ import annotations

from typing import Any

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.stage import LAPTOP, PHONE, Stage
from tests.browser.wall import Wall

BENS_FILM = "The polite patient"


class Evening:
    """Mirela at her console, the wall, and whom a test asks to join."""

    def __init__(self, stage: Stage, **also: Any) -> None:
        self.stage = stage
        self.mirela = stage.device(Supervisor, "Mirela", LAPTOP, **also)
        self.mirela.signs_in()
        self.mirela.presses("To the console Thursday group (demo)")
        self.mirela.is_at_the_console()
        self.wall: Wall = self.mirela.opens_the_wall()
        self.code = self.wall.shows_the_code()

    def comes(self, name: str) -> Trainee:
        trainee = self.stage.device(Trainee, name, PHONE)
        trainee.follows_the_link()
        trainee.joins(self.code)
        return trainee

    def begins(self) -> None:
        self.mirela.goes_on_to("Arriving")

    def moves_to(self, phase: str) -> None:
        self.mirela.goes_to_part(phase)

    def shows_the_film_of(self, ben: Trainee) -> None:
        """Ben says yes, and the room watches; the film has begun and stands at 0:20."""
        self.moves_to("Choosing a case")
        self.mirela.offers(BENS_FILM)
        ben.presses("Yes, show it")
        self.mirela.goes_on_to("Watching")
        self.wall.shows("film")
        self.mirela.plays()
        self.wall.film_runs_past(0.5)
        self.mirela.pauses()
        self.mirela.goes_to_film_time(20)
        self.wall.film_stands_at(20)
