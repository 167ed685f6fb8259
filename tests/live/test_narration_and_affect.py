"""What the presenter remembers while watching, and what all feel after it."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Phase, Visibility
from tests.live.film_room import Wall, film_is_at, play, watch
from tests.people import Phone, Site


@pytest.fixture
def clip(site: Site) -> int:
    return watch(site)


@pytest.fixture
def ben(site: Site, clip: int) -> Phone:
    phone = site.phone("Ben")
    assert phone.do("narration.switch", on="y")["ok"]
    return phone


def test_a_line_is_tied_to_the_moment_it_was_begun_in(site: Site, ben: Phone) -> None:
    play(site, site.console())
    now_ms = film_is_at(site, 60_000)
    ack = ben.do("narration.add", at=now_ms, words="I held my breath", begun=int(now_ms - 15_000))
    assert ack["ok"]
    lines = site.look(lambda room: [(n.clip_ms, n.visibility) for n in room.queue[0].narration])
    assert lines == [(pytest.approx(45_000, abs=5), Visibility.PRESENTER)]


@pytest.mark.parametrize("begun", ["", "5", "9" * 30, "soon"])
def test_a_clock_gone_wrong_ties_it_to_when_it_was_sent(site: Site, ben: Phone, begun: str) -> None:
    play(site, site.console())
    now_ms = film_is_at(site, 60_000)
    ack = ben.do("narration.add", at=now_ms, words="I held my breath", begun=begun)
    if begun == "soon":
        assert not ack["ok"]
        return
    assert ack["ok"]
    assert site.look(lambda room: room.queue[0].narration[0].clip_ms) == pytest.approx(
        60_000, abs=5
    )


def test_the_supervisor_reads_along_and_nobody_else(site: Site, ben: Phone) -> None:
    console = site.console()
    play(site, console)
    ben.do("narration.add", words="I held my breath")
    assert "I held my breath" in console.page("console")
    assert "I held my breath" in ben.page()
    assert "I held my breath" not in site.phone("Aditi").page()
    assert "I held my breath" not in Wall(site).page()


def test_turned_off_the_lines_stay_and_no_new_one_comes(site: Site, ben: Phone) -> None:
    play(site, site.console())
    ben.do("narration.add", words="I held my breath")
    assert ben.do("narration.switch")["ok"]
    assert not ben.do("narration.add", words="more")["ok"]
    assert site.look(lambda room: len(room.queue[0].narration)) == 1


def test_only_the_presenter_narrates_and_deletes(site: Site, ben: Phone) -> None:
    play(site, site.console())
    ben.do("narration.add", words="I held my breath")
    line = site.look(lambda room: room.queue[0].narration[0].id)
    for name in ("Aditi", "Mirela"):
        phone = site.phone(name)
        assert not phone.do("narration.add", words="I think")["ok"]
        assert not phone.do("narration.remove", line=line)["ok"]
    assert ben.do("narration.remove", line=line)["ok"]
    assert site.look(lambda room: room.queue[0].narration) == []


def test_feeling_and_place_stand_before_everybody_and_not_on_the_wall(
    site: Site, clip: int
) -> None:
    site.begin(Phase.AFFECT_ROUND)
    aditi = site.phone("Aditi")
    assert aditi.do("affect.save", feeling="tight", place="throat")["ok"]
    for page in (site.console().page("console"), site.phone("Dao").page()):
        assert "tight" in page
        assert "Aditi" in page
    wall = Wall(site).page()
    assert "Where in your body?" in wall
    assert "Aditi" not in wall


def test_an_idea_is_kept_and_the_feeling_is_asked_for_softly(site: Site, clip: int) -> None:
    site.begin(Phase.AFFECT_ROUND)
    femi = site.phone("Femi")
    assert femi.do("affect.save", words="looks like an avoidant style")["ok"]
    assert "Is there a feeling under it" in femi.page()
    assert femi.do("affect.save", own_feeling="want to rescue")["ok"]

    assert "Is there a feeling under it" not in femi.page()
    said = site.look(lambda room: [(a.feeling, a.words) for a in room.queue[0].affects])
    assert said == [("want to rescue", "")]


def test_a_word_of_ones_own_comes_back_where_it_was_typed(site: Site, clip: int) -> None:
    site.begin(Phase.AFFECT_ROUND)
    femi = site.phone("Femi")
    femi.do("affect.save", own_feeling="like a spare wheel", own_place="knees")
    page = femi.page()
    assert 'value="like a spare wheel"' in page
    assert 'value="knees"' in page


def test_nothing_at_all_is_no_entry_and_passing_is_said_to_be_fine(site: Site, clip: int) -> None:
    site.begin(Phase.AFFECT_ROUND)
    ack = site.phone("Dao").do("affect.save")
    assert not ack["ok"]
    assert "pass" in ack["words"]
    assert site.look(lambda room: room.queue[0].affects) == []


def test_too_many_words_are_answered_and_not_cut(site: Site, clip: int) -> None:
    site.begin(Phase.AFFECT_ROUND)
    ack = site.phone("Dao").do("affect.save", own_feeling="x" * 61)
    assert not ack["ok"]
    assert "60" in ack["fields"]["own_feeling"][0]
