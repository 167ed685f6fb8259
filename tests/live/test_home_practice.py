"""Practice at home, noted from the phone at check-in: with two taps, and for oneself alone."""

from __future__ import annotations

from afttrainer import clock
from afttrainer.content.codes import Phase, SoloOrRelational, Visibility
from tests.live.film_room import Wall
from tests.live.reach import taps
from tests.people import Phone, Site, person

SCRIPT = "mindfulness_breath_and_body"
WORDS = "I sat on the stairs"


def at_check_in(site: Site) -> Phone:
    site.begin(Phase.CHECK_IN)
    return site.phone("Dao")


def lines(site: Site) -> list[tuple[str, int, str, Visibility]]:
    return site.look(
        lambda room: [
            (one.called, one.minutes, one.words, one.visibility)
            for one in person(room, "Dao").membership.home_practices
        ]
    )


def test_a_tap_on_the_practice_is_enough(site: Site) -> None:
    dao = at_check_in(site)
    assert taps(dao.page())["home_practice.keep"] == 2
    assert dao.do("home_practice.keep", practice=SCRIPT)["ok"]
    assert lines(site) == [("Breath and body", 5, "", Visibility.PRIVATE)]
    assert site.look(lambda room: person(room, "Dao").membership.home_practices[0].day) == (
        clock.now().astimezone().date()
    )


def test_pairs_are_noted_as_with_somebody(site: Site) -> None:
    dao = at_check_in(site)
    assert dao.do("home_practice.keep", practice="dyad_sensing_the_contact")["ok"]
    kept = site.look(lambda room: person(room, "Dao").membership.home_practices[0])
    assert kept.solo_or_relational is SoloOrRelational.RELATIONAL


def test_another_practice_says_how_long_it_was(site: Site) -> None:
    dao = at_check_in(site)
    answer = dao.do("home_practice.keep", practice="another", called="Walking")
    assert not answer["ok"]
    assert "minutes" in answer["fields"]
    sent = {"practice": "another", "called": "Walking", "minutes": 20}
    assert dao.do("home_practice.keep", **sent)["ok"]
    assert lines(site)[0][:2] == ("Walking", 20)


def test_what_is_not_practised_at_home_is_not_taken(site: Site) -> None:
    dao = at_check_in(site)
    for key in ("two_chair_both_sides", "never_heard_of"):
        answer = dao.do("home_practice.keep", practice=key, minutes=5)
        assert not answer["ok"]
        assert "practice" in answer["fields"]
    answer = dao.do("home_practice.keep", practice=SCRIPT, day="2999-01-01")
    assert "day" in answer["fields"]
    assert lines(site) == []


def test_no_other_screen_shows_it_or_is_told(site: Site) -> None:
    dao = at_check_in(site)
    ben, console, wall = site.phone("Ben"), site.console(), Wall(site)
    for screen in (ben.live, console.live, wall.live):
        screen.get_received()
    assert dao.do("home_practice.keep", practice=SCRIPT, words=WORDS)["ok"]
    assert {m["audience"] for m in dao.heard()} == {
        site.look(lambda room: f"participant:{person(room, 'Dao').id}")
    }
    for screen in (ben.live, console.live, wall.live):
        assert screen.get_received() == []
    assert WORDS in dao.page()
    for page in (ben.page(), console.page("console"), wall.page()):
        assert WORDS not in page


def test_it_is_corrected_and_taken_back_by_its_author(site: Site) -> None:
    dao, ben = at_check_in(site), site.phone("Ben")
    sent = {"practice": "dyad_sensing_the_contact", "words": WORDS}
    assert dao.do("home_practice.keep", **sent)["ok"]
    number = site.look(lambda room: person(room, "Dao").membership.home_practices[0].id)
    change = {"line": number, "practice": "as_before", "minutes": 9, "words": "Better so"}
    assert not ben.do("home_practice.change", **change)["ok"]
    assert dao.do("home_practice.change", **change)["ok"]
    assert lines(site) == [("Sensing the contact", 9, "Better so", Visibility.PRIVATE)]
    kept = site.look(lambda room: person(room, "Dao").membership.home_practices[0])
    assert kept.solo_or_relational is SoloOrRelational.RELATIONAL
    assert not ben.do("home_practice.forget", line=number)["ok"]
    assert dao.do("home_practice.forget", line=number)["ok"]
    assert lines(site) == []


def test_no_record_of_the_meeting_holds_it_not_even_ones_own(site: Site) -> None:
    assert at_check_in(site).do("home_practice.keep", practice=SCRIPT, words=WORDS)["ok"]
    site.in_room(lambda room: room.close(clock.now(), without_checkout=True))
    where = f"/supervision/{site.supervision_id}/record"
    for name in ("Dao", "Ben", "Mirela"):
        for address in (where, where + ".json"):
            assert WORDS not in site.browser(name).get(address).get_data(as_text=True)
