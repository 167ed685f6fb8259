"""Phones whose pages tell when they were back: the room's, and a bare Socket.IO page beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser.stage import PHONE
from tests.faults.server import Server
from tests.faults.site import Site
from tests.network import Network, until
from tests.serving import TOP, free_port

#: Survives a page that loads itself anew. Date is one clock for all processes of this computer.
NOTES_PARTS = """
new MutationObserver(() => {
  const part = document.querySelector(".phase-now")?.textContent;
  const key = `seen ${part}`;
  if (part && !sessionStorage.getItem(key)) sessionStorage.setItem(key, Date.now());
}).observe(document, { childList: true, characterData: true, subtree: true });
"""
COMES_WITHIN_S = 90


class BareServer(Server):
    """Flask-SocketIO and nothing else, started and killed as the program is."""

    ready = "ready"

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        super().__init__(Site(folder, 1, 0, {}))
        self.port = free_port()
        self.also = {"PYTHONPATH": str(TOP), "PYTHONUNBUFFERED": "1"}

    @property
    def words(self) -> list[str]:
        return ["-m", "tests.bench.live.bare", str(self.port)]


@dataclass
class Phone:
    """One person's browser, each of its two pages on a network of its own."""

    context: BrowserContext
    room: Page
    bare: Page
    networks: tuple[Network, Network]

    @classmethod
    def comes(
        cls, name: str, browser: Browser, site: Site, servers: tuple[Server, Server]
    ) -> Phone:
        networks = (Network(servers[0].port), Network(servers[1].port))
        base, other = (f"http://localhost:{network.port}" for network in networks)
        context = browser.new_context(**PHONE)
        context.add_init_script(NOTES_PARTS)
        room = context.new_page()
        room.goto(f"{base}/link/{site.tokens[name].pop()}")
        room.get_by_role("button", name="Sign in here").click()
        room.get_by_text("Your groups").wait_for()
        room.goto(f"{base}/supervision/{site.supervision_id}/companion")
        room.locator("body[data-connected]").wait_for()
        bare = context.new_page()
        bare.goto(other)
        phone = cls(context, room, bare, networks)
        until(lambda: phone.seen(bare, "again"))
        return phone

    def forgets(self) -> None:
        for page in (self.room, self.bare):
            page.evaluate("() => sessionStorage.clear()")

    def seen(self, page: Page, what: str) -> float | None:
        """When, in ms since 1970; None as long as it was not."""
        try:
            told = page.evaluate("key => sessionStorage.getItem(key)", f"seen {what}")
        except Error:
            return None  # The page is just loading itself anew.
        return float(told) if told else None

    def back_in(self, part: str) -> tuple[float, float | None]:
        """When the room's page showed that part, and when the bare one was connected again; None
        where it never noticed that it had been cut off."""
        room = until(lambda: self.seen(self.room, part), within_s=COMES_WITHIN_S)
        assert room is not None
        lost = self.bare.evaluate("() => sessionStorage.getItem('lost')")
        bare = (
            until(lambda: self.seen(self.bare, "again"), within_s=COMES_WITHIN_S) if lost else None
        )
        return room, bare

    def goes(self) -> None:
        self.context.close()
        for network in self.networks:
            network.close()
