"""Before a play the console says whether it would be seen and heard, and who is here (peers 1); it
blocks nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus
from afttrainer.live import wall_report
from afttrainer.models import Playback, SupervisionSession
from afttrainer.models.wall import HEARD_WITHIN, readiness
from tests.live.film_room import Wall, play, watch
from tests.people import Phone, Site, queued_clip


@pytest.fixture
def clip(site: Site) -> int:
    return watch(site)


def tells(wall: Wall, **said: Any) -> None:
    assert wall.live.emit("wall.report", {"round_trip_ms": 4, **said}, callback=True)["ok"]


def said(console: Phone) -> str:
    found = re.search(r'id="film-ready"[^>]*>(.*?)</p>', console.page("console"), re.S)
    return " ".join(found[1].split()) if found else ""


def test_the_console_says_what_a_play_would_still_miss(site: Site, clip: int) -> None:
    console = site.console()
    assert "No wall is open" in said(console)
    wall = Wall(site)
    tells(wall, film=None, sound=False)
    assert "still being loaded" in said(console)
    tells(wall, film=clip, sound=False)
    assert "Click once in its window" in said(console)
    tells(wall, film=clip, sound=True)
    assert "The wall has the film, with its sound." in said(console)
    tells(wall, film=clip + 1, sound=True)
    assert "still being loaded" in said(console), "another film than the one at work"


def test_it_counts_the_trainees_whose_screens_are_here(site: Site, clip: int) -> None:
    assert clip
    console = site.console()
    assert "0 of 6 trainees are here" in said(console)
    phones = [site.phone(name) for name in ("Aditi", "Ben")]
    assert phones
    assert "2 of 6 trainees are here" in said(console)


def test_nothing_waits_for_it(site: Site, clip: int) -> None:
    assert clip
    console = site.console()
    play(site, console)
    assert site.look(lambda room: room.playback is not None and room.playback.playing)


def test_only_the_consoles_number_rises_and_only_when_something_looks_different(
    site: Site, clip: int
) -> None:
    wall, console, aditi = Wall(site), site.console(), site.phone("Aditi")
    console.heard(), aditi.heard()
    tells(wall, film=clip, sound=True)
    assert {one["audience"] for one in console.heard()} == {"supervisor"}
    tells(wall, film=clip, sound=True)
    assert console.heard() == []
    assert aditi.heard() == []


def test_of_two_walls_one_is_enough(site: Site, clip: int) -> None:
    first, second = Wall(site), Wall(site)
    tells(first, film=clip, sound=True)
    tells(second, film=None, sound=False)
    assert site.look(lambda room: readiness(room, clock.now()).is_all)


def test_the_sound_of_a_wall_without_the_film_is_none(site: Site, clip: int) -> None:
    console, projector, other = site.console(), Wall(site), Wall(site)
    tells(projector, film=clip, sound=False)
    tells(other, film=None, sound=True)
    assert "Click once in its window" in said(console)


def test_while_the_player_holds_an_earlier_film_nothing_is_said_to_be_loading(
    site: Site, clip: int
) -> None:
    def at_another(room: SupervisionSession) -> None:
        at_work = queued_clip(room, "Chiara", "P-022")
        at_work.status, at_work.accepted_at = ClipStatus.ACCEPTED, clock.now()
        Playback.of(next(q for q in room.queue if q.id == clip), clock.now())

    site.in_room(at_another)
    console, wall = site.console(), Wall(site)
    tells(wall, film=clip, sound=True)
    assert "when you press Play" in said(console)


def test_a_window_that_was_shut_is_no_wall_any_more(site: Site, clip: int) -> None:
    wall, console = Wall(site), site.console()
    tells(wall, film=clip, sound=True)
    assert "with its sound" in said(console)
    with site.app.app_context():
        wall_report.look(clock.now() + HEARD_WITHIN - timedelta(seconds=2))
    assert "with its sound" in said(console)
    console.heard()
    with site.app.app_context():
        wall_report.look(clock.now() + HEARD_WITHIN + timedelta(seconds=1))
    assert "No wall is open" in said(console)
    assert console.heard(), "the open console is told"
    tells(wall, film=clip, sound=True)
    assert "with its sound" in said(console), "it comes back by itself"


@pytest.mark.parametrize("film", ["1", -1, 2**40, True, 1.5, [1], None])
def test_nonsense_of_a_wall_is_no_film(site: Site, clip: int, film: object) -> None:
    assert clip
    wall, console = Wall(site), site.console()
    tells(wall, film=film, sound="yes")
    assert "still being loaded" in said(console)


def test_a_phone_is_no_wall(site: Site, clip: int) -> None:
    aditi, console = site.phone("Aditi"), site.console()
    sent = {"film": clip, "sound": True}
    assert aditi.live.emit("wall.report", sent, callback=True) == {"ok": False}
    assert "No wall is open" in said(console)
