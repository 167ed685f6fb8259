"""A trainee with their phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Route, WebSocketRoute, expect

from tests.browser.screens import GIVE_UP_AFTER_MS, Screen
from tests.browser.watching import OUT_OF_CONTACT


class Trainee(Screen):
    """`name` is the one on the group's list."""

    def touch(self, what: Locator, at_most_ms: int = GIVE_UP_AFTER_MS) -> None:
        what.tap(timeout=at_most_ms)

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
        self.page.wait_for_function(
            """wanted => new Promise((tell) => {
                 const opening = indexedDB.open("afttrainer");
                 opening.onsuccess = () => {
                   const base = opening.result;
                   const counted = base.transaction("outbox").objectStore("outbox").count();
                   counted.onsuccess = () => { base.close(); tell(counted.result === wanted); };
                 };
               })""",
            arg=commands,
        )

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
        self.touch(self.button(marker or "Leave it so", ".tagpad:not([hidden])"))

    @property
    def marks(self) -> Locator:
        return self.page.locator(".own-tags > li")

    def has_marks(self, *marks: str) -> None:
        """Exactly these of their own, in any order."""
        expect(self.marks).to_have_count(len(marks))
        for mark in marks:
            expect(self.marks.filter(has_text=mark)).to_have_count(1)

    def marked_at(self, number: int) -> int:
        """Film time of one of their own marks, in seconds; 0 is the last one in the film."""
        shown = self.marks.nth(number).locator(".number").first.inner_text()
        minutes, seconds = shown.split(":")
        return int(minutes) * 60 + int(seconds)

    def notes(self, words: str, reader: str) -> None:
        """On the mark made last."""
        mark = self.marks.first
        self.unfolds(mark.locator("details"))
        mark.get_by_label("A note, if you like").fill(words)
        self.touch(mark.locator("label", has_text=reader))
        self.touch(mark.get_by_role("button", name="Keep", exact=True))
        self.is_answered()

    def feels(self, feeling: str, place: str) -> None:
        self.chooses(feeling, "#affect-form")
        self.chooses(place, "#affect-form")
        self.presses(re.compile("^Save"), "#affect-form")

    # --- Presenting --------------------------------------------------------------------------

    def stops_everything(self) -> None:
        self.presses("Stop", ".thumb")
        expect(self.button("Go on", ".thumb")).to_be_visible()

    def goes_on(self) -> None:
        self.presses_until_it_is_gone("Go on", ".thumb")
        expect(self.button("Stop", ".thumb")).to_be_visible()

    def narrates(self, words: str) -> None:
        self.writes("What comes back to you here?", words)
        self.presses("Keep this line")

    def changes_chairs(self, words: str) -> None:
        self.presses_until_it_is_gone(words)

    def fears_and_expects(self, fear: str, expectation: str) -> None:
        form = self.page.locator("[data-command='two_chair.say'] textarea")
        form.nth(0).fill(fear)
        form.nth(1).fill(expectation)
        self.presses("Keep it")

    # --- Rupture and exercises ---------------------------------------------------------------

    def sees_it_so(self) -> None:
        self.presses("I see it so")
        self.sees("You see it so.")

    def sees_it_differently(self, family: str, direction: str, words: str = "") -> None:
        self.unfolds(self.page.locator(".own-view details").first)
        self.chooses(family, ".own-view")
        self.chooses(direction, ".own-view")
        self.writes("In a line, if you like", words, ".own-view")
        self.presses("Keep my view")
        self.sees("You see it differently. It is kept as you said it.")

    def is_trying(self) -> None:
        self.sees("Your turn. Say it to the patient, not to the phone.")

    def tries(self, words: str, answer: str, dimension: str, form: str) -> None:
        """Their turn: what they say, what comes back, and which of the six ways it was."""
        self.is_trying()
        self.unfolds(self.page.locator("details", has_text="Write down what you said"))
        for label, said in (
            ("What was said to the patient", words),
            ("What the patient answered", answer),
        ):
            form_of = self.page.locator("form").filter(has=self.page.get_by_label(label)).first
            form_of.get_by_label(label).fill(said)
            self.touch(form_of.get_by_role("button", name="Keep it"))
            self.is_answered()
        way = self.button(f"{dimension}: {form}")
        self.touch(way)
        expect(way).to_have_attribute("aria-pressed", "true")

    def is_done(self) -> None:
        self.presses("I have tried")

    def felt(self, effect: str) -> None:
        """In the patient's chair, of the try that is asked about."""
        self.chooses(effect, "form:has(.closer)")
        self.presses("Keep it", "form:has(.closer)")
