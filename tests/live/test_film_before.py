"""While a second film is at work: what each has entered on the first stays theirs to correct."""

from __future__ import annotations

import re

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import SupervisionSession
from tests.live.after_film import drawn
from tests.live.film_room import film_is_at, play, watch
from tests.people import Site, queued_clip


@pytest.fixture
def first(site: Site) -> int:
    """Dao and Ben have entered all there is on Ben's film; then Aditi's is taken up. The number of
    the first."""
    first = watch(site)
    play(site, site.console())
    at = film_is_at(site, 328_000)
    dao, ben = site.phone("Dao"), site.phone("Ben")
    tag = {"family": "withdrawal", "client_uuid": "dao-mark-1"}
    assert dao.do("tag.place", at=at, **tag)["ok"]
    note = {"tag": "dao-mark-1", "note": "I go blank", "note_visibility": "private"}
    assert dao.do("tag.say", **note)["ok"]
    assert dao.do("two_lanes.write", clip=first, said="I am fine", at=at)["ok"]
    assert dao.do("affect.save", clip=first, feeling="tight", words="like a lid")["ok"]
    assert ben.do("narration.switch", on="y")["ok"]
    assert ben.do("narration.add", clip=first, words="I had wanted to leave")["ok"]
    takes_up_aditis(site)
    return first


def takes_up_aditis(site: Site) -> None:
    def take_up(room: SupervisionSession) -> None:
        second, before = queued_clip(room, "Aditi", "P-020"), room.queue[0]
        room.clip = before
        second.status, second.accepted_at = ClipStatus.ACCEPTED, clock.now()
        second.take_up(clock.now())

    site.in_room(take_up)


def before(html: str) -> str:
    """What is folded away under the film before, and nothing else."""
    found = re.findall(r'<details class="own-later"[^>]* data-before>.*?<template', html, re.S)
    return str(found[0]) if found else ""


def test_its_author_finds_it_folded_where_the_second_is_watched(site: Site, first: int) -> None:
    fold = before(drawn(site, "Dao"))
    assert "On the film before, of Ben" in fold
    for theirs in ("I go blank", "I am fine", "like a lid"):
        assert theirs in fold
    for door in ("tag.undo", "two_lanes.write", "moment.take_away", "affect.save"):
        assert f'data-command="{door}"' in fold
    assert "I had wanted to leave" in before(drawn(site, "Ben"))


def test_nobody_else_finds_it(site: Site, first: int) -> None:
    dao_wrote = ("I go blank", "I am fine")
    for audience in ("Femi", "Aditi", "Mirela", "Ben", "everyone", "supervisor", "wall"):
        html = drawn(site, audience)
        assert not [words for words in dao_wrote if words in html], audience
    for name in ("Femi", "Aditi"):
        assert not before(drawn(site, name))
    assert "I had wanted to leave" not in drawn(site, "Dao")


def test_it_is_corrected_and_taken_away_as_on_the_film_at_work(site: Site, first: int) -> None:
    dao, ben = site.phone("Dao"), site.phone("Ben")
    dao.heard()
    assert dao.do("affect.save", clip=first, feeling="sad")["ok"]
    assert "like a lid" not in before(drawn(site, "Dao"))
    moment = site.look(lambda room: room.queue[0].moments[0].id)
    assert dao.do("moment.take_away", moment=moment)["ok"]
    assert dao.do("tag.undo", tag="dao-mark-1")["ok"]
    assert dao.do("affect.take_back", clip=first)["ok"]
    left = before(drawn(site, "Dao"))
    assert "What I changed" in left, "it can be put back there as well"
    assert 'data-command="tag.undo"' not in left
    assert {m["audience"] for m in dao.heard()} >= {f"participant:{participant_of(site, 'Dao')}"}

    line = site.look(lambda room: room.queue[0].narration[0].id)
    assert ben.do("narration.change", line=line, words="I had wanted to stay")["ok"]
    assert "I had wanted to stay" in before(drawn(site, "Ben"))
    assert ben.do("narration.remove", line=line)["ok"]
    assert not before(drawn(site, "Ben"))


def participant_of(site: Site, name: str) -> int:
    return site.look(lambda room: next(p.id for p in room.participants if p.name == name))


def test_what_was_revealed_stays_as_it_was(site: Site, first: int) -> None:
    def reveal(room: SupervisionSession) -> None:
        room.queue[0].revealed_at = clock.now()

    site.in_room(reveal)
    assert "I go blank" in before(drawn(site, "Dao"))
    no = site.phone("Dao").do("tag.undo", tag="dao-mark-1")
    assert "This one stays as it was" in no["words"]
    assert site.look(lambda room: len(room.queue[0].tags)) == 1


def test_it_goes_along_into_the_parts_that_follow(site: Site, first: int) -> None:
    """Once in each, with one template of what more there is to say."""
    for kind in (Phase.AFFECT_ROUND, Phase.RUPTURE_DEFINITION, Phase.CASE_SELECTION):
        site.begin(kind)
        html = drawn(site, "Dao")
        assert "I go blank" in before(html), kind
        assert html.count('<template id="say-more">') == 1
        assert html.count(f'id="own-tags-{first}"') == 1


def test_no_two_elements_share_a_name(site: Site, first: int) -> None:
    play(site, site.console())
    at = film_is_at(site, 100_000)
    dao = site.phone("Dao")
    assert dao.do("tag.place", at=at, family="confrontation", client_uuid="dao-mark-2")["ok"]
    second = site.look(lambda room: room.queued_clip_id)
    assert dao.do("two_lanes.write", clip=second, said="no", at=at)["ok"]
    for kind in (None, Phase.AFFECT_ROUND):
        if kind:
            site.begin(kind)
        names = re.findall(r'\bid="([^"]+)"', drawn(site, "Dao"))
        assert sorted(names) == sorted(set(names))


def test_between_two_films_the_first_is_still_at_hand(site: Site) -> None:
    watch(site)
    play(site, site.console())
    dao = site.phone("Dao")
    at = film_is_at(site, 328_000)
    assert dao.do("tag.place", at=at, family="withdrawal", client_uuid="dao-mark-1")["ok"]
    site.begin(Phase.CASE_SELECTION)
    assert 'data-command="tag.undo"' in drawn(site, "Dao")
    assert 'data-command="tag.undo"' not in drawn(site, "Femi")
