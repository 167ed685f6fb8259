"""What a person has typed or tapped is theirs until it is kept, and then it is there once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.evening import Evening
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

#: What the page has put away comes back after longer than the page waits for it.
SLOW_TO_OPEN = """(() => {
  const listen = IDBOpenDBRequest.prototype.addEventListener;
  IDBOpenDBRequest.prototype.addEventListener = function (kind, hear, also) {
    const late = (event) => setTimeout(() => hear.call(this, event), 5000);
    return listen.call(this, kind, kind === "success" ? late : hear, also);
  };
})()"""


@pytest.fixture
def evening(stage: Stage) -> Evening:
    evening = Evening(stage)
    evening.begins()
    return evening


def test_half_typed_words_survive_what_the_others_do(evening: Evening) -> None:
    aditi, ben = evening.comes("Aditi"), evening.comes("Ben")
    evening.mirela.goes_on_to("Check-in")
    aditi.chooses("3", ".scale")
    aditi.writes("A word for how you are", "half a")
    ben.checks_in(7, "curious", "maybe")
    aditi.sees("curious")
    expect(aditi.page.get_by_label("A word for how you are")).to_have_value("half a")
    expect(aditi.page.locator("input[name=calm][value='3']")).to_be_checked()
    expect(aditi.page.get_by_label("A word for how you are")).to_be_focused()


def test_what_waits_goes_out_once_after_a_reload(evening: Evening) -> None:
    """The phone loses contact, is used, and throws its page away before it is back."""
    ben = evening.comes("Ben")
    aditi = evening.comes("Aditi")
    evening.shows_the_film_of(ben)
    with aditi.out_of_contact():
        aditi.tags("withdrawal", "goes silent")
        aditi.tags("withdrawal", "says very little")
        aditi.is_told("Kept on this device; goes out when it is back")
        # Two taps each: the mark, and what it was.
        aditi.keeps(4)
        aditi.is_put_to_sleep()
    aditi.has_marks("says very little", "goes silent")
    aditi.reloads()
    aditi.has_marks("says very little", "goes silent")
    aditi.keeps(0)


def test_what_waits_goes_out_where_the_device_is_slow_to_give_it_back(evening: Evening) -> None:
    """Longer than a tap may be kept waiting for it."""
    evening.mirela.goes_on_to("Check-in")
    aditi = evening.comes("Aditi")
    with aditi.out_of_contact():
        aditi.writes("A word for how you are", "restless")
        aditi.touch(aditi.button("Save"))
        aditi.keeps(1)
        aditi.is_put_to_sleep()
        aditi.context.add_init_script(SLOW_TO_OPEN)
    evening.mirela.sees("restless", ".board")
    aditi.keeps(0)


def test_two_tabs_of_one_person(evening: Evening) -> None:
    """Both show the same; what waits goes out once, by whichever is back first; both hear of it."""
    evening.mirela.goes_on_to("Check-in")
    one = evening.comes("Aditi")
    holds_back = one.can_be_held_back()
    two = one.opens_another_tab()
    one.checks_in(4, "irritated", "maybe")
    expect(two.button("Save again")).to_be_visible()
    expect(two.page.get_by_label("A word for how you are")).to_have_value("irritated")
    with two.out_of_contact():
        one.is_not_connected()
        one.writes("A word for how you are", "calmer")
        one.touch(one.button("Save again"))
        one.is_told("Kept on this device; goes out when it is back")
        holds_back.append("until the other has sent it")
    evening.mirela.sees("calmer", ".board")
    two.keeps(0)
    holds_back.clear()
    one.is_connected()
    for tab in (one, two):
        tab.is_answered()
        expect(tab.page.get_by_label("A word for how you are")).to_have_value("calmer")
    # The field that one has typed into follows again what is kept.
    two.writes("A word for how you are", "calmest")
    two.presses("Save again")
    expect(one.page.get_by_label("A word for how you are")).to_have_value("calmest")
    two.page.close()
    evening.mirela.sees_here("Mirela", "Aditi")
