"""Moments in a try, at their doors and on everybody's screens."""

from __future__ import annotations

from typing import Any

import pytest

from afttrainer.interchange.paper import page_of
from tests.live.after_film import drawn, exercise_id, rotates
from tests.people import Phone, Site

WORD = "you-waited-for-him"


@pytest.fixture
def trying(site: Site) -> Site:
    """Ben plays the patient; Aditi's turn has begun."""
    rotates(site)
    return site


def here(site: Site) -> dict[str, int]:
    def read(room: Any) -> dict[str, int]:
        one = room.exercises[-1]
        return {"exercise": one.id, "shown": one.attempts[-1].id}

    return site.look(read)


def marks(site: Site, who: Phone, name: str, **said: object) -> None:
    assert who.do("try_pin.place", **here(site), client_uuid=name)["ok"]
    assert who.do("try_pin.say", pin=name, **said)["ok"]


def is_done(site: Site, name: str) -> None:
    slot = site.look(lambda room: next(s.id for s in room.exercises[-1].slots if s.is_current))
    assert site.phone(name).do("rotation.finish", exercise=exercise_id(site), slot=slot)["ok"]


def test_whoever_watches_has_it_one_tap_away(trying: Site) -> None:
    for name in ("Mirela", "Chiara", "Dao"):
        assert "Mark this moment" in drawn(trying, name), name
    for name in ("Aditi", "Ben", "wall", "everyone", "supervisor"):
        assert "Mark this moment" not in drawn(trying, name), name


def test_where_it_stands_still_or_nobody_tries_there_is_nothing_to_tap(trying: Site) -> None:
    console, one = trying.console(), exercise_id(trying)
    assert console.do("exercise.rest", exercise=one)["ok"]
    assert "Mark this moment" not in drawn(trying, "Dao")
    assert console.do("exercise.go_on", exercise=one)["ok"]
    assert trying.phone("Ben").do("hold.stop")["ok"]
    assert "Mark this moment" not in drawn(trying, "Dao")


def test_while_the_try_lasts_no_other_screen_moves(trying: Site) -> None:
    dao = trying.phone("Dao")
    others = [trying.console(), *(trying.phone(name) for name in ("Aditi", "Ben", "Chiara"))]
    for one in others:
        one.heard()
    marks(trying, dao, "a", what="fluidity_gauge_relatedness", word=WORD)
    assert [one.heard() for one in others] == [[], [], [], []]
    assert WORD in drawn(trying, "Dao")
    for name in ("Mirela", "Aditi", "Ben", "Chiara", "wall", "everyone", "supervisor"):
        assert WORD not in drawn(trying, name), name


def test_then_the_one_who_tried_sees_it_along_their_try(trying: Site) -> None:
    marks(trying, trying.phone("Dao"), "a", what="withdrawal", word=WORD)
    is_done(trying, "Aditi")
    html = drawn(trying, "Aditi")
    assert "Moments that others marked" in html
    line = html[html.index("Moments along the try") :]
    assert '<use class="strip-mark" data-family="withdrawal"' in line
    assert line.index("Dao") > line.index("withdrawal</span>"), "and in words"
    assert WORD in line
    for name in ("Mirela", "Ben", "Chiara", "wall", "everyone", "supervisor"):
        assert WORD not in drawn(trying, name), name


def test_what_was_inside_reaches_them_only_when_its_author_says_so(trying: Site) -> None:
    dao = trying.phone("Dao")
    marks(trying, dao, "a", what="something_in_me", word=WORD)
    is_done(trying, "Aditi")
    assert WORD not in drawn(trying, "Aditi")
    assert "Let Aditi know of it" in drawn(trying, "Dao")
    assert dao.do("try_pin.say", pin="a", told=1)["ok"]
    assert WORD in drawn(trying, "Aditi")
    assert dao.do("try_pin.say", pin="a", told=0)["ok"]
    assert WORD not in drawn(trying, "Aditi")


def test_undo_leaves_nothing(trying: Site) -> None:
    dao = trying.phone("Dao")
    marks(trying, dao, "a", what="confrontation")
    assert not trying.phone("Chiara").do("try_pin.undo", pin="a")["ok"]
    assert dao.do("try_pin.undo", pin="a")["ok"]
    assert trying.look(lambda room: room.exercises[-1].attempts[-1].pins) == []
    assert not dao.do("try_pin.say", pin="a", what="withdrawal")["ok"]


def test_what_is_none_of_these_is_refused_in_words(trying: Site) -> None:
    dao = trying.phone("Dao")
    assert dao.do("try_pin.place", **here(trying), client_uuid="a")["ok"]
    assert not dao.do("try_pin.say", pin="a", what="unsure_of_it")["ok"]
    assert "80" in str(dao.do("try_pin.say", pin="a", word="x" * 81)["fields"])
    assert dao.do("try_pin.say", pin="a", word="")["ok"]
    said = trying.look(lambda r: [(p.what, p.word) for p in r.exercises[-1].attempts[-1].pins])
    assert said == [(None, "")]


def test_the_record_has_it_for_the_two_of_them(trying: Site) -> None:
    marks(trying, trying.phone("Dao"), "a", what="mixed", word=WORD)
    is_done(trying, "Aditi")
    assert trying.console().do("exercise.end", exercise=exercise_id(trying))["ok"]
    for name in ("Aditi", "Dao", "Ben", "Chiara", "Mirela"):
        for ending in ("", ".json"):
            address = f"/supervision/{trying.supervision_id}/record{ending}"
            page = trying.browser(name).get(address).get_data(as_text=True)
            assert (WORD in page) == (name in ("Aditi", "Dao")), (name, ending)
            if not ending:
                on_paper = str(page_of(page)["blocks"])
                assert (WORD in on_paper) == (WORD in page), name
