"""The supervisor with the console."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.screens import Screen
from tests.browser.wall import SIZE, Wall


class Supervisor(Screen):
    def signs_in(self) -> None:
        self.page.goto(self.stage.house.links["supervisor"])
        self.presses("Sign in here")
        self.sees("Your groups")

    def is_at_the_console(self) -> None:
        self.page.wait_for_url(re.compile(r"/supervision/\d+/console$"))
        self.is_connected()

    def opens_the_wall(self) -> Wall:
        """In a window of its own, which is then drawn over to the projector."""
        with self.context.expect_page() as opened:
            self.presses("Open the wall")
        wall = self.stage.window(Wall(self.stage, "The wall", self.context, opened.value))
        wall.page.set_viewport_size(SIZE)
        wall.is_connected()
        return wall

    def lets_in(self, name: str) -> None:
        self.presses(f"Yes, that is {name}")
        expect(self.button(f"Yes, that is {name}")).to_have_count(0)

    def sees_here(self, *names: str) -> None:
        here = self.page.locator(".person[data-presence=here] .name")
        expect(here).to_have_count(len(names))
        assert sorted(here.all_inner_texts()) == sorted(names)

    def goes_on_to(self, phase: str) -> None:
        """By the one button that is always there."""
        self.presses(re.compile(rf"^(Go on|Begin): {re.escape(phase)}$"), ".next-step")
        self.is_in(phase)

    def is_in(self, phase: str) -> None:
        expect(self.page.locator("#now-h")).to_have_text(phase)

    def is_refused(self, words: str) -> None:
        self.sees(words)
