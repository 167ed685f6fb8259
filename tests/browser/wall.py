"""The wall, on the projector: nobody's account, and everybody's eyes."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.screens import Screen

SIZE: Any = {"width": 1920, "height": 1080}


class Wall(Screen):
    def shows_the_code(self) -> str:
        """The join code, as people read it from their chairs."""
        code: str = "".join(self.page.locator(".wall-code span").all_inner_texts())
        assert re.fullmatch(r"[A-Z0-9]{6}", code), code
        return code

    def shows_the_address(self) -> str:
        return self.page.locator("#wall-address").inner_text()

    def names(self, *people: str) -> None:
        """Those who have joined, in any order, and nobody else."""
        expect(self.page.locator(".wall-names li")).to_have_count(len(people))
        shown = sorted(self.page.locator(".wall-names li").all_inner_texts())
        assert shown == sorted(people), shown

    def shows(self, scene: str) -> None:
        expect(self.page.locator(".wall-stage")).to_have_attribute("data-scene", scene)

    def asks(self, words: str) -> None:
        expect(self.page.locator(".wall-stage h1, .wall-stage .wall-prompt").first).to_contain_text(
            words
        )

    def is_paused(self) -> None:
        self.sees("Paused")

    def is_not_paused(self) -> None:
        expect(self.page.locator("#held")).to_have_count(0)

    # --- Film ------------------------------------------------------------------------------

    @property
    def film(self) -> Any:
        return self.page.locator("#wall-player video")

    def film_stands_at(self, seconds: float) -> None:
        """The picture itself, and not only what the page says of it."""
        self.page.wait_for_function(
            """at => { const film = document.querySelector("#wall-player video");
                       return film.paused && Math.abs(film.currentTime - at) < 0.3; }""",
            arg=seconds,
        )

    def film_runs_past(self, seconds: float) -> None:
        self.page.wait_for_function(
            """at => { const film = document.querySelector("#wall-player video");
                       return !film.paused && film.currentTime >= at; }""",
            arg=seconds,
        )

    def film_runs_between(self, begins: float, ends: float) -> None:
        self.page.wait_for_function(
            """([begins, ends]) => {
                 const film = document.querySelector("#wall-player video");
                 return !film.paused && film.currentTime >= begins && film.currentTime < ends; }""",
            arg=[begins, ends],
        )

    def film_time(self) -> float:
        at: float = self.film.evaluate("film => film.currentTime")
        return at

    def film_stands(self) -> float:
        """Where it stands, in seconds."""
        self.page.wait_for_function('() => document.querySelector("#wall-player video").paused')
        at: float = self.film.evaluate("film => film.currentTime")
        return at
