"""A real browser with its real outbox: without network, and with a clock that is wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Route, expect

from tests.browser.companion import Trainee
from tests.browser.stage import Stage
from tests.faults.conftest import SOAK, phone_of
from tests.faults.record import Record, Tag, is_sound
from tests.faults.site import Site
from tests.network import Network, until

pytestmark = pytest.mark.browser

#: What the room takes a phone for changes within the minute: it sleeps after twenty seconds.
A_MINUTE_S = 60
#: How a network goes makes no difference later on than this; under AFTTRAINER_SOAK it is asked.
A_WHILE_S = A_MINUTE_S if SOAK > 1 else 8
#: What a touch takes from the test to the page and back, and a film time's rounding.
NEARLY_MS = 60
#: How far off the phone says that its idea of the server's time may be.
ERROR_MS = """async () => (await import(
  document.querySelector("script[type=module]").src.replace("main.js", "clock.js"))).clockError()"""
MARKERS = ("goes silent", "says very little")
#: The device's own clock is wrong, the date as well as what the page's times count from.
CLOCK_OFF = """(() => {
  const by = %d, Right = Date, origin = performance.timeOrigin;
  globalThis.Date = class extends Right {
    constructor(...when) { when.length ? super(...when) : super(Right.now() + by); }
    static now() { return Right.now() + by; }
  };
  Object.defineProperty(performance, "timeOrigin", { get: () => origin + by });
})()"""


@dataclass
class Touches:
    """When a finger went down: between two looks at the clock, as exactly as the phone knows it."""

    site: Site
    phone: Trainee
    made: list[tuple[float, float]] = field(default_factory=list)

    def taps(self) -> None:
        zone = self.phone.page.locator(".tagpad-zone").filter(has_text="withdrawal")
        nearly_s = (NEARLY_MS + self.phone.page.evaluate(ERROR_MS)) / 1000
        before = time.time()
        self.phone.touch(zone)
        self.made.append((before - nearly_s, time.time() + nearly_s))
        marker = MARKERS[len(self.made) % 2]
        self.phone.touch(self.phone.button(marker, ".tagpad:not([hidden])"))

    @property
    def kept(self) -> list[Tag]:
        return Record(self.site).tags[self.phone.name]

    def are_kept(self, *, estimated: bool) -> None:
        """Each once, at the film's time when the finger went down."""
        until(lambda: [tag.marker != "None" for tag in self.kept] == [True] * len(self.made))
        for tag, (before, after) in zip(self.kept, self.made, strict=True):
            assert self.site.film_ms_at(before) <= tag.clip_ms <= self.site.film_ms_at(after)
            assert tag.is_estimate is estimated
        is_sound(self.site)


@contextmanager
def no_signal(phone: Trainee, network: Network) -> Iterator[None]:
    """The phone knows of it."""
    with phone.out_of_contact():
        yield


@contextmanager
def broken_lines(phone: Trainee, network: Network) -> Iterator[None]:
    """Every connection breaks at once; the phone itself believes that it has a network."""
    with network.away():
        phone.is_not_connected()
        yield
    phone.is_connected()


@contextmanager
def dead_air(phone: Trainee, network: Network) -> Iterator[None]:
    """Everything stands and nothing arrives."""
    network.hold()
    phone.is_not_connected()
    yield
    network.mend()
    phone.is_connected()


@pytest.mark.parametrize(
    ("without", "seconds"),
    [(no_signal, A_MINUTE_S), (broken_lines, A_WHILE_S), (dead_air, A_WHILE_S)],
)
def test_a_phone_without_network_keeps_every_tap(
    without: Callable[..., AbstractContextManager[None]],
    seconds: int,
    site: Site,
    stage: Stage,
    network: Network,
) -> None:
    aditi = phone_of("Aditi", stage, site)
    touches = Touches(site, aditi)
    with without(aditi, network):
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            touches.taps()
            aditi.is_told("Kept on this device; goes out when it is back")
            # Not every tap at once: as fast as somebody taps who watches a film.
            aditi.page.wait_for_timeout(1000)
        aditi.keeps(2 * len(touches.made))
    aditi.keeps(0)
    until(lambda: len(touches.kept) == len(touches.made))
    expect(aditi.marks).to_have_count(len(touches.made))
    expect(aditi.marks.filter(has_text=MARKERS[0])).to_have_count(len(touches.made) // 2)
    touches.are_kept(estimated=True)


@pytest.mark.parametrize("off_s", [90, -90])
def test_a_device_whose_clock_is_wrong_marks_the_right_place(
    off_s: int, site: Site, stage: Stage
) -> None:
    aditi = phone_of("Aditi", stage, site, CLOCK_OFF % (off_s * 1000))
    shown_s = aditi.page.evaluate("() => Date.now()") / 1000
    assert abs(shown_s - time.time() - off_s) < 5
    touches = Touches(site, aditi)
    for _ in range(3):
        touches.taps()
        aditi.is_answered()
    aditi.keeps(0)
    touches.are_kept(estimated=False)


def test_contact_lost_while_the_page_was_loading_leaves_no_dead_pad(
    site: Site, stage: Stage
) -> None:
    aditi = phone_of("Aditi", stage, site)
    stage.watch.expect("Aditi", "ERR_FAILED", "Failed to fetch dynamically imported module")
    cut_off: list[str] = []

    def at_first(route: Route) -> None:
        # A module is fetched ahead of its need, and once more when it is needed.
        if len(cut_off) == 2:
            route.continue_()
        else:
            cut_off.append(route.request.url)
            route.abort()

    aditi.page.route(re.compile(r"/tag/pad\.js$"), at_first)
    aditi.reloads()
    aditi.page.wait_for_function("() => sessionStorage.getItem('began-anew')")
    aditi.is_in_the_room()
    aditi.page.wait_for_load_state("networkidle")
    assert cut_off
    Touches(site, aditi).taps()
    aditi.has_marks(MARKERS[1])
