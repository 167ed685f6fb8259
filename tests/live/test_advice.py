"""Suggestions wait until the presenter asks for them (C-61)."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Phase
from tests.live.film_room import Wall, play, watch
from tests.people import Phone, Site

WORDS = "You could drop the homework."


@pytest.fixture
def clip(site: Site) -> int:
    number = watch(site)
    play(site, site.console())
    return number


@pytest.fixture
def chiara(site: Site, clip: int) -> Phone:
    phone = site.phone("Chiara")
    assert phone.do("advice.park", clip=clip, words=WORDS)["ok"]
    return phone


def everybody_else(site: Site) -> str:
    room = f"/supervision/{site.supervision_id}"
    pages = [site.phone(name).page() for name in ("Ben", "Aditi", "Mirela")]
    mirela = site.browser("Mirela")
    pages += [mirela.get(f"{room}/{what}").text for what in ("console", "record.json", "record")]
    return "".join([*pages, Wall(site).page()])


def test_parked_it_is_nobodys_but_its_authors(site: Site, chiara: Phone) -> None:
    assert WORDS in chiara.page()
    assert WORDS not in everybody_else(site)


def test_nobody_learns_that_there_is_one(site: Site, clip: int) -> None:
    ben, aditi, console, wall = site.phone("Ben"), site.phone("Aditi"), site.console(), Wall(site)
    screens = (ben.live, aditi.live, console.live, wall.live)
    chiara = site.phone("Chiara")
    before = ben.page().split("advice-of")[1]
    for live in screens:
        live.get_received()
    assert chiara.do("advice.park", clip=clip, words=WORDS)["ok"]
    assert [live.get_received() for live in screens] == [[], [], [], []]
    assert ben.page().split("advice-of")[1].split("</details>")[0] == before.split("</details>")[0]


def test_the_presenter_asks_and_they_and_the_supervisor_read_it(
    site: Site, chiara: Phone, clip: int
) -> None:
    ben = site.phone("Ben")
    for name in ("Chiara", "Mirela", "Aditi"):
        assert not site.phone(name).do("advice.ask", clip=clip)["ok"]
    assert ben.do("advice.ask", clip=clip)["ok"]
    assert WORDS in ben.page()
    assert WORDS in site.phone("Mirela").page("console")
    assert WORDS not in site.phone("Aditi").page()
    assert WORDS not in Wall(site).page()
    assert "has asked for it" in chiara.page()


def test_what_is_parked_later_waits_again(site: Site, chiara: Phone, clip: int) -> None:
    ben = site.phone("Ben")
    ben.do("advice.ask", clip=clip)
    assert site.phone("Dao").do("advice.park", clip=clip, words="Slow down.")["ok"]
    assert "Slow down." not in ben.page()


def test_never_asked_for_it_is_never_seen(site: Site, chiara: Phone) -> None:
    for kind in (Phase.AFFECT_ROUND, Phase.RUPTURE_DEFINITION, Phase.DEBRIEF, Phase.RATINGS):
        site.begin(kind)
        assert WORDS not in everybody_else(site)
    assert site.phone("Ben").do("presenter_checkout.decline")["ok"]
    assert site.console().do("supervision.close")["ok"]
    room = f"/supervision/{site.supervision_id}"
    for name in ("Ben", "Aditi", "Mirela"):
        for what in ("record.json", "record"):
            assert WORDS not in site.browser(name).get(f"{room}/{what}").text


def test_its_author_corrects_it_until_it_was_read_and_takes_it_back_always(
    site: Site, chiara: Phone, clip: int
) -> None:
    ben, dao = site.phone("Ben"), site.phone("Dao")
    one = site.look(lambda room: room.queue[0].advice[0].id)
    for name, body in (("advice.change", {"words": "x"}), ("advice.take_back", {})):
        assert not dao.do(name, advice=one, **body)["ok"]
    assert chiara.do("advice.change", advice=one, words="Leave the homework be.")["ok"]
    ben.do("advice.ask", clip=clip)
    assert "Leave the homework be." in ben.page()
    assert not chiara.do("advice.change", advice=one, words="x")["ok"]
    assert chiara.do("advice.take_back", advice=one)["ok"]
    assert "Leave the homework be." not in ben.page()


def test_the_presenter_parks_none_for_themselves(site: Site, clip: int) -> None:
    assert not site.phone("Ben").do("advice.park", clip=clip, words=WORDS)["ok"]


def test_asking_where_there_is_none_is_answered(site: Site, clip: int) -> None:
    assert "Nobody" in site.phone("Ben").do("advice.ask", clip=clip)["words"]
