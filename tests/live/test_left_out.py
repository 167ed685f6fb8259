"""Somebody comes into the room whom the patient's word leaves out: the film closes for all of it,
and only whoever leads is told, and only how many."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from sqlalchemy.orm import object_session

from afttrainer import clock
from afttrainer.content.codes import ConsentScope
from afttrainer.models import SupervisionSession
from afttrainer.models.consent import Said
from tests.live.film_room import Wall, play, played, revision, watch
from tests.people import Phone, Site

#: Whatever tells why the film is closed.
TELLING = ("covered", "patient has agreed")


@pytest.fixture
def wall(site: Site) -> Wall:
    """The room watches Ben's film, whose patient has named Aditi."""
    watch(site)
    covers_only(site, "Aditi")
    return Wall(site)


def covers_only(site: Site, *names: str) -> None:
    def note(room: SupervisionSession) -> None:
        session = object_session(room)
        assert session is not None
        recording = room.queue[0].clip.recording
        numbers = [m.id for m in room.group.members if m.name in names]
        today = clock.now().astimezone().date()
        said = Said((ConsentScope.GROUP_SUPERVISION,), today, method="signed", people=numbers)
        recording.note_consent(room.queue[0].therapist, said, clock.now())

    site.in_room(note)


def is_playing(site: Site) -> bool:
    return site.look(lambda room: room.playback is not None and room.playback.playing)


def url_in(page: str) -> str | None:
    """What the page gives its player to begin with."""
    found = re.search(r'<script type="application/json" id="playback">(.*?)</script>', page, re.S)
    assert found
    told: str | None = json.loads(unescape(found[1]))["url"]
    return told


def leave(phone: Phone) -> None:
    phone.live.disconnect()


def test_a_film_closes_at_once_and_opens_when_they_have_left(site: Site, wall: Wall) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    play(site, console)
    assert wall.told()[-1]["playing"]

    dao = site.phone("Dao")
    told = wall.told()[-1]
    assert (told["url"], told["playing"]) == (None, False)
    assert not is_playing(site)
    assert url_in(wall.page()) is None
    assert played(aditi)[-1]["url"] is None
    assert "1 of you here is not covered" in console.page("console")
    assert url_in(console.page("console")) is None
    refused = console.do("playback.play", revision=revision(site))
    assert not refused["ok"]

    leave(dao)
    told = wall.told()[-1]
    assert told["url"] is not None
    assert not told["playing"], "somebody has to press"
    assert "not covered" not in console.page("console")
    play(site, console)
    assert wall.told()[-1]["playing"]


def test_nobody_but_whoever_leads_is_told_why(site: Site, wall: Wall) -> None:
    console, aditi, ben = site.console(), site.phone("Aditi"), site.phone("Ben")
    play(site, console)
    dao = site.phone("Dao")
    site.phone("Femi")
    assert "2 of you here are not covered" in console.page("console")
    shown = [wall.page(), *(phone.page() for phone in (aditi, ben, dao))]
    for phone in (aditi, ben, dao):
        shown += [json.dumps(heard) for heard in phone.heard()]
    for page in shown:
        for word in TELLING:
            assert word not in page.casefold()
    for page in (dao.page(), wall.page()):
        assert "The film is not open just now." in page


def test_of_two_who_are_left_out_the_last_one_opens_it(site: Site, wall: Wall) -> None:
    dao, femi = site.phone("Dao"), site.phone("Femi")
    leave(dao)
    assert url_in(wall.page()) is None
    leave(femi)
    assert url_in(wall.page()) is not None


def test_whoever_is_covered_comes_and_goes_without_a_word(site: Site, wall: Wall) -> None:
    play(site, site.console())
    wall.told()
    leave(site.phone("Aditi"))
    assert wall.told() == []
    assert is_playing(site)


def test_a_word_that_leaves_somebody_here_out_holds_at_once(site: Site, wall: Wall) -> None:
    play(site, site.console())
    site.phone("Aditi")
    recording = site.look(lambda room: room.queue[0].clip.recording_id)
    dao = site.look(lambda room: next(m.id for m in room.group.members if m.name == "Dao"))
    wall.told()
    answer = site.browser("Ben").post(
        f"/films/{recording}/consent",
        data={
            "group_supervision": "y",
            "given_on": clock.now().astimezone().date().isoformat(),
            "method": "signed",
            "named_only": "y",
            "people": str(dao),
        },
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert wall.told()[-1]["url"] is None
    assert not is_playing(site)


def test_a_removed_person_takes_no_film_from_the_others(site: Site, wall: Wall) -> None:
    site.phone("Dao")
    assert url_in(wall.page()) is None
    member = site.look(lambda room: next(m.id for m in room.group.members if m.name == "Dao"))
    group = site.look(lambda room: room.group_id)
    site.console().http.post(f"/groups/{group}/members/{member}/remove")
    assert wall.told()[-1]["url"] is not None
