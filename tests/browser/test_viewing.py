"""Watching, on real screens: the pad by thumb and by keys, what else is marked, and what is only
one's own. In the demo group's half-run meeting, led back to its film."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.house import House
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.stage import LAPTOP, PHONE, Stage

pytestmark = pytest.mark.browser

#: What the phone was asked to do to the hand that holds it.
FELT = """window.felt = []; navigator.vibrate = (pulses) => window.felt.push(pulses.length);"""
BOX = """one => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return [left, top, width, height];
}"""


class Watching:
    def __init__(self, house: House, stage: Stage) -> None:
        house.reads_links(house.run("demo"))
        self.mirela = stage.device(Supervisor, "Mirela", LAPTOP, **MAY_BE_MEASURED)
        self.mirela.signs_in()
        self.mirela.presses("To the console Thursday group (demo)")
        self.mirela.is_at_the_console()
        self.stage = stage

    def phone(self, name: str) -> Trainee:
        phone = self.stage.device(Trainee, name, PHONE, **MAY_BE_MEASURED)
        phone.context.add_init_script(FELT)
        phone.follows_the_link()
        phone.presses(re.compile("^Join"))
        phone.is_in_the_room()
        return phone


@pytest.fixture
def room(house: House, stage: Stage) -> Watching:
    return Watching(house, stage)


def taps_zone(phone: Trainee, family: str) -> None:
    phone.touch(phone.page.locator(f"[data-zone={family}]"))


def test_the_pad_and_all_around_it_by_thumb_and_by_keys(room: Watching) -> None:
    mirela, eszter = room.mirela, room.phone("Eszter")
    mirela.goes_to_part("Watching")
    eszter.is_in("Watching")
    # Whose screen it is stands over the picture: name and time.
    over = mirela.page.locator(".film-place > .film-viewer")
    expect(over).to_be_visible()
    expect(over).to_have_text(re.compile(r"Mirela.* \d"))
    own = eszter.page.locator("#own-marks ul.own-tags > li:not([data-gone])")
    before = own.count()

    # Two taps, each as large as a thumb.
    for zone in eszter.page.locator("[data-zone]").all():
        _left, _top, width, height = zone.evaluate(BOX)
        assert width > 300
        assert height >= 88
    taps_zone(eszter, "withdrawal")
    for marker in eszter.page.locator(".tagpad:not([hidden]) .marker").all():
        assert marker.evaluate(BOX)[3] >= 48
    eszter.touch(eszter.button("goes silent", ".tagpad:not([hidden])"))
    expect(own).to_have_count(before + 1)
    expect(eszter.page.locator("[data-zone=withdrawal]")).to_be_visible()

    # Without looking: two halves, felt, and nothing opens.
    eszter.presses("Without looking")
    left, right = (
        eszter.page.locator(f"[data-zone={z}]").evaluate(BOX)
        for z in ("withdrawal", "confrontation")
    )
    assert right[0] > left[0] + left[2] - 1, "side by side"
    assert min(left[2], right[2]) > 150
    assert min(left[3], right[3]) > 180
    taps_zone(eszter, "withdrawal")
    taps_zone(eszter, "confrontation")
    expect(own).to_have_count(before + 3)
    assert eszter.page.evaluate("window.felt") == [1, 3]
    expect(eszter.page.locator("[data-zone=inner]")).to_be_visible()
    eszter.sees("confrontation,", "[data-pad-said]")
    faults = faults_of(eszter, "the halves")

    # Contact, and a shift: one tap each.
    eszter.presses("Lost contact")
    eszter.sees("contact lost", "#own-moments")
    eszter.presses("Back in contact")
    expect(eszter.button("Lost contact")).to_be_visible()
    eszter.sees(re.compile(r"contact lost, \d+ s"), "#own-moments")
    eszter.presses("A shift in state")
    eszter.sees("a shift in state", "#own-moments")
    faults += faults_of(eszter, "what else was noticed")
    eszter.reloads()
    eszter.is_connected()
    expect(eszter.page.locator("[data-pad][data-eyes-free]")).to_have_count(1)
    eszter.presses("Without looking")

    # The same by keys alone, and taken back.
    marks = mirela.page.locator(".own #own-marks ul.own-tags > li:not([data-gone])")
    had = marks.count()
    body = mirela.page.locator("body")
    body.press("2")
    expect(mirela.page.locator(".own [data-level='2'][data-family=confrontation]")).to_be_visible()
    mirela.page.keyboard.press("o")
    expect(mirela.page.locator(".own [data-level='2'][data-family=withdrawal]")).to_be_visible()
    mirela.page.keyboard.press("a")
    expect(marks).to_have_count(had + 1)
    body.press("1")
    mirela.page.keyboard.press("Backspace")
    body.press("4")
    mirela.sees("contact lost", "#own-moments")
    body.press("5")
    mirela.sees("a shift in state", "#own-moments")
    expect(marks).to_have_count(had + 1)
    assert not faults, "\n".join(faults)


def test_the_dial_says_nothing_until_it_is_moved(room: Watching) -> None:
    mirela, eszter = room.mirela, room.phone("Eszter")
    mirela.goes_to_part("Watching")
    eszter.is_in("Watching")
    mirela.plays()
    eszter.unfolds(eszter.page.locator("details.dial"))
    dial = eszter.page.locator("[data-dial] input")
    eszter.sees("No data", "[data-dial] output")
    expect(eszter.page.locator(".trace")).to_have_count(0)
    dial.focus()
    eszter.page.keyboard.press("ArrowRight")
    eszter.page.keyboard.press("ArrowRight")
    eszter.sees("It counts now: +2", "[data-dial] output")
    expect(eszter.page.locator("#own-moments .trace-line")).not_to_have_count(0)
    mirela.pauses()
    mirela.does_not_see("How close it felt")
    assert not (faults := faults_of(eszter, "the dial")), "\n".join(faults)


def test_words_that_read_like_theory_are_asked_about_once_and_saved_unchanged(
    room: Watching,
) -> None:
    """C-60: Femi's line of the script, and somebody who would leave it so."""
    mirela, eszter = room.mirela, room.phone("Dao")
    mirela.goes_to_part("How it feels")
    eszter.is_in("How it feels")
    save = re.compile("^Save")
    eszter.writes("Or in your own word", "looks like an avoidant style")
    eszter.touch(eszter.button(save, "#affect-form"))
    eszter.sees("Is there a feeling under it", "#affect-form")
    mirela.does_not_see("avoidant")
    eszter.writes("Or in your own word", "want to rescue")
    eszter.presses(save, "#affect-form")
    mirela.sees("want to rescue", ".affects")
    eszter.writes("Or in your own word", "an avoidant style")
    eszter.touch(eszter.button(save, "#affect-form"))
    eszter.sees("Is there a feeling under it", "#affect-form")
    eszter.presses(save, "#affect-form")
    mirela.sees("an avoidant style", ".affects")


def test_the_groups_notes_are_typed_together(room: Watching) -> None:
    mirela, dao, eszter = room.mirela, room.phone("Dao"), room.phone("Eszter")
    for phone in (dao, eszter):
        phone.unfolds(phone.page.locator("#group-notes"))
    dao.page.locator("#group-note-words").fill("half a th")
    eszter.writes("A line for all of us", "We all waited for her.")
    eszter.presses("Add", "#group-notes")
    dao.sees("We all waited for her.", "#group-notes")
    expect(dao.page.locator("#group-note-words")).to_have_value("half a th")
    expect(dao.page.locator("#group-notes .lines details:visible")).to_have_count(0)
    expect(eszter.page.locator("#group-notes .lines details:visible")).to_have_count(1)
    mirela.unfolds(mirela.page.locator("#group-notes"))
    mirela.sees("We all waited for her.", "#group-notes")


def test_stop_is_one_thing_and_then_a_choice(room: Watching) -> None:
    """The presenter plays in an exercise: out of it in two taps; the others see only a pause."""
    mirela, chiara = room.mirela, room.phone("Chiara")
    expect(chiara.page.get_by_role("button", name=re.compile("stop", re.IGNORECASE))).to_have_count(
        1
    )
    chiara.presses("Stop", ".thumb")
    expect(chiara.button("Leave the exercise", ".thumb")).to_be_visible()
    faults = faults_of(chiara, "a choice")
    mirela.sees("Paused")
    chiara.presses("Leave the exercise", ".thumb")
    expect(chiara.button("Stop", ".thumb")).to_be_visible()
    mirela.no_longer_sees("Paused.")
    assert not faults, "\n".join(faults)
