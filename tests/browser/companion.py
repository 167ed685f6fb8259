"""A trainee with their phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Route, WebSocketRoute, expect

from tests.browser.screens import GIVE_UP_AFTER_MS, comes_true
from tests.browser.taking_part import TakingPart
from tests.browser.watching import OUT_OF_CONTACT


class Trainee(TakingPart):
    """`name` is the one on the group's list."""

    def touch(self, what: Locator, at_most_ms: int = GIVE_UP_AFTER_MS) -> None:
        what.tap(timeout=at_most_ms)

    # --- Coming in -------------------------------------------------------------------------

    def opens(self, address: str) -> None:
        self.page.goto(address)

    def follows_the_link(self) -> None:
        """The one-time link that the first start printed for them."""
        self.signs_in_with(self.stage.house.links[self.name.lower()])

    def types_the_code(self, code: str) -> None:
        self.opens(f"{self.stage.house.base}/join")
        self.writes("Code on the wall", code)
        self.presses("Go on")

    def picks_the_name(self) -> None:
        self.presses(self.name)

    def claims_it_with(self, passphrase: str) -> None:
        self.writes("Choose a passphrase", passphrase)
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

    def says_how_safe(self, value: int) -> None:
        self.unfolds(self.page.locator("#safety-mine"))
        self.chooses(str(value), "#safety-mine")
        self.presses("Keep it", "#safety-mine")
        self.sees(f"Last: {value} of 10", "#safety-mine")

    # --- Losing contact --------------------------------------------------------------------

    @contextmanager
    def out_of_contact(self) -> Iterator[None]:
        self.stage.watch.expect(self.name, *OUT_OF_CONTACT)
        self.context.set_offline(True)
        self.is_not_connected()
        address = self.page.url
        yield
        self.context.set_offline(False)
        if self.page.is_closed():
            self.wakes_up(address)
        self.is_connected()

    def is_told(self, words: str) -> None:
        """By the dot beside the phase: saved, saving, or waiting to go out."""
        expect(self.page.locator("header .sync").first).to_have_text(words)

    def is_put_to_sleep(self) -> None:
        """The browser throws the page away; it comes up anew when it is next looked at."""
        self.page.close()

    def wakes_up(self, address: str) -> None:
        self.page = self.context.new_page()
        self.stage.watch.over(self.page, self.name)
        self.opens(address)

    def keeps(self, commands: int) -> None:
        """So many wait on the device itself, where neither a reload nor a crash can lose them."""
        comes_true(
            self.page,
            """wanted => new Promise((tell) => {
                 const opening = indexedDB.open("afttrainer");
                 opening.onsuccess = () => {
                   const base = opening.result;
                   const counted = base.transaction("outbox").objectStore("outbox").count();
                   counted.onsuccess = () => { base.close(); tell(counted.result === wanted); };
                 };
               })""",
            commands,
        )

    def first_that_waits(self) -> Any:
        """The command that goes out next, as it lies on the device."""
        return self.page.evaluate(
            """() => new Promise((tell) => {
                 const opening = indexedDB.open("afttrainer");
                 opening.onsuccess = () => {
                   const base = opening.result;
                   const found = base.transaction("outbox").objectStore("outbox").getAll();
                   found.onsuccess = () => { base.close(); tell(found.result[0]); };
                 };
               })"""
        )

    def sends_again(self, command: Any) -> Any:
        """As a device does that never heard the answer; gives what is answered now."""
        address = self.page.url.replace("/companion", "/command")
        token = self.page.locator("meta[name=csrf-token]").get_attribute("content") or ""
        sent = {key: command[key] for key in ("id", "name", "body", "at", "offline")}
        sent["participant"] = int(command["room"].partition(":")[2])
        answer = self.context.request.post(
            address, data=sent, headers={"X-CSRFToken": token, "Referer": self.page.url}
        )
        return answer.json()

    def can_be_held_back(self) -> list[str]:
        """As long as something stands in this list, this window finds no way back by itself."""
        reasons: list[str] = []

        def open_or_not(socket: WebSocketRoute) -> None:
            if reasons:
                socket.close()
            else:
                socket.connect_to_server()

        def let_by_or_not(route: Route) -> None:
            if reasons:
                route.abort("internetdisconnected")
            else:
                route.continue_()

        self.page.route_web_socket(re.compile("/socket.io/"), open_or_not)
        self.page.route("**/command", let_by_or_not)
        self.reloads()
        self.is_connected()
        return reasons

    def opens_another_tab(self) -> Trainee:
        tab = Trainee(self.stage, self.name, self.context, self.context.new_page())
        self.stage.window(tab)
        tab.opens(self.page.url)
        tab.is_in_the_room()
        return tab

    # --- Film ------------------------------------------------------------------------------

    def tags(self, family: str, marker: str = "") -> None:
        """Two taps; the first is the mark, the second says what it was."""
        self.touch(self.page.locator(".tagpad-zone").filter(has_text=family))
        self.touch(self.button(marker or "Done", ".tagpad:not([hidden])"))

    def feels(self, feeling: str, place: str = "") -> None:
        self.chooses(feeling, "#affect-form")
        if place:
            self.chooses(place, "#affect-form")
        self.presses(re.compile("^Save"), "#affect-form")
