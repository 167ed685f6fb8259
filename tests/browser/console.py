"""The supervisor with the console."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.desk import AtTheDesk
from tests.browser.marking import Marking
from tests.browser.wall import SIZE, Wall


class Supervisor(AtTheDesk, Marking):
    def signs_in(self) -> None:
        self.signs_in_with(self.stage.house.links["supervisor"])

    def is_at_the_console(self) -> None:
        self.page.wait_for_url(re.compile(r"/supervision/\d+/console$"))
        self.is_connected()

    def opens_the_wall(self) -> Wall:
        """In a window of its own, which is then drawn over to the projector."""
        with self.context.expect_page() as opened:
            self.presses("Open the wall")
        wall = self.stage.window(Wall(self.stage, "The wall", self.context, opened.value))
        wall.page.set_viewport_size(SIZE)
        self.is_drawn_all_the_time()
        wall.is_connected()
        return wall

    def reads_out_the_code(self) -> str:
        self.presses("Join code")
        code: str = self.page.locator("#way-in .code-name").first.inner_text()
        self.presses("Close", "#way-in")
        return code

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

    def goes_to_part(self, phase: str) -> None:
        """Anywhere in the plan; it asks once, unless it is the next."""
        asks = self.page.locator(".phases form[data-ask]", has_text=phase).count() > 0
        self.presses(phase, ".phases", sure=asks)
        self.is_in(phase)

    def has_part(self, phase: str) -> bool:
        return self.page.locator(".phase-name", has_text=phase).count() > 0

    def is_now_in(self, phase: str) -> bool:
        return self.page.locator("#now-h").inner_text() == phase

    def is_in(self, phase: str) -> None:
        expect(self.page.locator("#now-h")).to_have_text(phase)

    def is_refused(self, words: str) -> None:
        self.sees(words)

    # --- Film ------------------------------------------------------------------------------

    def offers(self, title: str) -> None:
        row = self.page.locator(".queue-row").filter(has_text=title)
        row.get_by_role("button", name="Offer").click()
        self.is_answered()

    def plays(self) -> None:
        self.presses("Play", "[data-film-controls]")
        expect(self.button("Pause", "[data-film-controls]")).to_be_visible()

    def pauses(self) -> None:
        self.presses("Pause", "[data-film-controls]")
        expect(self.button("Play", "[data-film-controls]")).to_be_visible()

    def tries_to_play(self) -> None:
        self.presses("Play", "[data-film-controls]")

    def turns(self, switch: str) -> None:
        """On or off, and sees that it is: what is pressed sooner has not seen the film's state."""
        button = self.button(switch, "[data-film-controls]")
        before = button.get_attribute("aria-pressed") or "false"
        self.presses(switch, "[data-film-controls]")
        expect(button).not_to_have_attribute("aria-pressed", before)

    def goes_to_film_time(self, seconds: int) -> None:
        line = self.page.get_by_label("Place in the film")
        line.fill(str(seconds * 1000))
        shown = f"{seconds // 60}:{seconds % 60:02}"
        expect(self.page.locator("[data-film-controls] [data-film-time]")).to_have_text(shown)
        # A mark takes the picture that is really here, which comes a moment after the clock.
        self.page.wait_for_function(
            """at => { const film = document.querySelector("[data-film] video");
                       return !film.seeking && Math.abs(film.currentTime - at) < 0.3; }""",
            arg=seconds,
        )

    def goes_to_film_time_while_it_runs(self, seconds: int) -> None:
        self.page.get_by_label("Place in the film").fill(str(seconds * 1000))

    def runs_it_at(self, rate: str) -> None:
        self.page.get_by_label("Speed").select_option(rate)

    def tags(self, family: str, marker: str) -> None:
        """The supervisor's own mark, by two keys and no mouse."""
        self.page.locator("body").press({"withdrawal": "1", "confrontation": "2"}[family])
        self.page.keyboard.press(self.button(marker, "[data-pad]").get_attribute("data-key") or "?")

    # --- Reveal and definition ---------------------------------------------------------------

    def shows_the_marks(self) -> None:
        self.presses("Show everyone the marks", sure=True)
        expect(self.page.locator("#now .strip")).to_be_visible()

    def moments(self) -> list[str]:
        """Each cluster as its button says it."""
        return self.page.locator("#now .moment [data-command='reveal.replay']").all_inner_texts()

    def plays_again(self, moment: str) -> None:
        self.presses(re.compile(rf"^{moment}"), "#now .clusters")

    def describes(self, moment: str) -> None:
        """Open the description, filled in with where the marks lie."""
        row = self.page.locator("#now .moment").filter(has_text=moment)
        row.get_by_role("button", name="Describe this").click()
        expect(self.page.locator("#new-rupture")).to_have_attribute("open", "")

    # --- Exercises ---------------------------------------------------------------------------

    def makes_an_exercise(self, rupture: str, script: str, presenter: str) -> None:
        self.page.locator("#now label", has_text=f"{rupture}, ").click()
        self.takes_from_the_shelf(script)
        self.presses(f"Ask {presenter}")
        self.sees(f"Waiting for {presenter}")

    def takes_from_the_shelf(self, script: str) -> None:
        self.page.locator(".shelf-script label", has_text=script).click()

    def switches_to(self, script: str) -> None:
        self.page.get_by_text("Change to another kind").click()
        self.takes_from_the_shelf(script)
        self.presses("Change")

    def taps_state(self, state: str) -> None:
        """Where the two of them are, on the pathway board."""
        taps = self.page.locator("#now .way-so-far tbody tr")
        before = taps.count()
        self.page.locator("#now .pathway button").filter(has_text=state).click()
        expect(taps).to_have_count(before + 1)

    def says_which_it_is(self, kind: str) -> None:
        """Of the state that was tapped last."""
        self.presses(kind, "#pathway-kind")
        expect(self.button(kind, "#pathway-kind")).to_have_attribute("aria-pressed", "true")

    def finds_a_new_rupture(self, family: str, name: str) -> None:
        """In the try that is under way."""
        self.unfolds(self.page.locator("#now details[id^=write-]").first)
        box = "#now details[id^=write-] details[id^=open-]"
        self.unfolds(self.page.locator(box).first)
        self.chooses(family, box)
        self.presses(f"Keep it as {name}", box)

    def begins_it(self, where: str) -> None:
        """From which moment the try under way begins."""
        self.unfolds(self.page.locator("#now details[id^=begins-]"))
        self.presses(where, "#now details[id^=begins-]")

    def gives_one_more_turn(self, name: str) -> None:
        self.unfolds(self.page.locator("#now details[id^=order-]"))
        self.page.get_by_label("One more turn for").select_option(label=name)
        self.presses("Add", "#now details[id^=order-]")

    def lets_it_end_later(self, *minutes: int) -> None:
        self.unfolds(self.page.locator("#plan-minutes"))
        for more in minutes:
            self.presses(f"The end: +{more} minutes", "#plan-minutes")

    def wants_to_close(self) -> None:
        """From the plan, at any time."""
        self.page.locator("#plan-close > summary").click()
