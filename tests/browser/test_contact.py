"""Losing contact and finding it again: nothing is in the way, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from scripts.chromium import executable
from tests.browser.chromium import ARGUMENTS
from tests.browser.companion import Trainee
from tests.browser.evening import BENS_FILM, Evening
from tests.browser.stage import PHONE, Stage
from tests.network import Network

pytestmark = pytest.mark.browser
BANNER = ".connection:visible"
WORD = "A word for how you are"


@pytest.fixture
def evening(stage: Stage) -> Evening:
    evening = Evening(stage)
    evening.begins()
    return evening


def banner(screen: Trainee) -> str:
    """The one line about the contact, while there is one."""
    expect(screen.page.locator(BANNER)).to_have_count(1)
    return screen.page.locator(BANNER).inner_text()


def test_reading_and_tapping_go_on_without_contact(evening: Evening) -> None:
    evening.mirela.goes_on_to("Check-in")
    aditi = evening.comes("Aditi")
    with aditi.out_of_contact():
        expect(aditi.page.locator(BANNER)).to_have_text(
            "No contact. What you enter is kept on this device and sent later."
        )
        height = aditi.page.locator(BANNER).bounding_box()
        assert height is not None
        assert height["height"] < 100, "a line, and no curtain"
        for word in ("stiff", "softer"):
            aditi.chooses("3", ".scale")
            aditi.writes(WORD, word)
            aditi.presses("Save")
            aditi.sees("Kept on this device; goes out when it is back", ".one")
        aditi.presses("Save")
        expect(aditi.page.locator(BANNER)).to_contain_text("Waiting to be sent: 2")
        aditi.keeps(2)
        aditi.writes(WORD, "softer still, half")
    aditi.keeps(0)
    expect(aditi.page.locator(".connection")).to_be_hidden()
    evening.mirela.sees("softer", ".board")
    expect(aditi.page.get_by_label(WORD)).to_have_value("softer still, half")


class OwnBrowser:
    """A browser of one phone alone, which can be closed and opened again."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage, self._folder = stage, folder
        self.context: BrowserContext = self._open()

    def _open(self) -> BrowserContext:
        return self.stage.browser.browser_type.launch_persistent_context(
            self._folder, executable_path=executable(), args=list(ARGUMENTS), **PHONE
        )

    def closes_and_opens(self) -> Page:
        self.context.close()
        self.context = self._open()
        return self.context.pages[0]


@pytest.fixture
def own_browser(stage: Stage, tmp_path: Path) -> Iterator[OwnBrowser]:
    made = OwnBrowser(stage, tmp_path / "phone")
    yield made
    made.context.close()


def test_the_cards_open_without_contact(evening: Evening) -> None:
    """C-62."""
    evening.mirela.goes_on_to("Check-in")
    aditi = evening.comes("Aditi")
    with aditi.out_of_contact():
        aditi.unfolds(aditi.page.locator("#cards"))
        aditi.unfolds(aditi.page.locator("#cards-principles"))
        aditi.sees("This second, this voice, this breath.")


def test_a_browser_that_was_closed_sends_what_it_kept(
    evening: Evening, own_browser: OwnBrowser
) -> None:
    evening.mirela.goes_on_to("Check-in")
    aditi = Trainee(evening.stage, "Aditi", own_browser.context, own_browser.context.pages[0])
    aditi.follows_the_link()
    aditi.joins(evening.code)
    where = aditi.page.url
    evening.stage.watch.expect("Aditi", "ERR_INTERNET_DISCONNECTED", "WebSocket connection to")
    own_browser.context.set_offline(True)
    aditi.is_not_connected()
    aditi.chooses("4", ".scale")
    aditi.writes(WORD, "underground")
    aditi.presses("Save")
    aditi.keeps(1)
    aditi.page = own_browser.closes_and_opens()
    evening.mirela.does_not_see("underground")
    aditi.opens(where)
    evening.mirela.sees("underground", ".board")
    aditi.keeps(0)


def test_a_socket_that_is_dead_and_calls_itself_connected(evening: Evening) -> None:
    with Network(evening.stage.house.port) as network:
        base = network.address(evening.stage.house.base)
        aditi = evening.stage.device(Trainee, "Aditi", PHONE)
        link = evening.stage.house.links["aditi"]
        aditi.signs_in_with(link.replace(evening.stage.house.base, base))
        aditi.opens(f"{base}/join/{evening.code}")
        aditi.is_in_the_room()
        network.hold()
        evening.stage.watch.expect("Aditi", "WebSocket", "net::ERR", "no answer")
        evening.mirela.goes_on_to("Check-in")
        aditi.is_not_connected()
        aditi.is_in("Arriving")
        # What was held belongs to connections that nobody waits for any more.
        network.cut()
        network.mend()
        aditi.is_connected()
        aditi.is_in("Check-in")
        evening.mirela.sees_here("Mirela", "Aditi")


def test_where_no_socket_gets_through_what_is_said_now_is_taken_all_the_same(
    evening: Evening,
) -> None:
    """A yes counts from now on, and would be refused of a phone that is out of contact."""
    ben = evening.comes("Ben")
    evening.stage.watch.expect("Ben", "WebSocket")
    ben.page.route_web_socket(re.compile("/socket.io/"), lambda socket: socket.close())
    ben.reloads()
    evening.moves_to("Choosing a case")
    evening.mirela.offers(BENS_FILM)
    expect(ben.button("Yes, show it")).to_be_visible()
    ben.is_not_connected()
    ben.presses("Yes, show it")
    ben.sees("You are showing your work")


def test_a_push_that_was_lost_is_found_by_its_number(evening: Evening) -> None:
    aditi = evening.comes("Aditi")
    aditi.page.evaluate(
        """async () => {
             const { socket } = await import(document.querySelector("script[type=module]").src
               .replace("main.js", "room.js"));
             socket.off("changed");
           }"""
    )
    evening.mirela.goes_on_to("Check-in")
    aditi.is_in("Check-in")
    aditi.is_connected()


def test_a_browser_that_keeps_nothing_says_so_and_sends_all_the_same(evening: Evening) -> None:
    evening.mirela.goes_on_to("Check-in")
    aditi = evening.comes("Aditi")
    aditi.context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get: () => undefined });"
    )
    holds_back = aditi.can_be_held_back()
    holds_back.append("out of reach")
    aditi.reloads()
    aditi.is_not_connected()
    aditi.chooses("5", ".scale")
    aditi.writes(WORD, "on a thread")
    aditi.presses("Save")
    assert "leave this page open" in banner(aditi)
    aditi.reloads()
    assert "leave this page open" in banner(aditi)
    holds_back.clear()
    evening.mirela.sees("on a thread", ".board")
    expect(aditi.page.locator(".connection")).to_be_hidden()
