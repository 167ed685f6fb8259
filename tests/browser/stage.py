"""Where a test plays: one house, one browser, and every screen that was opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.screens import GIVE_UP_AFTER_MS, Screen
from tests.browser.watching import OUT_OF_CONTACT, Watch

S = TypeVar("S", bound=Screen)

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
#: A console on a screen no wider than a phone.
NARROW: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}


class Stage:
    def __init__(self, browser: Browser, house: House) -> None:
        self.browser = browser
        self.house = house
        self.watch = Watch()
        self.screens: list[Screen] = []
        self.told: list[str] = []

    def device(self, kind: type[S], name: str, like: dict[str, Any], **also: Any) -> S:
        """A device nobody has used yet, with one empty window."""
        context = self.browser.new_context(**like, **also)
        context.set_default_timeout(GIVE_UP_AFTER_MS)
        return self.window(kind(self, name, context, context.new_page()))

    def window(self, screen: S) -> S:
        self.screens.append(screen)
        return screen

    def tell(self, what: str) -> None:
        """Say what happens, for whoever reads of a test that did not go well."""
        self.told.append(what)
        print(f"· {what}", flush=True)

    def restart_the_house(self) -> None:
        """The server goes without a word, and comes back on the same address."""
        for screen in self.screens:
            self.watch.expect(screen.name, *OUT_OF_CONTACT)
        self.house.pull_the_plug()
        self.house.start()

    def keep_pictures(self, folder: Path) -> None:
        for screen in self.screens:
            if not screen.page.is_closed():
                screen.picture(folder)

    def close(self) -> None:
        for screen in self.screens:
            screen.context.close()
