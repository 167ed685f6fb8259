"""A clip is marked to the picture: by keys alone, by hand, and on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.companion import Trainee
from tests.browser.house import House
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.stage import LAPTOP, PHONE, Stage

pytestmark = pytest.mark.browser

BY_HAND = LAPTOP | {"has_touch": True}
#: Notes every picture that comes on the screen from now on, in seconds of the film.
NOTE_PICTURES = """() => {
  const video = document.querySelector('video');
  window.seen = [];
  const next = (now, {mediaTime}) => {
    window.seen.push(mediaTime);
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
}"""


def editor(stage: Stage, house: House, like: dict[str, Any]) -> Page:
    """The supervisor's screen, where a stretch of a demo film is to be chosen."""
    mirela = stage.device(Trainee, "supervisor", like, **MAY_BE_MEASURED)
    mirela.follows_the_link()
    page = mirela.page
    page.goto(f"{house.base}/groups/1/films")
    page.locator(".film-card a").first.click()
    # The film is being prepared: its page comes anew when it is there.
    page.get_by_role("button", name="Choose a stretch").click()
    expect(page.locator("[data-cutting]")).to_be_visible()
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    return page


def stands_at(page: Page, time: str) -> None:
    expect(page.locator("[data-here]")).to_have_text(time)
    page.wait_for_function("!document.querySelector('video').seeking")


def press(page: Page, *keys: str) -> None:
    """One after the other, each picture shown before the next key."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_function("!document.querySelector('video').seeking")


def values(page: Page) -> tuple[str, str]:
    return page.get_by_label("From", exact=True).input_value(), page.get_by_label(
        "To", exact=True
    ).input_value()


def test_marked_to_the_picture_by_keys_alone_and_played_within_its_marks(
    stage: Stage, house: House
) -> None:
    page = editor(stage, house, BY_HAND)
    assert page.locator("[data-cutting]").get_attribute("data-picture") == "40.0"
    press(page, "l", "l", "ArrowRight", "ArrowRight", "ArrowRight")
    stands_at(page, "0:10.12")
    press(page, "i")
    press(page, "l", "ArrowLeft", "Shift+ArrowRight")
    stands_at(page, "0:16.08")
    press(page, "o")
    # The picture that was seen is the last of the clip.
    assert values(page) == ("0:10.12", "0:16.12")
    expect(page.locator("[data-said]")).to_contain_text("it is 0:06.0 long")

    # A mark that has the focus is moved by its own arrows, and shows its picture.
    page.get_by_role("slider", name="Where the clip ends").focus()
    press(page, "ArrowRight", "Shift+ArrowLeft")
    assert values(page) == ("0:10.12", "0:15.16")
    stands_at(page, "0:15.12")
    expect(page.locator("[data-handle=out_ms]")).to_have_attribute("aria-valuetext", "0:15.16")

    page.evaluate(NOTE_PICTURES)
    page.keyboard.press("p")
    page.wait_for_function("window.seen.length > 40")
    page.wait_for_function("document.querySelector('video').paused")
    stands_at(page, "0:15.12")
    seen = [round(moment * 1000) for moment in page.evaluate("window.seen")]
    assert min(seen) == 10_120
    assert max(seen) == 15_120

    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("the picture you see is the last of the clip")
    page.keyboard.press("Escape")
    page.get_by_label("Title", exact=True).fill("לפני השתיקה")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Change לפני השתיקה").click()
    assert values(page) == ("0:10.12", "0:15.16")
    # A split is offered at the picture that is seen.
    expect(page.locator("#split-at_ms")).to_have_value("0:10.12")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#split-at_ms")).to_have_value("0:10.16")


def test_marks_are_pulled_and_never_cross(stage: Stage, house: House) -> None:
    page = editor(stage, house, BY_HAND)
    grip = page.locator("[data-handle=in_ms]")
    grip.scroll_into_view_if_needed()
    line = page.locator("[data-surface]").bounding_box()
    start = grip.bounding_box()
    assert line
    assert start
    middle_y = start["y"] + start["height"] / 2
    page.mouse.move(start["x"] + 20, middle_y)
    page.mouse.down()
    page.mouse.move(start["x"] + 20 + line["width"] / 4, middle_y, steps=4)
    page.mouse.up()
    begins, ends = (read(value) for value in values(page))
    whole = int(page.locator("[data-cutting]").get_attribute("data-duration") or 0)
    assert begins % 40 == 0
    assert abs(begins - whole / 4) < whole / 50
    # Beyond the other mark it goes no further than to one picture.
    box = grip.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, middle_y)
    page.mouse.down()
    page.mouse.move(line["x"] + line["width"] + 300, middle_y, steps=4)
    page.mouse.up()
    begins, ends = (read(value) for value in values(page))
    assert 0 < ends - begins <= 80
    expect(page.get_by_text("A clip has at least 5 seconds.")).to_be_visible()


def read(time: str) -> int:
    minutes, seconds = time.split(":")
    return int(minutes) * 60_000 + round(float(seconds) * 1000)


def test_on_a_phone_everything_is_under_the_thumb(stage: Stage, house: House) -> None:
    page = editor(stage, house, PHONE)
    for button in page.locator("[data-cutting] :is(button, [role=slider]):visible").all():
        box = button.bounding_box()
        assert box, button
        assert min(box["width"], box["height"]) >= 44, button.inner_text()
    page.get_by_role("button", name="Five seconds on", exact=False).first.tap()
    stands_at(page, "0:05.0")
    page.get_by_role("button", name="From here").tap()
    page.get_by_role("button", name="Look closer").tap()
    assert values(page)[0] == "0:05.0"
    # Where the film is touched, it goes.
    # The film itself stays in sight above, over what is scrolled beneath it.
    page.evaluate("window.scrollTo(0, 0)")
    page.locator("[data-whole]").scroll_into_view_if_needed()
    box = page.locator("[data-surface]").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[data-here]")).not_to_have_text("0:05.0")
    (screen,) = stage.screens
    assert not faults_of(screen, "marking a clip")


def test_quiet_spans_and_small_pictures_come_along(stage: Stage, house: House) -> None:
    page = editor(stage, house, BY_HAND)
    with page.expect_response(re.compile(r"/pictures/0$")) as sheet:
        page.reload()
    assert sheet.value.ok
    assert sheet.value.headers["content-type"] == "image/jpeg"
