"""A question to the room at its doors: on every screen at once, and of nobody's answer a word."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afttrainer.backup.copying import FORGOTTEN
from afttrainer.content.codes import CommonThought, Phase, Role
from afttrainer.interchange.paper import page_of
from afttrainer.models import PollAnswer, SupervisionSession
from tests.databases import rows_of
from tests.live.after_film import drawn
from tests.live.film_room import Wall, play, watch
from tests.live.test_judged import late, now_ms
from tests.people import TRAINEES, Phone, Site, person

ASKED = "Are we ready to look at it?"
WORDS = {"answer_1": "yes, now", "answer_2": "not yet"}
EVERYBODY = ("Mirela", *TRAINEES)


@pytest.fixture
def asked(site: Site) -> Site:
    site.begin(Phase.CHECK_IN)
    assert site.console().do("poll.ask", question=ASKED, **WORDS)["ok"]
    return site


def number(site: Site) -> int:
    return site.look(lambda room: room.polls[-1].id)


def choose(site: Site, name: str, option: int = 0) -> Any:
    return site.phone(name).do("poll.answer", poll=number(site), option=option, fits="y")


def card(site: Site, name: str) -> str:
    """The question on that person's own screen."""
    return drawn(site, name).split('<section class="card stack poll"')[1].split("</section>")[0]


def choose_all(site: Site, *names: str, option: int = 0) -> None:
    for name in names:
        assert choose(site, name, option)["ok"]


def record(site: Site, name: str, ending: str = "") -> str:
    answer = site.browser(name).get(f"/supervision/{site.supervision_id}/record{ending}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_stands_on_every_screen_at_once_without_a_number(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    dao, wall, console = site.phone("Dao"), Wall(site), site.console()
    assert console.do("poll.ask", question=ASKED, **WORDS)["ok"]
    assert any(ASKED in push["html"] for push in dao.heard())
    for page in (dao.page(), wall.page(), console.page("console")):
        assert ASKED in page
        assert "not yet" in page
        assert "poll-bars" not in page
    assert 'data-scene="poll"' in wall.page()


def test_with_one_press_the_common_thoughts_are_asked_about(site: Site) -> None:
    site.begin(Phase.EXERCISE)
    assert site.console().do("poll.ask_thoughts")["ok"]
    assert drawn(site, "Dao").count('data-command="poll.answer"') == len(CommonThought)
    assert "Others would know what to say" in drawn(site, "wall")


@pytest.mark.parametrize("part", list(Phase))
def test_in_any_part_it_is_asked_and_answered(site: Site, part: Phase) -> None:
    site.begin(part)
    assert "poll.ask" in drawn(site, "supervisor")
    assert site.console().do("poll.ask", question=ASKED, **WORDS)["ok"]
    assert drawn(site, "Dao").count('data-command="poll.answer"') == 2
    assert choose(site, "Dao")["ok"]


def test_under_the_pad_while_a_film_is_watched(site: Site) -> None:
    watch(site)
    play(site, site.console())
    assert site.console().do("poll.ask", question=ASKED, **WORDS)["ok"]
    mine = drawn(site, "Dao")
    assert mine.index("data-pad") < mine.index(ASKED)
    assert "wall-poll" in drawn(site, "wall")
    assert "data-film" in drawn(site, "wall"), "the film keeps its place"


@pytest.mark.parametrize(
    "amiss",
    [
        {"question": ""},
        {"question": "x" * 121},
        {"answer_1": "  "},
        {"answer_2": ""},
        {"answer_2": "x" * 61},
        {"answer_2": "YES, now"},
    ],
)
def test_what_is_not_whole_is_answered_in_words(site: Site, amiss: dict[str, str]) -> None:
    site.begin(Phase.CHECK_IN)
    answer = site.console().do("poll.ask", **({"question": ASKED} | WORDS | amiss))
    assert not answer["ok"]
    assert len(answer["words"].split()) > 3
    assert site.look(lambda room: list(room.polls)) == []


def test_as_long_as_may_be(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    words = {f"answer_{n}": f"{n}" + "x" * 59 for n in range(1, 7)}
    assert site.console().do("poll.ask", question="x" * 120, several="y", **words)["ok"]
    assert site.look(lambda room: len(room.polls[0].options)) == 6


def test_those_who_lead_see_how_many_from_four_on_and_never_who(asked: Site) -> None:
    phones = [asked.phone(name) for name in ("Aditi", "Ben", "Chiara", "Dao")]
    console, one = asked.console(), number(asked)
    console.heard()
    for phone in phones[:3]:
        assert phone.do("poll.answer", poll=one, option=0, fits="y")["ok"]
    assert console.heard() == [], "not even that something has changed"
    html = drawn(asked, "supervisor")
    assert "fewer than four" in html
    assert 'data-command="poll.show"' not in html
    assert phones[3].do("poll.answer", poll=one, option=1, fits="y")["ok"]
    html = drawn(asked, "supervisor")
    assert "4 have answered: enough to show." in html
    assert 'data-command="poll.show"' in html
    assert "poll-bars" not in html
    for audience in ("wall", "everyone", "Eszter"):
        assert "have answered" not in drawn(asked, audience)


def test_with_too_few_it_is_refused_and_can_be_put_away(asked: Site) -> None:
    choose_all(asked, "Aditi", "Ben", "Chiara")
    console, one = asked.console(), number(asked)
    answer = console.do("poll.show", poll=one)
    assert "Not enough answers to show" in answer["words"]
    assert console.do("poll.put_away", poll=one, shown="open")["ok"]
    for audience in ("wall", "everyone", "supervisor", "Dao"):
        assert ASKED not in drawn(asked, audience)
    assert ASKED not in json.dumps(rows_of(asked.app), default=str)
    assert ASKED not in record(asked, "Mirela")


def test_shown_they_stand_on_all_screens_in_the_order_asked(asked: Site) -> None:
    choose_all(asked, "Aditi", "Ben", "Chiara", option=1)
    choose_all(asked, "Eszter", option=0)
    assert asked.console().do("poll.show", poll=number(asked))["ok"]
    for audience in ("wall", "supervisor", "Dao", "Aditi"):
        html = drawn(asked, audience)
        told = re.findall(r'dir="auto">([^<]*)</span> <span class="number">(\d+)<', html)
        assert [pair for pair in told if pair[0] in WORDS.values()] == [
            ("yes, now", "1"),
            ("not yet", "3"),
        ]
        assert "poll.answer" not in html


def test_of_the_own_answer_nothing_stands_on_ones_own_screen_after(asked: Site) -> None:
    choose_all(asked, "Aditi", "Ben", "Chiara", "Dao")
    assert 'aria-pressed="true"' in card(asked, "Dao")
    assert 'aria-pressed="true"' not in card(asked, "Eszter")
    assert asked.console().do("poll.show", poll=number(asked))["ok"]
    assert "aria-pressed" not in card(asked, "Dao")


def test_nobody_is_told_that_somebody_has_answered(asked: Site) -> None:
    dao, wall = asked.phone("Dao"), Wall(asked)
    others = [asked.phone(name) for name in EVERYBODY if name != "Dao"]
    for screen in others:
        screen.heard()
    wall.live.get_received()
    assert dao.do("poll.answer", poll=number(asked), option=0, fits="y")["ok"]
    assert [screen.heard() for screen in others] == [[] for _screen in others]
    assert wall.live.get_received() == []


def test_on_two_devices_a_person_has_one_answer(asked: Site) -> None:
    first, second = asked.phone("Dao"), asked.phone("Dao")
    one = number(asked)
    assert first.do("poll.answer", poll=one, option=0, fits="y")["ok"]
    assert second.do("poll.answer", poll=one, option=1, fits="y")["ok"]
    assert asked.look(lambda room: [a.chosen for a in room.polls[0].answers]) == [[1]]
    assert first.do("poll.take_back", poll=one)["ok"]
    assert asked.look(lambda room: list(room.polls[0].answers)) == []


def test_shown_by_two_at_once_it_is_shown_once(asked: Site) -> None:
    def appoint(room: SupervisionSession) -> None:
        person(room, "Femi").membership.role = Role.SUPERVISOR

    asked.in_room(appoint)
    choose_all(asked, "Aditi", "Ben", "Chiara", "Dao")
    one = number(asked)
    mirela, femi = asked.console(), asked.phone("Femi", "console")
    assert mirela.do("poll.show", poll=one)["ok"]
    at = asked.look(lambda room: room.polls[0].shown_at)
    assert femi.do("poll.show", poll=one)["ok"]
    assert asked.look(lambda room: room.polls[0].shown_at) == at
    # Who meant to drop open answers has not seen these numbers.
    assert not femi.do("poll.put_away", poll=one, shown="open")["ok"]
    assert femi.do("poll.put_away", poll=one, shown="counts")["ok"]


def test_what_was_tapped_without_contact_is_taken_while_it_is_open(asked: Site) -> None:
    one, at = number(asked), now_ms(10)
    answer = late(asked.phone("Dao"), "poll.answer", at, poll=one, option=0, fits="y")
    assert answer["ok"]


def test_what_comes_after_the_showing_is_told_so_and_kept_nowhere(asked: Site) -> None:
    choose_all(asked, "Aditi", "Ben", "Chiara", "Dao")
    one = number(asked)
    assert asked.console().do("poll.show", poll=one)["ok"]
    before = rows_of(asked.app)["command_record"]
    answer = late(asked.phone("Eszter"), "poll.answer", now_ms(5), poll=one, option=1, fits="y")
    assert not answer["ok"]
    assert "shown meanwhile" in answer["words"]
    assert answer["secret"], "its own device keeps it no longer, either"
    assert rows_of(asked.app)["command_record"] == before
    assert asked.look(lambda room: [o.count for o in room.polls[0].options]) == [4, 0]


def test_sent_twice_before_the_showing_it_is_one_answer(asked: Site) -> None:
    dao, one = asked.phone("Dao"), number(asked)
    first = dao.do("poll.answer", id="dao-answers-once", poll=one, option=0, fits="y")
    assert dao.do("poll.answer", poll=one, option=1, fits="y")["ok"]
    assert dao.do("poll.answer", id="dao-answers-once", poll=one, option=0, fits="y") == first
    assert asked.look(lambda room: [a.chosen for a in room.polls[0].answers]) == [[1]]


def test_an_answer_to_what_was_put_away_is_none_to_the_next(asked: Site) -> None:
    first, console = number(asked), asked.console()
    assert console.do("poll.put_away", poll=first, shown="open")["ok"]
    assert console.do("poll.ask", question=ASKED, **WORDS)["ok"]
    assert not asked.phone("Dao").do("poll.answer", poll=first, option=0, fits="y")["ok"]
    assert asked.look(lambda room: list(room.polls[0].answers)) == []


def test_the_record_has_the_counts_and_the_open_question_nothing(asked: Site) -> None:
    choose_all(asked, "Aditi", "Ben", "Chiara", option=1)
    choose_all(asked, "Eszter", option=0)
    assert ASKED not in record(asked, "Mirela"), "not before it is shown"
    assert json.loads(record(asked, "Mirela", ".json"))["polls"] == []
    assert asked.console().do("poll.show", poll=number(asked))["ok"]
    answers = [
        {"words": "yes, now", "common_thought": None, "count": 1},
        {"words": "not yet", "common_thought": None, "count": 3},
    ]
    for name in ("Mirela", "Dao"):
        page = record(asked, name)
        assert ASKED in page
        assert ASKED in json.dumps(page_of(page), ensure_ascii=False)
        told = json.loads(record(asked, name, ".json"))["polls"]
        assert told == [{"question": ASKED, "as_many_as_fit": False, "answers": answers}]


def test_no_copy_of_the_database_takes_answers_along() -> None:
    assert PollAnswer.__tablename__ in FORGOTTEN


def test_no_log_line_says_who_answered(asked: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "afttrainer"):
        choose_all(asked, "Aditi", "Ben", "Chiara", "Dao", option=1)
        assert asked.console().do("poll.show", poll=number(asked))["ok"]
        assert not choose(asked, "Eszter")["ok"]
    for told in ("poll.answer", "Dao", "not yet", "Eszter"):
        assert told not in caplog.text


CHOICE = st.sampled_from((0, 1))


#: What differs from one moment to another, whatever anybody answers.
PASSING = re.compile(
    r'<progress[^>]*>|<span class="phase-minutes.*?</span>|<p class="pace">.*?</p>|name="csrf[^>]*>'
    r'|data-(?:revision|now|server-ms|time-of|began)="[^"]*"|id="playback">.*?</script>',
    re.DOTALL,
)


@pytest.mark.sqlite
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(chosen=st.lists(CHOICE, min_size=4, max_size=5), data=st.data())
def test_what_the_others_see_is_the_same_whoever_of_us_chose_what(
    talking: dict[str, Phone], site: Site, chosen: list[int], data: st.DataObject
) -> None:
    """The same counts, dealt out in another way to the same people: whoever looks cannot tell, from
    each page after each answer. (Where all chose the same there is no other way.)"""
    dealt = data.draw(st.permutations(chosen))
    assert seen(site, talking, chosen) == seen(site, talking, dealt)


@pytest.fixture
def talking(site: Site) -> dict[str, Phone]:
    site.begin(Phase.CHECK_IN)
    return {name: site.phone(name) for name in TRAINEES} | {"Mirela": site.console()}


def seen(site: Site, phones: dict[str, Phone], chosen: list[int]) -> list[str]:
    """By Femi, who answers nothing, on the console and the wall: after each answer, and shown."""
    console = phones["Mirela"]
    assert console.do("poll.ask", question=ASKED, **WORDS)["ok"]
    one, pages = number(site), list[str]()

    def look() -> None:
        found = phones["Femi"].page(), console.page("console"), drawn(site, "wall")
        bodies = (page.split("<body", 1)[-1].replace(str(one), "") for page in found)
        pages.extend(PASSING.sub("", page) for page in bodies)

    for name, option in zip(TRAINEES, chosen, strict=False):
        assert phones[name].do("poll.answer", poll=one, option=option, fits="y")["ok"]
        look()
    assert console.do("poll.show", poll=one)["ok"]
    look()
    assert console.do("poll.put_away", poll=one, shown="counts")["ok"]
    site.in_room(lambda room: room.polls.clear())
    return pages
