"""A film that is cut off on its way goes on: by itself, and after the page was closed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.console import Supervisor
from tests.browser.desk import CARD
from tests.browser.stage import LAPTOP, Stage
from tests.browser.watching import OUT_OF_CONTACT
from tests.media.films import make_film
from tests.network import Network, Way, Weather, until

pytestmark = pytest.mark.browser

FILLER_BYTES = 48_000_000
WIFI = Weather(delay_ms=15)
#: Half a minute for that film, so that it is on its way whenever it is to be cut off, however slow
#: the machine is.
SLOW = Weather(delay_ms=150)
GROUP = "Thursday group (demo)"


@pytest.fixture
def network(stage: Stage) -> Iterator[Network]:
    with Network(stage.house.port, WIFI) as made:
        yield made


@pytest.fixture
def mirela(stage: Stage, network: Network) -> Supervisor:
    """At the page for bringing films in, which she has reached through the network."""
    base = stage.house.base
    mirela = stage.device(Supervisor, "Mirela", LAPTOP)
    stage.watch.expect("Mirela", *OUT_OF_CONTACT, "net::ERR")
    mirela.signs_in_with(network.address(stage.house.links["supervisor"]))
    mirela.goes_to(GROUP)
    mirela.goes_to("Films")
    mirela.presses("Bring in a film")
    assert network.address(base) in mirela.page.url
    return mirela


def percent(mirela: Supervisor) -> float:
    shown: float = mirela.page.locator(CARD).locator("progress").evaluate("bar => bar.value")
    return shown


def test_a_film_cut_off_goes_on_by_itself_and_after_a_reload(
    mirela: Supervisor, network: Network, stage: Stage, tmp_path: Path
) -> None:
    film = make_film(tmp_path / "Anna Berg.mp4", grain=FILLER_BYTES)
    network.weather = SLOW
    chooser = mirela.page.get_by_label("Choose films")
    chooser.set_input_files(film)
    expect(mirela.page.locator(CARD)).to_contain_text("Anna Berg.mp4")
    expect(mirela.page.locator(CARD)).to_contain_text("a second,")
    # What is said of it meanwhile does not disturb it.
    mirela.says_whose("Session 12")
    until(lambda: percent(mirela) > 10)

    network.cut()
    mirela.sees("No contact", CARD)
    network.mend()
    reached = percent(mirela)
    until(lambda: percent(mirela) > reached + 5)

    network.cut()
    mirela.sees("No contact", CARD)
    network.mend()
    mirela.reloads()
    mirela.sees("To go on, choose the same file again", CARD)
    mirela.sees("Session 12", CARD)
    assert "Anna" not in mirela.page.content(), "its name is kept nowhere"
    had_come = percent(mirela)
    assert had_come > 10
    carried = network.carried[Way.UP]
    network.weather = WIFI
    chooser.set_input_files(film)
    mirela.sees("All of it has arrived", CARD)
    expect(mirela.page.locator(CARD)).to_have_count(1)
    sent_anew = network.carried[Way.UP] - carried
    assert sent_anew < film.stat().st_size * (1 - had_come / 100) + 2_000_000

    mirela.goes_to("Session 12", CARD)
    expect(mirela.page.locator("[data-state=ready]")).to_be_visible()
    sha256 = hashlib.sha256(film.read_bytes()).hexdigest()
    store = stage.house.folder / "video_segments" / "store"
    assert (store / sha256[:2] / sha256).is_dir(), "not one byte is another"
    until(lambda: not list((store / "incoming").iterdir()))


def test_paused_several_at_once_and_what_is_no_film(
    mirela: Supervisor, network: Network, tmp_path: Path
) -> None:
    long = make_film(tmp_path / "long.mp4", grain=FILLER_BYTES)
    short = make_film(tmp_path / "short.mp4")
    empty = tmp_path / "empty.mp4"
    empty.touch()
    network.weather = SLOW
    mirela.page.get_by_label("Choose films").set_input_files([long, short, empty])
    expect(mirela.page.locator("#films-problem")).to_contain_text("empty.mp4")
    expect(mirela.page.locator(CARD)).to_have_count(2)
    of_long = mirela.page.locator(CARD).filter(has_text="long.mp4")
    of_short = mirela.page.locator(CARD).filter(has_text="short.mp4")
    expect(of_short).to_contain_text("All of it has arrived")
    of_long.get_by_role("button", name="Pause").click()
    expect(of_long).to_contain_text("Paused at")
    of_long.get_by_role("button", name="Go on").click()
    expect(of_long.get_by_role("button", name="Pause")).to_be_visible()
    of_long.get_by_role("button", name="Do not keep this film").click()
    mirela.page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    expect(mirela.page.locator(CARD)).to_have_count(1)
    mirela.reloads()
    expect(mirela.page.locator(CARD)).to_have_count(1)
    mirela.sees("All of it has arrived", CARD)
