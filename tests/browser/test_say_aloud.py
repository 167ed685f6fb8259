"""The presenter says aloud what comes back to them, on their own phone (C-83)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.companion import Trainee
from tests.browser.house import House
from tests.browser.looking import faults_of
from tests.browser.stage import Stage
from tests.browser.test_viewing import Watching

pytestmark = pytest.mark.browser
RECORD, ENOUGH = "Record what I say", "Enough: keep it"
OFFER = "Say it aloud: this phone records"
TOLD = "Chiara’s phone may be recording what comes back to them."
#: Whether this browser can play what the server gives out.
PLAYS = """one => new Promise((resolve) => {
  one.addEventListener("loadedmetadata", () => resolve("plays"));
  one.addEventListener("error", () => resolve(one.error.message));
  one.load();
})"""
NOT_SECURE = "Object.defineProperty(window, 'isSecureContext', { get: () => false });"
TOO_OLD = "delete window.MediaRecorder;"


@pytest.fixture
def room(house: House, stage: Stage) -> Watching:
    return Watching(house, stage)


def narrating(room: Watching, *, with_microphone: bool = True, script: str = "") -> Trainee:
    chiara = room.phone("Chiara")
    if script:
        chiara.context.add_init_script(script)
        chiara.page.reload()
        chiara.is_in_the_room()
    if with_microphone:
        chiara.context.grant_permissions(["microphone"])
    room.mirela.goes_to_part("Watching")
    chiara.is_in("Watching")
    chiara.presses("Write down what comes back to me")
    expect(chiara.button("Stop narrating")).to_be_visible()
    return chiara


def turns_it_on(chiara: Trainee) -> None:
    chiara.presses(OFFER, sure=True)
    expect(chiara.button(RECORD)).to_be_visible()


def says_something(chiara: Trainee) -> None:
    chiara.presses(RECORD)
    expect(chiara.button(ENOUGH)).to_have_attribute("aria-pressed", "true")
    expect(chiara.page.locator("[data-seconds]")).to_have_text(re.compile("[1-9] s"))
    chiara.presses(ENOUGH)
    expect(chiara.button(RECORD)).to_be_visible()


def recordings(screen: Trainee) -> Locator:
    return screen.page.locator("#my-narration audio")


def test_it_is_recorded_told_to_the_room_heard_and_deleted(room: Watching) -> None:
    chiara, dao = narrating(room), room.phone("Dao")
    dao.does_not_see(TOLD)
    turns_it_on(chiara)
    dao.sees(TOLD)
    room.mirela.sees(TOLD)
    says_something(chiara)
    expect(recordings(chiara)).to_have_count(1)
    chiara.sees("Kept", "#say-aloud")
    assert recordings(chiara).first.evaluate(PLAYS) == "plays"
    assert room.mirela.page.locator("#narration-lines audio").first.evaluate(PLAYS) == "plays"
    assert dao.page.locator("audio[src*=narration]").count() == 0
    faults = faults_of(chiara, "saying it aloud")
    assert not faults, "\n".join(faults)

    chiara.touch(chiara.page.locator("[data-forget-sound]"))
    chiara.touch(chiara.page.get_by_role("dialog").get_by_role("button", name="Yes"))
    expect(recordings(chiara)).to_have_count(0)
    chiara.presses("Stop narrating")
    dao.no_longer_sees(TOLD)


def test_without_contact_it_waits_on_the_phone_and_goes_out_later(room: Watching) -> None:
    chiara = narrating(room)
    turns_it_on(chiara)
    with chiara.out_of_contact():
        says_something(chiara)
        chiara.sees("it waits on this phone", "#say-aloud")
        expect(recordings(chiara)).to_have_count(0)
    expect(recordings(chiara)).to_have_count(1)
    chiara.sees("Kept", "#say-aloud")


def test_whoever_reloads_the_page_meanwhile_loses_nothing(room: Watching) -> None:
    chiara = narrating(room)
    turns_it_on(chiara)
    room.stage.watch.expect("Chiara", "ERR_FAILED")
    chiara.page.route("**/narration?*", lambda route: route.abort())
    says_something(chiara)
    chiara.sees("it waits on this phone", "#say-aloud")
    chiara.page.unroute("**/narration?*")
    chiara.page.reload()
    expect(recordings(chiara)).to_have_count(1)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (NOT_SECURE, "This page came without HTTPS, so the browser gives it no microphone."),
        (TOO_OLD, "This browser cannot record."),
    ],
)
def test_where_the_browser_cannot_it_says_so_and_writing_is_there(
    room: Watching, script: str, words: str
) -> None:
    chiara = narrating(room, script=script)
    chiara.sees(words, "#aloud")
    expect(chiara.button(OFFER)).to_be_hidden()
    expect(chiara.button("Keep this line")).to_be_visible()


def test_where_the_microphone_is_refused_it_says_so(room: Watching) -> None:
    chiara = narrating(room, with_microphone=False)
    turns_it_on(chiara)
    chiara.presses(RECORD)
    chiara.sees("was not allowed to use the microphone", "#say-aloud")
    expect(chiara.button(RECORD)).to_be_visible()
