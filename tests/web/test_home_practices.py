"""One's own page of practice at home: kept with a tap, shown by its author alone, taken along and
deleted by them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from afttrainer.models import HomePractice, SupervisionSession
from tests.people import Site, person
from tests.web.library import words

SCRIPT = "mindfulness_breath_and_body"
WORDS = "I sat on the stairs"


@pytest.fixture
def where(site: Site) -> str:
    return f"/groups/{site.look(lambda room: room.group_id)}/home-practice"


def keeps(browser: FlaskClient, where: str, **said: str) -> None:
    answer = browser.post(where, data={"practice": SCRIPT, **said})
    assert answer.status_code == 303, answer.get_data(as_text=True)


def number(site: Site, name: str = "Dao") -> int:
    return site.look(lambda room: person(room, name).membership.home_practices[0].id)


def test_it_is_two_taps_from_the_first_page(site: Site, where: str) -> None:
    dao = site.browser("Dao")
    assert f'href="{where}"' in dao.get("/").get_data(as_text=True)
    page = dao.get(where).get_data(as_text=True)
    assert f'name="practice" value="{SCRIPT}"' in page
    assert page.index("Practised today") < page.index("<details")
    keeps(dao, where)
    told = words(dao.get(where))
    assert "Breath and body" in told
    assert "by myself: 5 minutes" in told


def test_nobody_else_finds_it_and_each_finds_what_they_may_read(site: Site, where: str) -> None:
    dao, ben, mirela = (site.browser(name) for name in ("Dao", "Ben", "Mirela"))
    keeps(dao, where, words=WORDS)
    for browser in (ben, mirela):
        assert WORDS not in words(browser.get(where))
        assert browser.get(f"{where}/{number(site)}").status_code == 404
        assert browser.post(f"{where}/{number(site)}/forget").status_code == 404
    said = {"practice": SCRIPT, "minutes": "5", "words": WORDS}
    for level, readers in (("supervisor", [mirela]), ("group", [ben, mirela]), ("private", [])):
        dao.post(f"{where}/{number(site)}", data={**said, "visibility": level})
        assert [b for b in (ben, mirela) if WORDS in words(b.get(where))] == readers
    assert WORDS not in words(ben.get(f"{where}.json"))


def test_how_many_will_read_it_stands_beside_the_choice(site: Site, where: str) -> None:
    """F2: widening is previewed."""
    page = words(site.browser("Dao").get(where))
    assert "those who lead, too (1)" in page
    assert "the group, too (6)" in page


def test_a_supervisors_look_is_listed_to_whose_it_is(site: Site, where: str) -> None:
    dao, trail = site.browser("Dao"), where.replace("home-practice", "shown-by-me")
    keeps(dao, where, words=WORDS, visibility="supervisor")
    site.browser("Ben").get(where)
    assert "read by" not in words(dao.get(trail))
    for _look in range(2):
        site.browser("Mirela").get(where)
    told = words(dao.get(trail))
    assert told.count("read by") == 1
    assert "a line on practice at home" in told
    assert WORDS not in told


def test_the_same_button_pressed_twice_keeps_one_line(site: Site, where: str) -> None:
    dao = site.browser("Dao")
    for press in ("one", "one", "two"):
        keeps(dao, where, press=press)
    assert site.look(lambda room: len(person(room, "Dao").membership.home_practices)) == 2


def test_another_line_typed_on_a_page_that_was_gone_back_to_is_kept(site: Site, where: str) -> None:
    dao = site.browser("Dao")
    for said in ("on the stairs", "in the train", "in the train"):
        keeps(dao, where, press="one", words=said)
    kept = site.look(
        lambda room: [line.words for line in person(room, "Dao").membership.home_practices]
    )
    assert kept == ["in the train", "on the stairs"]


def test_a_look_at_a_page_that_answers_a_wrong_entry_is_a_look(site: Site, where: str) -> None:
    dao, trail = site.browser("Dao"), where.replace("home-practice", "shown-by-me")
    keeps(dao, where, words=WORDS, visibility="supervisor")
    answer = site.browser("Mirela").post(where, data={"practice": SCRIPT, "minutes": "ten"})
    assert WORDS in words(answer)
    assert words(dao.get(trail)).count("read by") == 1


def test_a_wrong_entry_is_answered_beside_it_and_nothing_is_kept(site: Site, where: str) -> None:
    dao = site.browser("Dao")
    for said, told in (
        ({"practice": "another", "called": "Walking"}, "how many minutes"),
        ({"practice": SCRIPT, "minutes": "ten"}, "whole number"),
        ({"practice": SCRIPT, "minutes": "0"}, "whole number"),
        ({"practice": SCRIPT, "day": "2999-01-01"}, "still to come"),
        ({"practice": SCRIPT, "day": "yesterday"}, "2026-03-05"),
        ({"practice": SCRIPT, "words": "x" * 301}, "At most"),
        ({"practice": "two_chair_both_sides", "minutes": "5"}, "not on the shelf"),
        ({}, "Please choose"),
    ):
        answer = dao.post(where, data=said)
        assert answer.status_code == 422, said
        assert told in words(answer), said
    assert site.look(lambda room: person(room, "Dao").membership.home_practices) == []


def test_a_practice_that_has_left_the_shelf_stays_what_it_was(site: Site, where: str) -> None:
    dao = site.browser("Dao")
    keeps(dao, where)

    def renamed(room: SupervisionSession) -> None:
        line = person(room, "Dao").membership.home_practices[0]
        line.script_key, line.called = "our_old_one", "The old one"

    site.in_room(renamed)
    assert "The old one" in words(dao.get(f"{where}/{number(site)}"))
    said = {"practice": "as_before", "minutes": "4", "day": "2026-03-05"}
    assert dao.post(f"{where}/{number(site)}", data=said).status_code == 303
    kept = site.look(lambda room: person(room, "Dao").membership.home_practices[0])
    assert (kept.script_key, kept.called, kept.minutes) == ("our_old_one", "The old one", 4)


def test_the_picture_has_a_dot_for_each_time_and_no_word_about_a_week_without(
    site: Site, where: str
) -> None:
    dao = site.browser("Dao")
    assert 'class="weeks"' not in dao.get(where).get_data(as_text=True)
    for practice in (SCRIPT, "dyad_sensing_the_contact"):
        keeps(dao, where, practice=practice)
    answer = dao.get(where)
    page = answer.get_data(as_text=True)
    picture = page.split('class="weeks"')[1].split("</ol>")[0]
    assert re.findall(r'data-with="(\w+)"', picture) == ["solo", "relational"]
    assert not re.sub(r"<[^>]*>|[>\s]|aria-hidden=\"true\"", "", picture)
    told = words(answer)
    assert told.count("Week of") == 1
    assert not re.search(r"streak|in a row|missed|days since|\b0 minutes|goal", told, re.I)


def test_it_is_taken_along_whole_and_only_by_oneself(site: Site, where: str) -> None:
    dao, ben = site.browser("Dao"), site.browser("Ben")
    keeps(dao, where, words=WORDS, day="2026-03-05", visibility="group")
    [line] = dao.get(f"{where}.json").get_json()["practice_log"]
    assert line == {
        "date": "2026-03-05",
        "practice": SCRIPT,
        "called": "Breath and body",
        "minutes": 5,
        "solo_or_relational": "solo",
        "note": WORDS,
        "visibility": "group",
    }
    assert ben.get(f"{where}.json").get_json()["practice_log"] == []


def test_a_line_and_all_lines_are_deleted(site: Site, where: str) -> None:
    dao = site.browser("Dao")
    for _line in range(3):
        keeps(dao, where)
    assert dao.post(f"{where}/{number(site)}/forget").status_code == 303
    assert "cannot be had back" in words(dao.get(f"{where}/forget-all"))
    left = site.look(lambda room: len(person(room, "Dao").membership.home_practices))
    assert left == 2, "it is asked once"
    assert dao.post(f"{where}/forget-all").status_code == 303
    assert site.write(lambda session: session.query(HomePractice).count()) == 0


def test_a_practice_of_the_meeting_is_done_by_oneself_with_its_length_and_bells(
    site: Site, where: str
) -> None:
    dao = site.browser("Dao")
    for key in (SCRIPT, "centering_three_minutes"):
        script = site.app.extensions["scripts"].get(key)
        page = dao.get(f"{where}/now/{key}").get_data(as_text=True)
        assert page.count(f'data-lasts="{script.lasts_s * 1000}"') == 2
        assert 'data-bells="start end"' in page
        assert page.count("data-at=") == len(script.steps)
        assert f'name="minutes" value="{script.minutes}"' in page
    for key in ("two_chair_both_sides", "dyad_sensing_the_contact", "never_heard_of"):
        assert dao.get(f"{where}/now/{key}").status_code == 404
    assert site.write(lambda session: session.query(HomePractice).count()) == 0, "nobody is told"


def test_whoever_removes_a_member_is_told_that_the_log_goes(site: Site, where: str) -> None:
    keeps(site.browser("Dao"), where)
    member = site.look(lambda room: person(room, "Dao").membership_id)
    remove = where.replace("home-practice", f"members/{member}/remove")
    mirela = site.browser("Mirela")
    assert "practice at home goes" in words(mirela.get(remove))
    mirela.post(remove)
    assert site.write(lambda session: session.query(HomePractice).count()) == 0
