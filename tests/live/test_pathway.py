"""The pathway board at its door: tapped on the console, lit on every screen, kept in the record."""

from __future__ import annotations

import re
from typing import Any

import pytest

from afttrainer import clock
from afttrainer.content.codes import PathwayState
from afttrainer.models import SupervisionSession, pathway
from tests.live.after_film import drawn, exercise_id, rotates
from tests.people import Phone, Site, person

SHARED = ("supervisor", "wall", "everyone")
HALF_DONE = re.compile(
    r"incomplete|unfinished|half done|not (yet )?(reached|resolved)|too soon", re.I
)


@pytest.fixture
def site(site: Site) -> Site:
    """Ben plays the patient; Aditi's turn has begun."""
    rotates(site)
    return site


@pytest.fixture
def console(site: Site) -> Phone:
    return site.console()


def tap(site: Site, who: Phone, state: str, **more: Any) -> Any:
    return who.do("pathway.tap", exercise=exercise_id(site), state=state, **more)


def states(site: Site) -> list[str]:
    return site.look(lambda room: [t.state.value for t in pathway.in_order(room.exercises[-1])])


def lit(html: str) -> str:
    return html.split("data-lit")[1].split("</li>")[0].split(">")[-1]


def test_the_entry_is_lit_before_anybody_has_tapped(site: Site) -> None:
    assert lit(drawn(site, "wall")) == "a sign of rupture"
    assert "draw attention to it" in drawn(site, "everyone")


def test_a_tap_lights_its_state_on_every_shared_screen(site: Site, console: Phone) -> None:
    aditi = site.phone("Aditi")
    console.heard()
    aditi.heard()
    assert tap(site, console, "avoidance")["ok"]

    assert {m["audience"] for m in console.heard()} == {"supervisor", "everyone"}
    assert [m["audience"] for m in aditi.heard()] == ["everyone"]
    assert lit(drawn(site, "wall")) == "moving off it"
    assert "ask what feels risky" in drawn(site, "everyone")
    board = drawn(site, "supervisor")
    pressed = board.split('value="avoidance"')[1].split(">")[0]
    assert 'aria-pressed="true"' in pressed
    assert board.count('name="state"') == 5


def test_the_board_is_the_supervisors_to_tap_and_never_the_walls(site: Site) -> None:
    for name in ("Aditi", "Ben"):
        assert not tap(site, site.phone(name), "avoidance")["ok"]
        assert "pathway.tap" not in drawn(site, name)
    for audience in ("wall", "everyone"):
        assert "pathway.tap" not in drawn(site, audience)
    assert states(site) == []


def test_a_tap_taken_back_is_gone_from_every_screen(site: Site, console: Phone) -> None:
    made = tap(site, console, "wish_or_need")["tap"]
    assert console.do("pathway.undo", exercise=exercise_id(site), tap=made)["ok"]
    assert lit(drawn(site, "wall")) == "a sign of rupture"
    assert "step-" not in drawn(site, "supervisor")
    again = console.do("pathway.undo", exercise=exercise_id(site), tap=made)
    assert "not on the board any more" in again["words"]


def test_which_wish_is_asked_where_there_is_one_and_only_of_who_writes(
    site: Site, console: Phone
) -> None:
    tap(site, console, "avoidance")
    assert "pathway.kind" not in drawn(site, "supervisor")
    made = tap(site, console, "wish_or_need")["tap"]
    board = drawn(site, "supervisor")
    assert "to be looked after" in board
    assert "to stand up for oneself" in board
    assert "angry and hurt" not in board
    for audience in ("wall", "everyone", "Ben", "Dao"):
        assert "pathway.kind" not in drawn(site, audience)
    said = {"exercise": exercise_id(site), "tap": made, "wish_kind": "wish_for_nurturance"}
    dao = site.phone("Dao")
    dao.heard()
    assert not dao.do("pathway.kind", **said)["ok"]
    assert console.do("pathway.kind", **said)["ok"]
    assert [m["audience"] for m in dao.heard()] == ["everyone"]
    assert "to be looked after" in drawn(site, "everyone")
    way = drawn(site, "supervisor").split('class="rows way"')[1].split("</table>")[0]
    assert "stands up for self" not in way
    assert "vulnerable, wants care" in way
    no = console.do("pathway.kind", **(said | {"wish_kind": "", "mixed_kind": "angry_hurt"}))
    assert "does not go with" in no["words"]
    assert console.do("pathway.kind", **(said | {"wish_kind": ""}))["ok"]
    assert "to be looked after" not in drawn(site, "everyone")


def test_what_is_no_state_comes_back_to_its_field(site: Site, console: Phone) -> None:
    for state in ("", "solved"):
        ack = tap(site, console, state)
        assert not ack["ok"]
        assert ack["fields"]["state"]


def test_of_two_leaders_at_once_the_second_is_told_where_it_stands(
    site: Site, console: Phone
) -> None:
    def appoint(room: SupervisionSession) -> None:
        person(room, "Chiara").membership.role = person(room, "Mirela").membership.role

    site.in_room(appoint)
    chiara = site.phone("Chiara", "console")
    shown = tap(site, console, "avoidance")["tap"]
    assert tap(site, chiara, "mixed_expression", shown=shown)["ok"]
    second = tap(site, console, "wish_or_need", shown=shown)
    assert "two things at once" in second["words"]
    assert states(site) == ["avoidance", "mixed_expression"]


def test_a_tap_from_while_it_ran_is_kept_after_the_end(site: Site, console: Phone) -> None:
    while_it_ran = clock.to_ms(clock.now())
    assert console.do("exercise.end", exercise=exercise_id(site))["ok"]
    assert tap(site, console, "avoidance", at=while_it_ran)["ok"]
    assert "not under way" in tap(site, console, "wish_or_need")["words"]
    assert states(site) == ["avoidance"]


def test_the_board_is_no_bar_of_progress(site: Site, console: Phone) -> None:
    """The plan beside it, on the console, has one for the time of each part."""
    tap(site, console, "avoidance")
    for audience in SHARED:
        html = drawn(site, audience)
        if audience == "supervisor":
            html = html.split('id="now"')[1].split('class="people"')[0]
        assert "moving off it" in html
        for bar in ("<progress", "<meter", "progressbar"):
            assert bar not in html, audience


@pytest.mark.parametrize("state", list(PathwayState))
def test_an_exercise_ends_in_any_state_without_a_word_about_it(
    site: Site, console: Phone, state: PathwayState
) -> None:
    """C-28: it need not lead anywhere, so nothing asks back, warns or calls it half done."""
    tap(site, console, state)
    board = drawn(site, "supervisor")
    assert "data-ask" not in board.split('data-command="exercise.end"')[1].split("<button")[0]
    ack = console.do("exercise.end", exercise=exercise_id(site))
    assert ack["ok"]
    assert "words" not in ack
    for audience in SHARED:
        assert 'id="pathway' not in drawn(site, audience)
    pages = [drawn(site, audience) for audience in (*SHARED, "Aditi", "Ben")]
    pages.append(site.browser("Dao").get(f"/supervision/{site.supervision_id}/record").text)
    assert [found[0] for page in pages if (found := HALF_DONE.search(page))] == []


def test_the_record_holds_the_way_for_everybody(site: Site, console: Phone) -> None:
    for state in ("avoidance", "wish_or_need"):
        tap(site, console, state)
    page = f"/supervision/{site.supervision_id}/record"
    for name in ("Mirela", "Ben", "Dao"):
        browser = site.browser(name)
        [exercise] = browser.get(f"{page}.json").get_json()["exercises"]
        assert [t["state"] for t in exercise["pathway"]] == ["avoidance", "wish_or_need"]
        assert {t["author"] for t in exercise["pathway"]} == {"Mirela"}
        counts = exercise["transition_counts"]
        assert counts["rupture_marker"]["avoidance"] == counts["avoidance"]["wish_or_need"] == 1
        assert sum(sum(into.values()) for into in counts.values()) == 2
        shown = browser.get(page).get_data(as_text=True)
        way = shown.split('class="rows way"')[1].split("</table>")[0]
        for words in ("a sign of rupture", "moving off it", "stands up for self", "wants care"):
            assert words in way
