"""The dial of contact, tried by itself with a clock of its own: once a second while it is held or
was just moved, and no number at all where nobody touches it (C-38)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

HERE = "http://dial.test"
DIAL = Path(__file__).parents[2] / "static" / "js" / "viewing" / "dial.js"
PAGE = """<!doctype html><div data-dial="7"><input type="range" min="-3" max="3" value="0">
<output data-no-data="No data" data-counts="It counts: {value}"></output></div>"""
#: What stands around it: the time, a film that runs or stands, and where samples are sent.
AROUND = {
    "/room/clock.js": "export const serverNow = () => Date.now();",
    "/room/room.js": """export const outbox = { send: (name, body) => window.sent.push(body) };""",
    "/playback/state.js": "export const isRunning = () => window.runs;",
}
HOLD = """([kind]) => document.querySelector('input')
  .dispatchEvent(new PointerEvent(kind, { bubbles: true }))"""
SLIDE = """([value]) => {
  const dial = document.querySelector('input');
  dial.value = value;
  dial.dispatchEvent(new Event('input', { bubbles: true }));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path == "/":
            route.fulfill(body=PAGE, content_type="text/html")
        else:
            script = AROUND.get(path) or DIAL.read_text("utf-8")
            route.fulfill(body=script, content_type="text/javascript")

    page = browser.new_page()
    page.route(f"{HERE}/**", serve)
    page.clock.install(time=0)
    page.goto(HERE)
    page.evaluate("""async () => {
      Object.assign(window, { sent: [], runs: true });
      (await import('/viewing/dial.js')).run();
    }""")
    yield page
    page.close()


def sent(page: Page) -> list[tuple[int, int]]:
    """Of each sample the instant in ms and the value."""
    bodies = page.evaluate("window.sent")
    assert all(len(body["samples"]) <= 5 for body in bodies), "some seconds together"
    found = [sample.split(":") for body in bodies for sample in body["samples"]]
    return [(int(at), int(value)) for at, value in found]


def test_a_minute_of_sliding_is_sixty_samples_a_second_apart(page: Page) -> None:
    page.evaluate(HOLD, ["pointerdown"])
    for value in (-3, -1, 0, 2, 3, 1):
        page.evaluate(SLIDE, [value])
        page.clock.run_for(10_000)
    found = sent(page)
    assert len(found) == 60
    assert {later - at for at, later in pairwise(at for at, _value in found)} == {1_000}
    assert [value for _at, value in found[::10]] == [-3, -1, 0, 2, 3, 1]


def test_left_alone_it_sends_nothing_and_not_zero(page: Page) -> None:
    page.clock.run_for(60_000)
    assert sent(page) == []
    assert page.locator("output").text_content() == "No data"


def test_let_go_it_counts_ten_seconds_longer(page: Page) -> None:
    page.evaluate(HOLD, ["pointerdown"])
    page.evaluate(SLIDE, [2])
    page.clock.run_for(5_000)
    page.evaluate(HOLD, ["pointerup"])
    page.clock.run_for(60_000)
    assert len(sent(page)) == pytest.approx(15, abs=1)
    assert page.locator("output").text_content() == "No data"


def test_a_film_that_stands_is_not_felt(page: Page) -> None:
    page.evaluate("window.runs = false")
    page.evaluate(HOLD, ["pointerdown"])
    page.evaluate(SLIDE, [2])
    page.clock.run_for(60_000)
    assert sent(page) == []
