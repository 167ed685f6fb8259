"""Words that somebody typed are never nowhere: half typed, refused, or shut out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.evening import BENS_FILM, Evening
from tests.browser.looking import MAY_BE_MEASURED, faults_of
from tests.browser.stage import PHONE, Stage

pytestmark = pytest.mark.browser
WORD = "A word for how you are"
SINCE = "Since we last met"
TAKE = "What I take with me from today"
MINE = "What of this is mine to use, and what is not?"
TOO_LONG = "I take with me that " + "silence is not nothing, " * 21


@pytest.fixture
def evening(stage: Stage) -> Evening:
    evening = Evening(stage, **MAY_BE_MEASURED)
    evening.begins()
    return evening


def comes(evening: Evening, name: str) -> Trainee:
    trainee = evening.stage.device(Trainee, name, PHONE, **MAY_BE_MEASURED)
    trainee.follows_the_link()
    trainee.joins(evening.code)
    return trainee


def tray(screen: Trainee) -> Locator:
    return screen.page.locator(".tray")


def caret(field: Locator) -> list[int]:
    at: list[int] = field.evaluate("one => [one.selectionStart, one.selectionEnd, one.scrollTop]")
    return at


def test_a_field_being_typed_in_stays_as_it_is_while_the_screen_is_drawn(evening: Evening) -> None:
    """Caret, selection, what was scrolled, and the line under the finger; even where it moves."""
    mirela = evening.mirela
    aditi, ben = comes(evening, "Aditi"), comes(evening, "Ben")
    mirela.goes_on_to("Check-in")
    field = aditi.page.get_by_label(SINCE)
    field.fill("\n".join(f"line {number}" for number in range(30)))
    field.evaluate(
        """one => { one.setSelectionRange(12, 31, "backward"); one.scrollTop = 40;
                    one.scrollIntoView({ block: "center" }); }"""
    )
    before = caret(field)
    top = field.evaluate("one => one.getBoundingClientRect().top")
    ben.checks_in(7, "curious", "maybe")
    aditi.sees("curious")
    expect(field).to_be_focused()
    assert caret(field) == before
    assert abs(field.evaluate("one => one.getBoundingClientRect().top") - top) <= 1
    # The whole form is drawn in another place, as another element, and the field with it.
    aditi.page.evaluate(
        """async () => {
             const { changed } = await import(document.querySelector("script[type=module]").src
               .replace("main.js", "screen.js"));
             const region = document.querySelector("main[data-audience]");
             const fresh = document.createElement("div");
             fresh.innerHTML = region.innerHTML.replaceAll(/<textarea([^>]*)>[^]*?<[/]textarea>/g,
               "<textarea$1></textarea>");
             const form = fresh.querySelector("form[data-command='check_in.save']");
             const moved = document.createElement("section");
             fresh.querySelector("#one").append(moved);
             moved.append(form);
             changed({ audience: region.dataset.audience, html: fresh.innerHTML,
                       revision: Number(region.dataset.revision) + 1 });
           }"""
    )
    expect(aditi.page.locator("#one > section textarea")).to_have_count(1)
    expect(field).to_be_focused()
    assert caret(field)[:2] == before[:2]
    assert "line 29" in field.input_value()


def test_half_typed_words_come_back_with_their_form(evening: Evening) -> None:
    """After the room went on and came back, and after a reload."""
    aditi = comes(evening, "Aditi")
    evening.mirela.goes_on_to("Check-in")
    aditi.chooses("6", ".scale")
    aditi.writes(SINCE, "I tried the question and then")
    evening.moves_to("Choosing a case")
    aditi.is_in("Choosing a case")
    evening.moves_to("Check-in")
    expect(aditi.page.get_by_label(SINCE)).to_have_value("I tried the question and then")
    aditi.sees("This is what you had begun to write. It is not sent yet.")
    aditi.reloads()
    aditi.is_connected()
    expect(aditi.page.get_by_label(SINCE)).to_have_value("I tried the question and then")
    expect(aditi.page.locator(".scale input[name='calm'][value='6']")).to_be_checked()
    aditi.presses("Save")
    expect(aditi.button("Save again")).to_be_visible()
    evening.mirela.sees("I tried the question and then", ".board")
    aditi.reloads()
    aditi.is_connected()
    expect(aditi.page.locator("form > .notice")).to_have_count(0)


def test_what_is_touched_before_the_scripts_are_there_takes_no_draft_away(evening: Evening) -> None:
    aditi = comes(evening, "Aditi")
    evening.mirela.goes_on_to("Check-in")
    aditi.writes(SINCE, "I tried the question and then")
    on_its_way: list[Route] = []
    may_come = False

    def on_a_slow_line(route: Route) -> None:
        if may_come:
            route.continue_()
        else:
            on_its_way.append(route)

    aditi.page.route("**/js/room/joined.js*", on_a_slow_line)
    aditi.page.reload(wait_until="domcontentloaded")
    aditi.chooses("6", ".scale")
    may_come = True
    for route in on_its_way:
        route.continue_()
    aditi.is_connected()
    expect(aditi.page.get_by_label(SINCE)).to_have_value("I tried the question and then")
    expect(aditi.page.locator(".scale input[name='calm'][value='6']")).to_be_checked()


def test_refused_words_wait_to_be_corrected(evening: Evening, tmp_path: Path) -> None:
    aditi = comes(evening, "Aditi")
    evening.moves_to("Debrief")
    holds_back = aditi.can_be_held_back()
    holds_back.append("out of reach")
    evening.stage.watch.expect("Aditi", "ERR_INTERNET_DISCONNECTED", "WebSocket", "422")
    aditi.reloads()
    aditi.is_not_connected()
    writes_too_much(aditi)
    aditi.presses("Save")
    aditi.keeps(1)
    aditi.reloads()
    holds_back.clear()
    for _again in range(2):
        expect(tray(aditi)).to_have_text(re.compile("^\\s*Not taken: 1"))
        aditi.unfolds(tray(aditi))
        expect(tray(aditi).get_by_label(TAKE)).to_have_value(TOO_LONG)
        aditi.sees("Not saved yet: please look at what is marked.", ".tray")
        assert not faults_of(aditi, "what was not taken")
        aditi.reloads()
        aditi.is_connected()
    aditi.unfolds(tray(aditi))
    aditi.picture(tmp_path)
    aditi.touch(tray(aditi).get_by_role("button", name="Copy"))
    aditi.sees("Copied", ".tray")
    tray(aditi).get_by_label(TAKE).fill("silence is not nothing")
    aditi.touch(tray(aditi).get_by_role("button", name="Send again"))
    expect(tray(aditi)).to_be_hidden()
    evening.mirela.sees("silence is not nothing", "#now")
    aditi.keeps(0)


def writes_too_much(aditi: Trainee) -> None:
    """As a browser lets one whose page is of an earlier day, or who dictates."""
    aditi.page.get_by_label(TAKE).evaluate("one => one.removeAttribute('maxlength')")
    aditi.writes(TAKE, TOO_LONG)


def test_what_is_refused_where_it_stands_is_corrected_there(evening: Evening) -> None:
    aditi = comes(evening, "Aditi")
    evening.moves_to("Debrief")
    aditi.writes(MINE, "the pause")
    aditi.presses("Save")
    expect(aditi.page.locator("[aria-invalid=true]")).to_be_focused()
    expect(tray(aditi)).to_be_hidden()
    evening.moves_to("Presenter's check-out")
    expect(tray(aditi)).to_be_visible()
    evening.moves_to("Debrief")
    aditi.reloads()
    aditi.is_connected()
    aditi.unfolds(tray(aditi))
    aditi.touch(tray(aditi).get_by_role("button", name="Back into its form"))
    expect(tray(aditi)).to_be_hidden()
    expect(aditi.page.get_by_label(MINE).first).to_have_value("the pause")
    aditi.writes(TAKE, "to wait")
    aditi.presses("Save")
    evening.mirela.sees("the pause", "#now")
    aditi.reloads()
    aditi.is_connected()
    expect(tray(aditi)).to_be_hidden()


def test_what_was_refused_can_be_thrown_away(evening: Evening) -> None:
    aditi = comes(evening, "Aditi")
    evening.moves_to("Debrief")
    writes_too_much(aditi)
    aditi.presses("Save")
    evening.moves_to("Presenter's check-out")
    aditi.unfolds(tray(aditi))
    aditi.touch(tray(aditi).get_by_role("button", name="Throw away"))
    aditi.touch(aditi.page.get_by_role("dialog").get_by_role("button", name="Yes"))
    expect(tray(aditi)).to_be_hidden()
    aditi.reloads()
    aditi.is_connected()
    expect(tray(aditi)).to_be_hidden()


def test_a_press_of_a_while_ago_is_told_wherever_the_room_is_by_now(evening: Evening) -> None:
    ben = comes(evening, "Ben")
    evening.moves_to("Choosing a case")
    evening.mirela.offers(BENS_FILM)
    expect(ben.button("Yes, show it")).to_be_visible()
    with ben.out_of_contact():
        ben.presses("Yes, show it")
        ben.sees("Kept on this device; goes out when it is back", ".one")
    expect(tray(ben)).to_have_attribute("open", "")
    ben.sees("This was pressed a while ago. If it still fits, press it once more.", ".tray")
    ben.touch(tray(ben).get_by_role("button", name="All right"))
    expect(tray(ben)).to_be_hidden()
    expect(ben.page.locator("form > .notice")).to_have_count(0)
    ben.presses("Yes, show it")
    ben.sees("You are showing your work")


def test_whoever_is_removed_keeps_their_words(evening: Evening) -> None:
    """The screens close at once; what waits is refused in words, and can be copied."""
    aditi = comes(evening, "Aditi")
    evening.mirela.goes_on_to("Check-in")
    signed_in = aditi.context.storage_state()
    other = evening.stage.device(Trainee, "Aditi", PHONE, storage_state=signed_in)
    other.joins(evening.code)
    holds_back = aditi.can_be_held_back()
    holds_back.append("out of reach")
    evening.stage.watch.expect("Aditi", "ERR_INTERNET_DISCONNECTED", "WebSocket", "404", "403")
    aditi.reloads()
    aditi.is_not_connected()
    aditi.chooses("2", ".scale")
    aditi.presses("Save")
    aditi.keeps(1)
    aditi.writes(WORD, "unwelcome")
    aditi.presses("Save")
    aditi.keeps(2)
    removes(evening, "Aditi")
    other.sees("There is nothing here for you.")
    holds_back.clear()
    aditi.sees("This screen is closed to you now.", ".connection")
    expect(tray(aditi).get_by_label(WORD)).to_have_value("unwelcome")
    expect(tray(aditi).locator(".tray-what", has_text="You are not in this room.")).to_have_count(2)
    aditi.does_not_see("Check-in")
    aditi.touch(tray(aditi).get_by_role("button", name="All right"))
    aditi.reloads()
    aditi.sees("There is nothing here for you.")
    expect(tray(aditi).get_by_label(WORD)).to_have_value("unwelcome")
    expect(tray(aditi).get_by_role("button", name="Send again")).to_have_count(0)
    tray(aditi).get_by_role("button", name="Throw away").tap()
    aditi.presses("Yes")
    expect(tray(aditi)).to_be_hidden()


def test_whoever_is_removed_is_told_how_many_taps_were_not_taken(evening: Evening) -> None:
    """They waited while the page was shut, so the room never had a chance to refuse them."""
    aditi = comes(evening, "Aditi")
    evening.mirela.goes_on_to("Check-in")
    holds_back = aditi.can_be_held_back()
    holds_back.append("out of reach")
    evening.stage.watch.expect("Aditi", "ERR_INTERNET_DISCONNECTED", "WebSocket", "404", "403")
    aditi.reloads()
    aditi.is_not_connected()
    for waiting, calm in enumerate(("2", "3", "4"), start=1):
        aditi.chooses(calm, ".scale")
        aditi.presses("Save")
        aditi.keeps(waiting)
    where = aditi.page.url
    aditi.page.goto("about:blank")
    removes(evening, "Aditi")
    holds_back.clear()
    aditi.page.goto(where)
    aditi.sees("There is nothing here for you.")
    told = tray(aditi).locator(".tray-what")
    expect(told).to_have_count(1)
    expect(told).to_have_text(re.compile("Taps, .* that waited on this device .*: 3$"))
    aditi.reloads()
    expect(told).to_have_count(1)
    tray(aditi).get_by_role("button", name="All right").tap()
    expect(tray(aditi)).to_be_hidden()


def removes(evening: Evening, name: str) -> None:
    """On a page of the supervisor's own, beside the console."""
    desk = Supervisor(
        evening.stage, "Mirela", evening.mirela.context, evening.mirela.context.new_page()
    )
    evening.stage.window(desk)
    desk.goes_to_the_group("Thursday group (demo)")
    desk.page.get_by_role("link", name=f"Change {name}").click()
    desk.page.get_by_role("link", name="Remove from the group").click()
    desk.presses("Remove")
    desk.sees(f"{name} is no longer in the group.")
    expect(evening.mirela.page.locator(".person", has_text=name)).to_have_count(0)


def test_the_consoles_rows(evening: Evening, tmp_path: Path) -> None:
    """One row a person, on however many devices; how each is, in neutral words."""
    mirela = evening.mirela
    phone, laptop = comes(evening, "Aditi"), comes(evening, "Ben")
    tab = phone.opens_another_tab()
    row = mirela.page.locator(".person", has_text="Aditi")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("here")
    put_away = """hidden => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    phone.page.evaluate(put_away, True)
    expect(row).to_contain_text("here")
    tab.page.evaluate(put_away, True)
    expect(row).to_contain_text("asleep")
    phone.page.evaluate(put_away, False)
    expect(row).to_contain_text("here")
    laptop.page.close()
    expect(mirela.page.locator(".person", has_text="Ben")).to_contain_text("away")
    assert not faults_of(mirela, "the people")
    mirela.picture(tmp_path)
