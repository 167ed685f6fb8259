"""What one does in the middle of a meeting with one's own phone: presenting, seeing, trying."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.marking import Marking


class TakingPart(Marking):
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

    def says_how_it_is(self, words: str) -> None:
        """The presenter's quiet tap for the supervisor."""
        pulse = self.page.locator("details[id^=pulse-]")
        self.unfolds(pulse)
        self.touch(pulse.get_by_role("button", name=words, exact=True))
        self.is_answered()

    def parks(self, advice: str) -> None:
        self.unfolds(self.page.locator("details", has_text="Park a suggestion").first)
        self.page.locator("[data-command='advice.park'] textarea").fill(advice)
        self.presses("Park it")
        self.sees(advice)

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
            if not said:
                continue
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
