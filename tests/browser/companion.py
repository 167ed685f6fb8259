"""A trainee with their phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from tests.browser.screens import Screen
from tests.browser.watching import OUT_OF_CONTACT


class Trainee(Screen):
    """`name` is the one on the group's list."""

    def touch(self, what: Locator) -> None:
        what.tap()

    # --- Coming in -------------------------------------------------------------------------

    def opens(self, address: str) -> None:
        self.page.goto(address)

    def follows_the_link(self) -> None:
        """The one-time link that the first start printed for them."""
        self.opens(self.stage.house.links[self.name.lower()])
        self.presses("Sign in here")
        self.sees("Your groups")

    def types_the_code(self, code: str) -> None:
        self.opens(f"{self.stage.house.base}/join")
        self.writes("Code on the wall", code)
        self.presses("Go on")

    def picks_the_name(self) -> None:
        self.presses(self.name)

    def claims_it_with(self, passphrase: str) -> None:
        self.writes("Passphrase", passphrase)
        self.presses("That is me")
        self.sees("lets you in with a tap")

    def joins(self, code: str) -> None:
        """On a device that is signed in already."""
        self.opens(f"{self.stage.house.base}/join/{code}")
        self.is_in_the_room()

    def is_in_the_room(self) -> None:
        self.page.wait_for_url(re.compile(r"/supervision/\d+/companion$"))
        self.is_connected()

    def is_in(self, phase: str) -> None:
        expect(self.page.locator(".phase-now")).to_have_text(phase)

    # --- Arriving --------------------------------------------------------------------------

    def skips(self) -> None:
        self.touch(self.page.locator("details.aside > summary"))
        expect(self.page.locator("details.aside")).not_to_have_attribute("open", "")

    def checks_in(self, calm: int, word: str, wish: str, progress: str = "") -> None:
        self.chooses(str(calm), "[data-command='check_in.save'] .scale")
        self.writes("A word for how you are", word)
        self.writes("Since we last met", progress)
        self.chooses(wish, "[data-command='check_in.save']")
        self.presses("Save")
        expect(self.button("Save again")).to_be_visible()

    # --- Losing contact --------------------------------------------------------------------

    @contextmanager
    def out_of_contact(self) -> Iterator[None]:
        self.stage.watch.expect(self.name, *OUT_OF_CONTACT)
        self.context.set_offline(True)
        self.is_not_connected()
        yield
        self.context.set_offline(False)
        self.is_connected()

    def is_told(self, words: str) -> None:
        """By the dot beside the phase: saved, saving, or waiting to go out."""
        expect(self.page.locator("header .sync").first).to_have_text(words)
