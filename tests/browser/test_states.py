"""Every state of a whole evening on the console, the wall and two phones, looked at with axe.

The evening is played at the doors (`tests/live/evening.py`), and each page that it was drawn as is
laid before a browser as the server gave it: without a room behind it, so that all states are cheap.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, WebSocketRoute
from werkzeug import Response
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.looking import faults_of
from tests.browser.screens import Screen
from tests.browser.stage import LAPTOP, PHONE, PROJECTOR
from tests.live.evening import Evening
from tests.people import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

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
#: What differs between two pages that look alike.
NOT_SEEN = re.compile(r'name="csrf[^>]*>|data-(now|revision)="[^"]*"|value="[^"]{40,}"')


class Desk:
    """What the pages are laid on: an address that gives the page last laid, the files it asks for
    as the site gives them, which a browser keeps, and nothing that would move it on."""

    def __init__(self, app: Flask) -> None:
        self._files = app.wsgi_app
        self.html = ""
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=Quiet
        )
        self.address = f"http://127.0.0.1:{self._server.server_port}/as-it-was"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/static/"):
            environ.pop("HTTP_ACCEPT_ENCODING", None)  # to compress them would leave files open
            return self._files(environ, start)
        found = (
            Response(self.html, mimetype="text/html")
            if path == "/as-it-was"
            else Response(status=503)
        )
        return found(environ, start)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Quiet(WSGIRequestHandler):
    def log(self, *_what: object, **_more: object) -> None:
        """Nothing: the files that a page asks for are many."""


class Laid(Screen):
    """A page of the evening before a browser that has no room behind it."""

    def __init__(self, desk: Desk, name: str, page: Page) -> None:
        self.name, self.page = name, page
        self._desk = desk
        page.route_web_socket(re.compile(""), self._no_socket)

    def lays(self, html: str) -> None:
        self._desk.html = html
        self.page.goto(self._desk.address)

    @staticmethod
    def _no_socket(socket: WebSocketRoute) -> None:
        socket.close()


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    made = Desk(app)
    yield made
    made.close()


@pytest.fixture
def laid(desk: Desk, browser: Browser) -> Iterator[list[Laid]]:
    made = [(name, browser.new_context(**like)) for name, like in DEVICES]
    yield [Laid(desk, name, context.new_page()) for name, context in made]
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
