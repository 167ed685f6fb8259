"""A room that watches the barred film: each screen in a browser process of its own, and what each
showed when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from scripts.chromium import executable
from tests.bench.live import barred_film
from tests.browser.chromium import ARGUMENTS
from tests.browser.house import House
from tests.network import CLEAR, Network, Weather

#: Small windows: pictures are drawn by the processor here, and that is what has to be spared.
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 800, "height": 480}}

#: Every picture of every player: film ms, and the instant it came up in ms since 1970 (all
#: processes of a machine begin their performance clocks at its one wall clock). Besides, each
#: journey to a place and each change of the rate.
WATCH = """
(() => {
  window.__shown = []; window.__seeks = []; window.__rates = [];
  const watched = new WeakSet();
  const now = () => performance.timeOrigin + performance.now();
  const watch = (video) => {
    watched.add(video);
    video.addEventListener("seeking", () => window.__seeks.push(now()));
    video.addEventListener("ratechange", () => window.__rates.push([now(), video.playbackRate]));
    const next = (_now, { mediaTime, expectedDisplayTime }) => {
      window.__shown.push([mediaTime * 1000, performance.timeOrigin + expectedDisplayTime]);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  };
  const create = document.createElement.bind(document);
  document.createElement = (tag, ...more) => {
    const made = create(tag, ...more);
    if (tag === "video") watch(made);
    return made;
  };
  addEventListener("DOMContentLoaded", () => {
    for (const video of document.querySelectorAll("video")) if (!watched.has(video)) watch(video);
  });
})();
"""


#: For a console that only presses: one player less to draw.
NO_FILM = """
Object.defineProperty(HTMLMediaElement.prototype, "src", { set() {} });
addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-own-player]")?.removeAttribute("src");
});
"""


@dataclass
class FilmPage:
    """One screen. Instants are ms since 1970."""

    name: str
    page: Page
    network: Network
    #: (film ms, instant) of each picture so far.
    shown: list[tuple[float, float]] = field(default_factory=list)
    seeks: list[float] = field(default_factory=list)
    rates: list[tuple[float, float]] = field(default_factory=list)

    def collect(self) -> None:
        """Take over what the page has written down since the last time."""
        found = self.page.evaluate(
            """() => { const found = [window.__shown, window.__seeks, window.__rates];
                       window.__shown = []; window.__seeks = []; window.__rates = [];
                       return found; }"""
        )
        self.shown += [(film, at) for film, at in found[0]]
        self.seeks += found[1]
        self.rates += [(at, rate) for at, rate in found[2]]

    def now(self) -> float:
        instant: float = self.page.evaluate("() => performance.timeOrigin + performance.now()")
        return instant


class FilmRoom:
    """`wall`, `console` and `companions`, and the supervisor's presses."""

    def __init__(self, playwright: Playwright, stack: ExitStack, folder: Path, film: Path) -> None:
        self._playwright, self._stack = playwright, stack
        self.weather: Weather = CLEAR
        #: Scripts of the site that are replaced on pages opened from now on: path and text.
        self.instead: dict[str, str] = {}
        self.house = House(folder)
        stack.callback(self.house.pull_the_plug)
        self.house.start()
        barred_film.lay_into(self.house, film)
        self._signed_in: dict[str, Any] = {}
        self._prepare()

    # --- Screens -------------------------------------------------------------------------------

    @contextmanager
    def shown(
        self, kind: str, *arguments: str, who: str = "Ben", headless: bool = True, seed: int = 0
    ) -> Iterator[FilmPage]:
        """ "wall", "console" or "companion" in a fresh process, over a network of its own."""
        whose = {"wall": "", "console": "supervisor"}.get(kind, who)
        path = self._wall_link() if kind == "wall" else f"{self.room}/{kind}"
        with Network(self.house.port, self.weather, seed=seed or len(kind)) as network:
            browser = self._browser(*arguments, headless=headless)
            try:
                page = self._page(browser, whose)
                page.goto(network.address(self.house.base) + path, wait_until="commit")
                yield FilmPage(kind, page, network)
            finally:
                browser.close()

    def _browser(self, *more: str, headless: bool = True) -> Browser:
        return self._playwright.chromium.launch(
            executable_path=executable(), args=[*ARGUMENTS, *more], headless=headless
        )

    def _page(self, browser: Browser, who: str) -> Page:
        like = LAPTOP if who in ("", "supervisor") else PHONE
        page = browser.new_context(storage_state=self._signed_in.get(who), **like).new_page()
        page.add_init_script(WATCH)
        for script, text in self.instead.items():
            page.route(
                f"**{script}",
                lambda route, _request, text=text: route.fulfill(
                    body=text, content_type="text/javascript"
                ),
            )
        return page

    # --- Presses, from a console that shows no film and has the clean network -------------------

    def presses(self, name: str, **body: object) -> float:
        """One command of the film; the instant of its answer."""
        instant: float = self._desk.evaluate(
            """async ([name, body]) => {
                 const main = document.querySelector("script[src*='room/main.js']").src;
                 const { outbox } = await import(new URL("./room.js", main));
                 const { film } = await import(new URL("../playback/state.js", main));
                 const { revision } = film();
                 const answer = await outbox.send(`playback.${name}`, { revision, ...body });
                 if (!answer.ok) throw new Error(answer.words);
                 await new Promise((heard) => setTimeout(heard, 100));
                 return performance.timeOrigin + performance.now();
               }""",
            [name, body],
        )
        return instant

    # --- Getting there -------------------------------------------------------------------------

    def _prepare(self) -> None:
        desk = self._browser()
        self._stack.callback(desk.close)
        for who in ("supervisor", "Ben", "Femi"):
            context = desk.new_context(**LAPTOP)
            page = context.new_page()
            page.goto(self.house.links[who if who == "supervisor" else who.lower()])
            page.get_by_role("button", name="Sign in here").click()
            page.get_by_text("Your groups").wait_for()
            self._signed_in[who] = context.storage_state()
            if who == "supervisor":
                page.add_init_script(NO_FILM)
                page.get_by_text("To the console").first.click()
                page.wait_for_url(re.compile(r"/console$"))
                self._desk = page
                self.room = re.sub(r"^.*(/supervision/\d+)/.*$", r"\1", page.url)
            else:
                page.get_by_role("button", name=re.compile("^Join")).or_(
                    page.get_by_role("link", name=re.compile("^Join"))
                ).first.click()
                page.wait_for_url(re.compile(r"/companion$"))
                if who == "Ben":
                    self._says_yes(page)
                page.close()
        self._desk.locator("[data-film-controls]").wait_for()
        self.presses("companions", on=True)

    def _says_yes(self, ben: Page) -> None:
        self._part("Choosing a case")
        row = self._desk.locator(".queue-row").filter(has_text=barred_film.TITLE)
        row.get_by_role("button", name="Offer").click()
        ben.get_by_role("button", name="Yes, show it").click()
        self._desk.get_by_text("waiting for the presenter's yes").wait_for(state="detached")
        self._part("Watching")

    def _part(self, name: str) -> None:
        self._desk.locator(".phases").get_by_role("button", name=name).click()
        yes = self._desk.get_by_role("dialog").get_by_role("button", name="Yes")
        heading = self._desk.locator("#now-h").filter(has_text=name)
        yes.or_(heading).first.wait_for()
        if yes.is_visible():
            yes.click()
        heading.wait_for()

    def _wall_link(self) -> str:
        """A fresh one-time address, as the console's button opens it."""
        token = self._desk.locator("meta[name=csrf-token]").get_attribute("content") or ""
        answer = self._desk.request.post(
            f"{self.house.base}{self.room}/wall",
            form={"csrf_token": token},
            headers={"Referer": self._desk.url},
            max_redirects=0,
        )
        return re.sub(r"^https?://[^/]+", "", answer.headers["location"])


@contextmanager
def film_room() -> Iterator[FilmRoom]:
    with (
        TemporaryDirectory(prefix="film-room-") as folder,
        sync_playwright() as playwright,
        ExitStack() as stack,
    ):
        film = barred_film.make(Path(folder) / "bars.mp4")
        yield FilmRoom(playwright, stack, Path(folder), film)
