"""What a phone sees: the forms on its page that are commands, as a person could fill them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """One command that is offered: what goes along unseen, what may be chosen, what be written."""

    command: str
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[object, ...]:
        """The same form on a page drawn anew is the same form."""
        names = (*self.choices, *self.lines)
        return (self.command, *sorted(self.hidden.items()), *sorted(names))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.names: dict[str, str] = {}
        self.csrf = ""
        self.has_pad = False
        self.data: dict[str, str] = {}
        self._form: Form | None = None
        self._script = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        has = {name: value or "" for name, value in attrs}
        self.has_pad = self.has_pad or "data-pad" in has
        if tag == "form" and "data-command" in has:
            self._form = Form(has["data-command"])
            self.forms.append(self._form)
        elif tag == "meta" and has.get("name") == "csrf-token":
            self.csrf = has.get("content", "")
        elif tag == "script" and has.get("type") == "application/json":
            self._script = has.get("id", "")
        elif tag in ("input", "textarea", "button") and has.get("name"):
            self._field(tag, has)

    def _field(self, tag: str, has: dict[str, str]) -> None:
        name, kind = has["name"], has.get("type", "text")
        if name == "csrf_token":
            self.csrf = has.get("value", "")
        if self._form is None:
            return
        if tag == "textarea" or (tag == "input" and kind in ("text", "number")):
            self._form.lines.append(name)
        elif tag == "button" or kind == "radio":
            self._form.choices.setdefault(name, []).append(has.get("value", ""))
        elif kind == "hidden":
            self._form.hidden[name] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "script":
            self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script:
            self.data[self._script] = self.data.get(self._script, "") + data


@dataclass(frozen=True)
class Seen:
    """What stands on a page, or on a part of it."""

    forms: list[Form]
    csrf: str
    has_pad: bool
    #: The film as the page tells it; empty where it does not.
    film: Mapping[str, Any]


def read(html: str) -> Seen:
    reader = _Reader()
    reader.feed(html)
    told = reader.data.get("playback")
    return Seen(reader.forms, reader.csrf, reader.has_pad, json.loads(told) if told else {})
