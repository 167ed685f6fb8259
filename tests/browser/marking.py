"""One's own marks on the film, on whatever screen they are made."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.screens import Screen


class Marking(Screen):
    @property
    def marks(self) -> Locator:
        """As they are now: neither where one was nor what was changed."""
        return self.page.locator(".own-tags > li:not([data-gone], [data-number])")

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
        mark = self._opened(0)
        mark.get_by_label("A note, if you like").fill(words)
        self.touch(mark.locator("label", has_text=reader))
        self._keeps(mark)

    def says_how_strong(self, intensity: int, number: int = 0) -> None:
        mark = self._opened(number)
        steps = mark.get_by_role("group", name="How strong was it?").locator("label")
        self.touch(steps.filter(has_text=re.compile(rf"^\s*{intensity}\s*$")))
        self._keeps(mark)

    def _opened(self, number: int) -> Locator:
        mark = self.marks.nth(number)
        self.unfolds(mark.locator("details"))
        return mark

    def _keeps(self, mark: Locator) -> None:
        self.touch(mark.get_by_role("button", name="Keep", exact=True))
        self.is_answered()
