"""What all screens have in common: somebody sees something on them and presses something."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

if TYPE_CHECKING:
    from tests.browser.stage import Stage

#: Only so that what never comes ends a test at all.
GIVE_UP_AFTER_MS = 30_000
#: For a button that may be gone.
AT_MOST_MS = 2_000
TABS_AT_MOST = 120
LOOK_EVERY_MS = 20
expect.set_options(timeout=GIVE_UP_AFTER_MS)


def comes_true(page: Page, condition: str, arg: object = None) -> None:
    """Wait for an asynchronous condition. Page.wait_for_function takes its promise for a yes."""
    page.evaluate(
        f"""async ([arg, within, pause]) => {{
              const end = performance.now() + within;
              while (!(await ({condition})(arg))) {{
                if (performance.now() > end) throw new Error("It never came true.");
                await new Promise((go) => setTimeout(go, pause));
              }}
            }}""",
        [arg, GIVE_UP_AFTER_MS, LOOK_EVERY_MS],
    )


class Screen:
    """One browser window of one device. `name` is whose it is, in reports."""

    def __init__(self, stage: Stage, name: str, context: BrowserContext, page: Page) -> None:
        self.stage = stage
        self.name = name
        self.context = context
        self.page = page
        stage.watch.over(page, name)

    # --- Looking ---------------------------------------------------------------------------

    def sees(self, words: str | re.Pattern[str], within: str = "body") -> None:
        expect(self.page.locator(within).first).to_contain_text(words, use_inner_text=True)

    def does_not_see(self, words: str | re.Pattern[str], within: str = "body") -> None:
        """At this moment, and on whatever part of the page is shown."""
        shown = "\n".join(self.page.locator(within).all_inner_texts())
        there = re.search(words if isinstance(words, re.Pattern) else re.escape(words), shown)
        assert there is None, f"{self.name} sees {words!r} in:\n{shown}"

    def no_longer_sees(self, words: str, within: str = "body") -> None:
        """Now or in a moment."""
        expect(self.page.locator(within).first).not_to_contain_text(words, use_inner_text=True)

    def holds_nothing_of(self, *words: str) -> None:
        """Not even where nobody sees it."""
        source = self.page.content()
        found = [each for each in words if each in source]
        assert not found, f"{self.name}'s page holds {found}"

    def picture(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{re.sub(r'[^A-Za-z0-9]+', '_', self.name)}.png")

    # --- Touching --------------------------------------------------------------------------

    def touch(self, what: Locator, at_most_ms: int = GIVE_UP_AFTER_MS) -> None:
        """With a mouse; phones with a finger."""
        what.click(timeout=at_most_ms)

    def button(self, words: str | re.Pattern[str], within: str = "body") -> Locator:
        exact = isinstance(words, str)
        return self.page.locator(within).get_by_role("button", name=words, exact=exact).first

    def presses(
        self, words: str | re.Pattern[str], within: str = "body", *, sure: bool = False
    ) -> None:
        """Press a button and have it answered; `sure` answers yes to the question it asks."""
        self.touch(self.button(words, within))
        if sure:
            self.touch(self.page.get_by_role("dialog").get_by_role("button", name="Yes"))
        self.is_answered()

    def signs_in_with(self, link: str) -> None:
        """And is at home: a page that is opened before loses to the one that is on its way."""
        self.page.goto(link)
        self.presses("Sign in here")
        self.sees("Your groups")

    def presses_until_it_is_gone(self, words: str | re.Pattern[str], within: str = "body") -> None:
        """Where a first press comes so soon after another that it counts as its double tap."""
        button = self.button(words, within)
        while button.is_visible():
            # It may be gone before the finger is down.
            with suppress(TimeoutError):
                self.touch(button, AT_MOST_MS)
            self.is_answered()

    def is_answered(self) -> None:
        """And a next press is taken for one."""
        self.page.wait_for_load_state()
        self.page.wait_for_function(
            "() => !document.querySelector('[aria-busy=true], form[data-settling]')",
            polling=LOOK_EVERY_MS,
        )

    def chooses(self, words: str, within: str = "body") -> None:
        """One of several large buttons, or of a scale."""
        label = self.page.locator(within).locator("label", has=self.page.locator("input"))
        self.touch(label.filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")).first)

    def chooses_on(self, scale: str, step: str) -> None:
        group = self.page.get_by_role("group", name=scale)
        self.touch(group.locator("label").filter(has_text=re.compile(rf"^\s*{step}\s*$")))

    def writes(self, label: str, words: str, within: str = "body") -> None:
        self.page.locator(within).get_by_label(label, exact=True).first.fill(words)

    def unfolds(self, details: Locator) -> None:
        """Open what is folded, unless it stands open already."""
        if details.get_attribute("open") is None:
            self.touch(details.locator("summary").first)

    def reloads(self) -> None:
        self.page.reload()

    def tabs_to(self, what: Locator) -> None:
        """By the keyboard, from wherever the focus is."""
        for _ in range(TABS_AT_MOST):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.name} cannot reach {what} by keyboard")

    def is_drawn_all_the_time(self) -> None:
        """Also behind another window of the same device, as on a desk with two of them. A page that
        nobody looks at is drawn once a second, and a press waits until its button stands still."""
        looker = self.context.new_cdp_session(self.page)
        tiny = {"maxWidth": 16, "maxHeight": 16, "everyNthFrame": 1_000}
        looker.send("Page.startScreencast", {"format": "jpeg", "quality": 1, **tiny})

    # --- Contact ---------------------------------------------------------------------------

    def is_connected(self) -> None:
        expect(self.page.locator("body[data-connected]")).to_have_count(1)

    def is_not_connected(self) -> None:
        expect(self.page.locator("body[data-connected]")).to_have_count(0)
