"""Every state of a whole evening on the console, the wall and two phones, looked at with axe.

The evening is played at the doors (`tests/live/evening.py`), and each page that it was drawn as is
laid before a browser as the server gave it: without a server, so that all states are cheap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, WebSocketRoute

from tests.browser.looking import faults_of
from tests.browser.screens import Screen
from tests.browser.stage import LAPTOP, PHONE, PROJECTOR
from tests.live.evening import Evening
from tests.people import Site

pytestmark = pytest.mark.browser

#: Whose page lies before which device: Ben presents and plays the patient, Dao is one of the
#: others, and a supervisor may have no more than a phone either.
DEVICES = (
    ("console", LAPTOP),
    ("console", PHONE),
    ("wall", PROJECTOR),
    ("Ben", PHONE),
    ("Dao", PHONE),
)
ADDRESS = "http://localhost:9/as-it-was"
#: What differs between two pages that look alike.
NOT_SEEN = re.compile(r'name="csrf[^>]*>|data-(now|revision)="[^"]*"|value="[^"]{40,}"')


class Laid(Screen):
    """A page of the evening before a browser that has no server behind it."""

    def __init__(self, app: Flask, name: str, page: Page) -> None:
        self.name, self.page = name, page
        self._files = app.test_client()
        self._kept: dict[str, dict[str, Any]] = {}
        self._html = ""
        page.route("**/*", self._answer)
        page.route_web_socket(re.compile(""), self._no_socket)

    def lays(self, html: str) -> None:
        self._html = html
        self.page.goto(ADDRESS)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            route.fulfill(**self._file(path))
        else:
            route.abort("internetdisconnected")

    def _file(self, path: str) -> dict[str, Any]:
        if path not in self._kept:
            answer = self._files.get(path, buffered=True)
            kind = answer.headers["Content-Type"]
            said = {"status": answer.status_code, "body": answer.data, "content_type": kind}
            self._kept[path] = said
        return self._kept[path]

    @staticmethod
    def _no_socket(socket: WebSocketRoute) -> None:
        socket.close()


@pytest.fixture
def laid(app: Flask, browser: Browser) -> Iterator[list[Laid]]:
    made = [(name, browser.new_context(**like)) for name, like in DEVICES]
    yield [Laid(app, name, context.new_page()) for name, context in made]
    for _name, context in made:
        context.close()


def test_every_state_on_every_screen(site: Site, laid: list[Laid]) -> None:
    evening, seen = Evening(site), set[tuple[int, str]]()
    faults: list[str] = []
    for state in evening.pass_by():
        for screen in laid:
            page = evening.pages[state][screen.name]
            looks = (laid.index(screen), NOT_SEEN.sub("", page))
            if looks in seen:
                continue
            seen.add(looks)
            screen.lays(page)
            faults += faults_of(screen, state)
    assert len(seen) > 2 * len(evening.pages), "states differ from one another"
    assert not faults, "\n".join(faults)
