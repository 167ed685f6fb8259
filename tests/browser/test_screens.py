"""Every page and every part of the meeting, looked at with names that break layouts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.evening import Evening
from tests.browser.house import House
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.screens import Screen
from tests.browser.stage import LAPTOP, PHONE, Stage

pytestmark = pytest.mark.browser

PARTS = (
    "Arriving",
    "Check-in",
    "Choosing a case",
    "Introduction",
    "Watching",
    "How it feels",
    "What happened between them",
    "Exercise",
    "Debrief",
    "Presenter's check-out",
    "A few questions",
)
#: Sign-in names of two of the refilled group: one has 60 characters, one is written in Arabic.
LONG_NAME, RIGHT_TO_LEFT = "maximiliane.friederike", "member"
#: Not pages to look at: files, and what ends a sign-in.
NO_PAGE = re.compile(r"/(static|link|wall|sign-out)\b|\.(json|pdf)$|/film$|/captions$|#")


@pytest.fixture
def nasty_house(house: House) -> House:
    """The demo group refilled: one finished meeting, one half run, and names nobody expects."""
    house.reads_links(house.run("demo"))
    return house


def test_every_part_on_every_screen(nasty_house: House, stage: Stage) -> None:
    mirela = stage.device(Supervisor, "Mirela", LAPTOP, **MAY_BE_MEASURED)
    mirela.signs_in()
    mirela.presses("To the console Thursday group (demo)")
    mirela.is_at_the_console()
    wall = mirela.opens_the_wall()
    phones = [_in_the_room(stage, name) for name in ("Chiara", LONG_NAME, RIGHT_TO_LEFT)]
    faults: list[str] = []
    for part in PARTS:
        if not mirela.has_part(part):
            continue
        if not mirela.is_now_in(part):
            mirela.goes_to_part(part)
        for screen in (mirela, wall, *phones):
            if isinstance(screen, Trainee):
                screen.is_in(part)
            faults += faults_of(screen, part)
    _closes(mirela, phones[0])
    for screen in (mirela, wall, *phones):
        screen.sees("Thank you")
        faults += faults_of(screen, "closed")
    assert not faults, "\n".join(faults)


def _closes(mirela: Supervisor, presenter: Trainee) -> None:
    mirela.goes_to_part("Presenter's check-out")
    presenter.is_in("Presenter's check-out")
    presenter.presses(re.compile("^(I would rather not|That is enough for me)$"))
    mirela.goes_to_part("A few questions")
    mirela.presses("Close the meeting", ".next-step", sure=True)


def _in_the_room(stage: Stage, name: str) -> Trainee:
    trainee = stage.device(Trainee, name, PHONE, **MAY_BE_MEASURED)
    trainee.follows_the_link()
    trainee.presses(re.compile("^Join"))
    trainee.is_in_the_room()
    return trainee


@pytest.mark.parametrize("who", ["supervisor", "Ben"])
def test_every_page_at_360_pixels(nasty_house: House, stage: Stage, who: str) -> None:
    screen = stage.device(Trainee, who, PHONE, **MAY_BE_MEASURED)
    screen.follows_the_link()
    # The film's bytes are read as far as a page needs them, and pages are left quickly here.
    faults: list[str] = []
    looked_at = 0
    for address in _pages_from(screen, f"{nasty_house.base}/"):
        faults += faults_of(screen, address)
        looked_at += 1
    assert looked_at > 8
    assert not faults, "\n".join(faults)


def _pages_from(screen: Screen, start: str) -> Iterator[str]:
    """Every kind of page that can be reached by links, each once."""
    waiting, kinds = [start], set()
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"\d+", "n", address.removeprefix(start).split("?")[0])
        if kind in kinds or kind.startswith("supervision/n/console"):
            continue
        kinds.add(kind)
        screen.page.goto(address)
        yield address
        links = screen.page.evaluate("() => [...document.links].map((link) => link.href)")
        waiting += [link for link in links if link.startswith(start) and not NO_PAGE.search(link)]


def test_pages_for_those_who_are_not_signed_in(stage: Stage) -> None:
    evening = Evening(stage, **MAY_BE_MEASURED)
    stranger = stage.device(Trainee, "A stranger", PHONE, **MAY_BE_MEASURED)
    stage.watch.expect("A stranger", "status of 404", "status of 410", "status of 422")
    faults: list[str] = []
    for path in ("/sign-in", "/join", f"/join/{evening.code}", "/join/NOROOM", "/link/used"):
        stranger.opens(f"{stage.house.base}{path}")
        faults += faults_of(stranger, path)
    for screen in (evening.mirela, evening.wall):
        faults += faults_of(screen, "before the meeting")
    assert not faults, "\n".join(faults)


def test_a_fault_is_found(stage: Stage) -> None:
    """The eye itself, tried on a page that was spoilt."""
    evening = Evening(stage, **MAY_BE_MEASURED)
    evening.mirela.page.evaluate(
        """() => {
             const spoilt = document.body.appendChild(document.createElement("input"));
             spoilt.style.width = "200vw";
           }"""
    )
    faults = "\n".join(faults_of(evening.mirela, "spoilt"))
    assert "label" in faults
    assert "too wide" in faults


def test_marks_and_a_form_by_keyboard_alone(stage: Stage) -> None:
    evening = Evening(stage)
    ben = evening.comes("Ben")
    aditi = stage.device(Trainee, "Aditi", LAPTOP | {"has_touch": True})
    aditi.follows_the_link()
    aditi.joins(evening.code)
    evening.begins()
    evening.mirela.goes_on_to("Check-in")
    aditi.is_in("Check-in")
    keys = aditi.page.keyboard
    aditi.tabs_to(aditi.page.locator(".scale input").first)
    keys.press("ArrowRight")
    aditi.tabs_to(aditi.page.get_by_label("A word for how you are"))
    keys.type("restless")
    aditi.tabs_to(aditi.button("Save"))
    keys.press("Enter")
    evening.mirela.sees("restless", ".board")
    evening.mirela.sees("calm 1", ".board")

    evening.shows_the_film_of(ben)
    keys.press("1")
    keys.press(aditi.button("goes silent", "[data-pad]").get_attribute("data-key") or "?")
    aditi.has_marks("goes silent")
    aditi.tabs_to(aditi.page.locator(".tagpad-zone").filter(has_text="confrontation"))
    keys.press("Enter")
    aditi.tabs_to(aditi.button("angry with the therapist", ".tagpad:not([hidden])"))
    keys.press("Space")
    expect(aditi.marks).to_have_count(2)
    aditi.has_marks("angry with the therapist", "goes silent")
