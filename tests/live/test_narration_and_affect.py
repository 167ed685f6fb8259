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


@pytest.mark.parametrize("part", [Phase.AFFECT_ROUND, Phase.RUPTURE_DEFINITION])
def test_after_the_film_the_lines_are_still_the_presenters_to_correct_and_delete(
    site: Site, ben: Phone, part: Phase
) -> None:
    """C-83: in the parts in which the group speaks of it, on the presenter's own screens alone."""
    play(site, site.console())
    assert ben.do("narration.add", words="I speed up here")["ok"]
    site.begin(part)
    page = ben.page()
    assert "I speed up here" in page
    assert 'data-command="narration.change"' in page
    assert 'data-command="narration.add"' not in page
    assert "I speed up here" not in site.phone("Aditi").page()
    line = site.look(lambda room: room.queue[0].narration[0].id)
    assert ben.do("narration.remove", line=line)["ok"]
    assert "I speed up here" not in ben.page()


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


def test_what_reads_like_theory_is_kept_unchanged_by_whoever_says_it_once_more(
    site: Site, clip: int
) -> None:
    """The soft question is the page's own (C-60): the room itself never holds up any words."""
    site.begin(Phase.AFFECT_ROUND)
    femi = site.phone("Femi")
    page = femi.page()
    assert page.index("What are you feeling?") < page.index("Where in your body?")
    assert page.index("Where in your body?") < page.index("Something more, if you like")
    assert femi.do("affect.save", words="looks like an avoidant style")["ok"]
    assert femi.do("affect.save", own_feeling="want to rescue")["ok"]
    said = site.look(lambda room: [(a.feeling, a.words) for a in room.queue[0].affects])
    assert said == [("want to rescue", "")]


def test_what_was_felt_can_be_taken_back(site: Site, clip: int) -> None:
    site.begin(Phase.AFFECT_ROUND)
    dao, femi = site.phone("Dao"), site.phone("Femi")
    for phone in (dao, femi):
        assert phone.do("affect.save", feeling="sleepy")["ok"]
    assert dao.do("affect.take_back", clip=clip)["ok"]
    left = site.look(lambda room: [a.author.name for a in room.queue[0].affects])
    assert left == ["Femi"]


def entry_of(site: Site, name: str) -> int:
    return site.look(
        lambda room: next(a.id for a in room.queue[0].affects if a.author.name == name)
    )


def test_the_presenter_says_what_it_is_for_them_and_nobody_else_does(
    site: Site, clip: int, ben: Phone
) -> None:
    """C-66: a fit and a difference, and neither is a score."""
    site.begin(Phase.AFFECT_ROUND)
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    aditi.do("affect.save", feeling="tight", place="throat")
    dao.do("affect.save", feeling="sleepy")
    first, second = entry_of(site, "Aditi"), entry_of(site, "Dao")
    assert not dao.do("affect.answer", clip=clip, entry=first, resonance="same")["ok"]
    assert ben.do("affect.answer", clip=clip, entry=first, resonance="same")["ok"]
    assert ben.do("affect.answer", clip=clip, entry=second, resonance="different")["ok"]
    assert site.look(lambda room: [a.for_presenter for a in room.queue[0].affects]) == [
        "same",
        "different",
    ]
    for page in (aditi.page(), site.console().page("console")):
        assert "Ben: the same for me" in page
        assert "Ben: different for me" in page
    assert "the same for me" not in Wall(site).page()
    assert ben.do("affect.answer", clip=clip, entry=second)["ok"], "taken back"
    aditi.do("affect.save", feeling="tight", place="chest")
    assert site.look(lambda room: [a.for_presenter for a in room.queue[0].affects]) == [None, None]


def test_a_line_of_narration_is_corrected_by_its_presenter_alone(site: Site, ben: Phone) -> None:
    play(site, site.console())
    ben.do("narration.add", words="I held my breth")
    line, ms = site.look(lambda r: (r.queue[0].narration[0].id, r.queue[0].narration[0].clip_ms))
    assert not site.phone("Aditi").do("narration.change", line=line, words="x")["ok"]
    assert ben.do("narration.switch")["ok"]
    assert ben.do("narration.change", line=line, words="I held my breath")["ok"]
    kept = site.look(lambda r: [(n.words, n.clip_ms) for n in r.queue[0].narration])
    assert kept == [("I held my breath", ms)]


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
