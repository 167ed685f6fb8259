"""A screen that has missed something while its page was on its way, tried without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "static"
HERE = "http://screen.test"
AS_DRAWN = """<!doctype html><meta name="csrf-token" content="one">
<body data-participant="1"><main data-audience="everyone" data-revision="{0}"><p id="said">{1}</p>
</main></body>"""

#: The page is fetched; meanwhile a piece comes that belongs after something not yet here; then the
#: page comes, as it was at `drawn_at`. Returns how often it was fetched in all, and what is shown.
BEHIND = """async ({ asDrawn, drawnAt }) => {
  const screen = await import("/js/room/screen.js");
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  const page = (revision) => asDrawn.replace("{0}", revision).replace("{1}", `at ${revision}`);
  const asked = [];
  globalThis.fetch = () =>
    new Promise((resolve) => asked.push((text) => resolve(new Response(text))));
  const coming = screen.refetch();
  const pieces = [{ html: '<p id="said">at 3</p>' }];
  screen.changed({ audience: "everyone", revision: 3, after: 2, pieces });
  asked[0](page(drawnAt));
  await coming;
  await turn();
  const again = asked.length > 1 ? screen.refetch() : null;
  asked[1]?.(page(3));
  await again;
  return { asked: asked.length, shown: document.getElementById("said").textContent };
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path == "/":
            route.fulfill(body=AS_DRAWN.format(1, "at 1"), content_type="text/html")
        else:
            script = STATIC / path.removeprefix("/")
            route.fulfill(body=script.read_text(), content_type="text/javascript")

    page = browser.new_page()
    page.route(f"{HERE}/**", serve)
    page.goto(HERE)
    yield page
    page.close()


@pytest.mark.parametrize(
    ("drawn_at", "asked"),
    [(2, 2), (3, 1)],
    ids=["drawn before it", "drawn after it"],
)
def test_what_came_while_the_page_was_on_its_way_is_not_missed(
    page: Page, drawn_at: int, asked: int
) -> None:
    found: Any = page.evaluate(BEHIND, {"asDrawn": AS_DRAWN, "drawnAt": drawn_at})
    assert found == {"asked": asked, "shown": "at 3"}
