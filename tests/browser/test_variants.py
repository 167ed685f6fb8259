"""Harder evenings than the acceptance script's: what differs before the people's own screens.

The others of these variants are played where their noun is tested; docs/acceptance.md says where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.earlier import has_a_patient, leads_too, times_it_was_played
from tests.browser.evening import BENS_FILM, Evening
from tests.browser.half_run import half_run
from tests.browser.house import House
from tests.browser.screens import Screen
from tests.browser.stage import LAPTOP, Stage

pytestmark = pytest.mark.browser

#: Nothing shows the film any more, and nothing of it sounds.
IS_GONE = "() => [...document.querySelectorAll('video')].every((film) => film.paused)"
#: A second page presses its button at the very same time.
PRESS_AT = """at => setTimeout(
  () => document.querySelector("[data-film-do=toggle]").click(), at - Date.now())"""
FOCUSED = "one => one.contains(document.activeElement)"


@pytest.fixture
def evening(stage: Stage) -> Evening:
    evening = Evening(stage)
    evening.begins()
    return evening


def runs_everywhere(evening: Evening, ben: Trainee, *phones: Trainee) -> None:
    evening.shows_the_film_of(ben)
    evening.mirela.turns("Phones see the film")
    evening.mirela.plays()
    evening.wall.film_runs_past(20.5)
    for phone in phones:
        expect(phone.page.locator("video")).to_have_js_property("paused", False)


def stands_everywhere(screens: Sequence[Screen]) -> None:
    for screen in screens:
        screen.page.wait_for_function(IS_GONE)


def test_the_presenter_withdraws_the_clip_mid_view(evening: Evening) -> None:
    ben, dao = evening.comes("Ben"), evening.comes("Dao")
    mirela, wall = evening.mirela, evening.wall
    runs_everywhere(evening, ben, dao)
    ben.stops_everything()
    ben.presses("Take the clip back", ".thumb", sure=True)
    stands_everywhere((mirela, wall, ben, dao))
    wall.is_not_paused()
    expect(wall.film).to_be_hidden()
    expect(dao.page.locator("video")).to_have_count(0)
    mirela.sees("No film is at work.")
    expect(mirela.button("Play")).to_have_count(0)
    for screen in (wall, dao):
        for told in ("taken back", "Ben has", "Paused"):
            screen.does_not_see(told)
    evening.moves_to("Choosing a case")
    ben.sees("It is not shown.")
    ben.presses("I would like to show it after all")
    mirela.offers(BENS_FILM)
    ben.sees("Would you like to show this?")


def test_a_consent_is_withdrawn_while_the_film_plays(house: House, stage: Stage) -> None:
    """It stands still on every screen long before a minute is over."""
    number = has_a_patient(house, BENS_FILM)
    evening = Evening(stage)
    evening.begins()
    ben, dao = evening.comes("Ben"), evening.comes("Dao")
    runs_everywhere(evening, ben, dao)
    context = evening.mirela.context
    desk = stage.window(Supervisor(stage, "Mirela at her desk", context, context.new_page()))
    desk.page.goto(f"{house.base}/films/{number}")
    # What the players were reading is broken off.
    for screen in (evening.mirela, evening.wall, ben, dao):
        stage.watch.expect(screen.name, "status of 404", "ERR_", "status of 403")
    desk.withdraws_the_consent()
    stands_everywhere((evening.mirela, evening.wall, ben, dao))
    expect(evening.mirela.button("Play")).to_have_count(0)
    for screen in (evening.wall, dao):
        screen.does_not_see("consent")


def test_two_supervisors_press_play_together(house: House, stage: Stage) -> None:
    leads_too(house, "Chiara")
    evening = Evening(stage)
    evening.begins()
    ben = evening.comes("Ben")
    evening.shows_the_film_of(ben)
    mirela, wall = evening.mirela, evening.wall
    chiara = stage.device(Supervisor, "Chiara", LAPTOP)
    chiara.signs_in_with(house.links["chiara"])
    chiara.presses("To the console Thursday group (demo)")
    chiara.is_at_the_console()
    expect(chiara.button("Play", "[data-film-controls]")).to_be_visible()
    before = times_it_was_played(house)
    both = (mirela, chiara)
    at = mirela.page.evaluate("() => Date.now() + 400")
    for console in both:
        console.page.evaluate(PRESS_AT, at)
    wall.film_runs_past(21)
    for console in both:
        expect(console.button("Pause", "[data-film-controls]")).to_be_visible()
    assert times_it_was_played(house) == before + 1
    chiara.pauses()
    wall.film_stands()
    expect(mirela.button("Play", "[data-film-controls]")).to_be_visible()


def test_the_patient_player_says_stop_in_role(house: House, stage: Stage) -> None:
    """In the demo group's half-run role play: whoever plays stops for real, and steps out."""
    mirela, chiara, eszter = half_run(house, stage, "Chiara", "Eszter")
    wall = mirela.opens_the_wall()
    chiara.stops_everything()
    for screen in (mirela, wall, chiara, eszter):
        screen.sees("Paused")
    for screen in (wall, eszter):
        screen.does_not_see("Chiara has asked")
    expect(mirela.page.locator("#now [data-command='rotation.finish']")).to_have_count(0)
    chiara.presses("Leave the exercise", ".thumb")
    for screen in (wall, eszter):
        screen.no_longer_sees("Paused")
    mirela.sees("Chiara has not stepped out of the role yet.")
    chiara.presses("I am myself again")
    expect(mirela.page.get_by_text("has not stepped out")).to_have_count(0)
    eszter.does_not_see("Chiara has")


def test_the_same_person_on_two_devices(evening: Evening) -> None:
    ben, phone = evening.comes("Ben"), evening.comes("Aditi")
    laptop = evening.stage.device(Trainee, "Aditi", LAPTOP | {"has_touch": True})
    (token,) = re.findall(r"/link/(\S+)", evening.stage.house.run("link", "aditi"))
    laptop.signs_in_with(f"{evening.stage.house.base}/link/{token}")
    laptop.joins(evening.code)
    evening.mirela.sees_here("Mirela", "Ben", "Aditi")
    evening.shows_the_film_of(ben)
    phone.tags("withdrawal", "goes silent")
    laptop.has_marks("goes silent")
    laptop.page.locator("body").press("2")
    laptop.page.keyboard.press("Escape")
    for device in (phone, laptop):
        expect(device.marks).to_have_count(2)
    laptop.page.close()
    evening.mirela.sees_here("Mirela", "Ben", "Aditi")
    phone.reloads()
    expect(phone.marks).to_have_count(2)


def test_names_in_right_to_left_script(house: House, stage: Stage) -> None:
    """A name turns itself around, and nothing beside it."""
    mirela, leila = half_run(house, stage, "member")
    wall = mirela.opens_the_wall()
    mirela.goes_to_part("Check-in")
    leila.is_in("Check-in")
    leila.writes("A word for how you are", "قلقة")
    leila.writes("Since we last met", "سكتُّ معه.")
    leila.presses("Save again")
    mirela.sees("سكتُّ معه.", ".board")
    name = leila.page.locator(".name[dir=auto]")
    person = mirela.page.locator(".person[data-presence=here]").filter(has_text="ليلى")
    expect(person).to_have_count(1)
    _turns_around_alone(person.locator(".name"), person.locator(".person-state"))
    mirela.goes_to_part("Exercise")
    leila.is_in("Exercise")
    for shown in (*name.all(), *wall.page.locator(".name:visible").all()):
        assert shown.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"


def _turns_around_alone(name: Locator, beside: Locator) -> None:
    assert name.evaluate("one => one.matches(':dir(rtl)')")
    assert beside.evaluate("one => one.matches(':dir(ltr)')")
    assert name.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"


def test_a_screen_reader_user_tags_by_keyboard(evening: Evening) -> None:
    """All of it by Tab, Enter and what has a name; the focus is never lost, and what became of a
    mark is said."""
    ben = evening.comes("Ben")
    aditi = evening.stage.device(Trainee, "Aditi", LAPTOP | {"has_touch": True})
    aditi.follows_the_link()
    aditi.joins(evening.code)
    evening.shows_the_film_of(ben)
    page, keys = aditi.page, aditi.page.keyboard
    pad = page.get_by_role("region", name="Your marks")
    aditi.tabs_to(pad.get_by_role("button", name=re.compile("^withdrawal")))
    keys.press("Enter")
    expect(pad.get_by_role("heading", name="Withdrawal")).to_be_visible()
    assert pad.evaluate(FOCUSED)
    expect(pad.get_by_role("status").filter(visible=True)).to_have_text("Saved")
    aditi.tabs_to(pad.get_by_role("button", name=re.compile("^goes silent")))
    keys.press("Enter")
    expect(pad.get_by_role("button", name=re.compile("^withdrawal"))).to_be_focused()
    own = page.get_by_role("region", name="Marks of mine")
    expect(own.get_by_role("listitem")).to_have_count(1)
    expect(own.get_by_role("listitem")).to_contain_text("goes silent")
    aditi.tabs_to(page.get_by_role("button", name="Without looking"))
    keys.press("Enter")
    aditi.tabs_to(pad.get_by_role("button", name=re.compile("^confrontation")))
    keys.press("Enter")
    expect(pad.get_by_role("alert")).to_have_text("confrontation, 0:20")
    expect(own.get_by_role("listitem")).to_have_count(2)
    undo = own.get_by_role("button", name="Undo").first
    aditi.tabs_to(undo)
    keys.press("Enter")
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate(FOCUSED)
    aditi.tabs_to(dialog.get_by_role("button", name="Yes"))
    keys.press("Enter")
    expect(aditi.marks).to_have_count(1)
    # What has just become another button takes no press for a moment: half a double tap is none.
    expect(own.locator("form[data-settling]")).to_have_count(0)
    aditi.tabs_to(own.get_by_role("button", name="Put back", exact=True))
    keys.press("Enter")
    expect(aditi.marks).to_have_count(2)
