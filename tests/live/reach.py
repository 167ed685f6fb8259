"""How many taps lie between a phone that wakes and what its page asks of its person."""

from __future__ import annotations

from html.parser import HTMLParser

_EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Taps(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        #: What is open here, and whether it has to be tapped before one sees what is in it.
        self._within: list[tuple[str, bool]] = []
        self._least: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        command = has.get("data-command")
        if command and not any(name == "template" for name, _closed in self._within):
            taps = 1 + sum(closed for _name, closed in self._within)
            self._least[command] = min(taps, self._least.get(command, taps))
        if tag not in _EMPTY:
            self._within.append((tag, tag == "details" and "open" not in has))

    def handle_endtag(self, tag: str) -> None:
        for place in reversed(range(len(self._within))):
            if self._within[place][0] == tag:
                del self._within[place:]
                return

    def of(self, page: str) -> dict[str, int]:
        self.feed(page)
        return self._least


def taps(page: str) -> dict[str, int]:
    """For each command that stands on a page the fewest taps until it is done: one, and one more
    for each fold before it."""
    return _Taps().of(page)
