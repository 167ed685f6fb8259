"""Silence first, the disk after: a presenter's stop that is not saved yet holds all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.extensions import db
from afttrainer.live.unsaved_stops import UnsavedStops
from afttrainer.models import SupervisionSession
from tests import database_troubles
from tests.live.after_film import described, drawn, exercise_id, rupture_id
from tests.live.film_room import Wall, film_is_at, play, revision, watch
from tests.people import Phone, Site, person

WORDS = "Only they can say to go on"
#: Only so that what never comes ends a test at all.
GIVE_UP_AFTER_S = 30


@pytest.fixture
def clip(site: Site) -> int:
    return watch(site)


@pytest.fixture
def wall(site: Site, clip: int) -> Wall:
    return Wall(site)


@pytest.fixture
def ben(site: Site, clip: int) -> Phone:
    return site.phone("Ben")


@pytest.fixture
def console(site: Site, clip: int) -> Phone:
    console = site.console()
    play(site, console)
    film_is_at(site, 372_000)
    return console


def on_disk(site: Site) -> bool:
    return site.look(lambda room: room.hold is not None)


def silenced(screen: Any) -> list[dict[str, Any]]:
    """The stops that this screen was told of since the last look."""
    live = screen.live
    return [m["args"][0] for m in live.get_received() if m["name"] == "stop"]


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """As good as one. (A disk that is really full: tests/faults.)"""
    with site.app.app_context():
        writers = db.get_engine("writer")
    with database_troubles.shut(writers):
        yield


@contextmanager
def slow_disk(app: Flask) -> Iterator[None]:
    """The writer is at one write and does not come to an end with it."""
    begun, goes_on = threading.Event(), threading.Event()

    def hangs(_session: object) -> None:
        begun.set()
        assert goes_on.wait(GIVE_UP_AFTER_S)

    thread = threading.Thread(target=app.extensions["writer"].write, args=(hangs,))
    thread.start()
    assert begun.wait(GIVE_UP_AFTER_S)
    try:
        yield
    finally:
        goes_on.set()
        thread.join(GIVE_UP_AFTER_S)


class Pressed:
    """A command whose answer is not waited for yet."""

    def __init__(self, do: Callable[..., Any], *args: Any, **body: Any) -> None:
        self.ack: Any = None

        def press() -> None:
            self.ack = do(*args, **body)

        self._thread = threading.Thread(target=press)
        self._thread.start()

    def answer(self) -> Any:
        self._thread.join(GIVE_UP_AFTER_S)
        assert not self._thread.is_alive()
        return self.ack


def wait_for(found: Callable[[], Any]) -> Any:
    for _look in range(GIVE_UP_AFTER_S * 100):
        if (what := found()) is not None and what != []:
            return what
        threading.Event().wait(0.01)
    raise AssertionError("it did not come")


# Before the disk


def test_every_screen_falls_silent_while_the_disk_is_still_at_something_else(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    dao = site.phone("Dao")
    with slow_disk(site.app):
        stop = Pressed(ben.do, "hold.stop")
        told = wait_for(lambda: silenced(wall))
        assert len(told) == 1
        assert len(silenced(dao)) == 1
        assert abs(told[0]["at_ms"] - clock.to_ms(clock.now())) < 10_000
        assert not on_disk(site)
        for page in (wall.page(), dao.page(), console.page("console"), ben.page()):
            assert "Paused" in page or "paused" in page
        assert "Ben has asked for this" in console.page("console")
        assert "not saved yet" in ben.page()
        assert 'data-command="hold.lift"' in ben.page()
    assert stop.answer()["ok"]
    assert on_disk(site)
    assert "not saved yet" not in ben.page()
    assert silenced(wall) == []


def test_a_play_that_waits_for_the_disk_before_the_stop_does_not_start_the_film(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    assert console.do("playback.pause")["ok"]
    shown = revision(site)
    with slow_disk(site.app):
        started = Pressed(console.do, "playback.play", revision=shown)
        stop = Pressed(ben.do, "hold.stop")
        wait_for(lambda: silenced(wall))
    assert WORDS in started.answer()["words"]
    assert stop.answer()["ok"]
    assert on_disk(site)
    assert not site.look(lambda room: room.playback.playing)


def test_the_film_stands_where_it_was_when_the_stop_came_and_not_when_it_was_saved(
    site: Site, console: Phone, ben: Phone
) -> None:
    with full_disk(site):
        assert not ben.do("hold.stop", id="the-one-stop")["ok"]
        at = site.app.extensions["stops"].of(site.supervision_id).since
    assert ben.do("hold.stop", id="the-one-stop")["ok"]
    since, changed, position = site.look(
        lambda room: (room.hold.since, room.playback.changed_at, room.playback.position_ms)
    )
    assert since == changed == at
    assert position == pytest.approx(372_000, abs=5_000)


def test_nobody_hears_of_a_stop_that_is_not_its_senders(
    site: Site, console: Phone, wall: Wall
) -> None:
    for name in ("Aditi", "Mirela"):
        other = site.phone(name)
        silenced(wall)
        with full_disk(site):
            assert not other.do("hold.stop")["ok"]
        assert silenced(wall) == []
        assert silenced(other) == []
        assert "Paused" not in wall.page()


# On a full disk


def test_on_a_full_disk_the_room_is_held_and_the_presenter_knows_how_it_stands(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    with full_disk(site):
        ack = ben.do("hold.stop", id="the-one-stop")
        assert ack["again"], "the phone keeps it and sends it again"
        assert ack["held"]
        assert "The room is paused" in ack["words"]
        assert len(silenced(wall)) == 1
        assert not on_disk(site)
        assert "Paused" in wall.page()
        assert "not saved yet" in ben.page()
        refused = console.do("playback.play", revision=revision(site))
        assert not refused["ok"]
        assert WORDS in refused["words"]
        assert ben.do("hold.stop", id="the-one-stop")["again"]
        assert silenced(wall) == [], "told once"
    again = ben.do("hold.stop", id="the-one-stop")
    assert again["ok"]
    assert on_disk(site)


def test_what_the_room_saves_next_saves_the_stop_too(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    with full_disk(site):
        ben.do("hold.stop")
    aditi = site.phone("Aditi")
    assert aditi.do("tag.place", family="withdrawal")["ok"]
    assert on_disk(site)
    assert "not saved yet" not in ben.page()
    assert WORDS in console.do("playback.play", revision=revision(site))["words"]


def test_a_play_that_was_refused_because_of_it_saves_it(
    site: Site, console: Phone, ben: Phone
) -> None:
    with full_disk(site):
        ben.do("hold.stop")
    assert WORDS in console.do("playback.play", revision=revision(site))["words"]
    assert on_disk(site)


def test_lifting_it_leaves_nothing_of_it_anywhere(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    with full_disk(site):
        ben.do("hold.stop", id="the-one-stop")
    assert ben.do("hold.lift")["ok"]
    assert not on_disk(site)
    assert "Paused" not in wall.page()
    assert site.app.extensions["stops"].of(site.supervision_id) is None
    play(site, console)


def test_a_stop_that_another_worker_has_saved_does_not_come_back_after_it_was_lifted(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    """The phone asked at two workers while nothing could be saved, and the other one saved it."""
    here, there = site.app.extensions["stops"], UnsavedStops()
    with full_disk(site):
        for worker in (there, here):
            site.app.extensions["stops"] = worker
            assert ben.do("hold.stop", id="the-one-stop")["held"]
    assert ben.do("hold.stop", id="the-one-stop")["ok"]
    assert ben.do("hold.lift")["ok"]
    site.app.extensions["stops"] = there
    assert "Paused" not in wall.page()
    assert site.phone("Aditi").do("debrief.save", words="x")["ok"]
    assert not on_disk(site)
    assert there.of(site.supervision_id) is None


def test_the_supervisor_may_leave_the_film_before_the_stop_is_saved(
    site: Site, clip: int, console: Phone, ben: Phone, wall: Wall
) -> None:
    with full_disk(site):
        ben.do("hold.stop", id="the-one-stop")
    assert console.do("queue.put_aside", clip=clip)["ok"]
    assert "Paused" not in wall.page()
    assert not on_disk(site)
    assert not ben.do("hold.stop", id="the-one-stop")["ok"], "the film is Ben's no more"
    assert "Paused" not in wall.page()


def test_the_saved_stop_is_newer_than_what_the_screens_were_told_before(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    wall.live.get_received()
    with full_disk(site):
        ben.do("hold.stop", id="the-one-stop")
    before = wall.live.get_received()
    ben.do("hold.stop", id="the-one-stop")
    after = wall.live.get_received()
    for name in ("playback", "changed"):
        old = [m["args"][0]["revision"] for m in before if m["name"] == name]
        new = [m["args"][0]["revision"] for m in after if m["name"] == name]
        assert old[-1] < new[0], name
        assert old[-1] == int(old[-1]) + 0.5


# In a role


def test_whoever_plays_the_patient_stops_the_exercise_before_it_is_saved(site: Site) -> None:
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    console, ben, aditi = site.console(), site.phone("Ben"), site.phone("Aditi")
    script = "rotating_first_words"
    assert console.do("exercise.plan", rupture=rupture_id(site), script=script)["ok"]
    assert ben.do("exercise.agree", exercise=exercise_id(site))["ok"]
    assert console.do("exercise.begin", exercise=exercise_id(site))["ok"]
    slot = site.look(lambda room: next(s.id for s in room.exercises[-1].slots if s.is_current))
    with full_disk(site):
        assert ben.do("hold.stop")["held"]
        assert "Paused" in drawn(site, "wall")
        assert 'data-command="rotation.finish"' not in drawn(site, "Aditi")
    refused = aditi.do("rotation.finish", exercise=exercise_id(site), slot=slot)
    assert WORDS in refused["words"]


# Late


def test_a_stop_from_a_phone_that_was_out_of_contact_still_holds(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    minutes_ago = clock.to_ms(clock.now()) - 5 * 60_000
    sent = {"id": "an-old-stop", "name": "hold.stop", "body": {}, "at": minutes_ago}
    assert ben.live.emit("command", sent | {"offline": True}, callback=True)["ok"]
    assert on_disk(site)
    assert len(silenced(wall)) == 1


def test_an_old_stop_does_not_undo_a_later_go_on_from_another_device(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    pressed = clock.to_ms(clock.now())
    laptop = site.phone("Ben")
    assert laptop.do("hold.stop")["ok"]
    assert laptop.do("hold.lift")["ok"]
    silenced(wall)
    sent = {"id": "an-old-stop", "name": "hold.stop", "body": {}, "at": pressed, "offline": True}
    late = ben.live.emit("command", sent, callback=True)
    assert "Press Stop again" in late["words"]
    assert silenced(wall) == []
    assert not on_disk(site)
    assert ben.do("hold.stop")["ok"], "a new one holds as ever"


def test_an_old_stop_of_a_film_that_has_left_the_room_stops_nothing(
    site: Site, clip: int, console: Phone, ben: Phone, wall: Wall
) -> None:
    assert ben.do("queue.withdraw", clip=clip)["ok"]
    silenced(wall)
    assert "nothing to stop" in ben.do("hold.stop")["words"]
    assert silenced(wall) == []


# With nobody to ask


def may(page: str) -> str:
    return page.split('name="may" value="')[1].split('"')[0]


def test_with_the_database_away_the_pass_of_the_button_is_enough_for_silence(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    stop_pass = may(ben.page())
    with database_troubles.away(site.app):
        ack = ben.do("hold.stop", id="the-one-stop", may=stop_pass)
        assert ack["again"]
        assert ack["held"]
        assert len(silenced(wall)) == 1
    assert "Paused" in wall.page()
    assert WORDS in console.do("playback.play", revision=revision(site))["words"]
    assert ben.do("hold.stop", id="the-one-stop", may=stop_pass)["ok"]
    assert on_disk(site)


def test_a_pass_of_another_room_or_of_nobodys_making_is_no_pass(
    site: Site, console: Phone, ben: Phone, wall: Wall
) -> None:
    stop_pass = may(ben.page())
    with database_troubles.away(site.app):
        for sent in ("", "x", stop_pass[:-3] + "abc"):
            assert "held" not in ben.do("hold.stop", may=sent)
    assert silenced(wall) == []
    assert "Paused" not in wall.page()


def test_whose_it_was_is_looked_up_before_it_is_saved(
    site: Site, clip: int, console: Phone, ben: Phone, wall: Wall
) -> None:
    stop_pass = may(ben.page())
    assert ben.do("queue.withdraw", clip=clip)["ok"]
    with database_troubles.away(site.app):
        ben.do("hold.stop", may=stop_pass)
    assert "Paused" not in wall.page()
    assert site.phone("Aditi").do("debrief.save", words="x")["ok"]
    assert not on_disk(site)


def test_only_the_presenters_own_page_has_a_pass(site: Site, clip: int) -> None:
    def names(room: SupervisionSession) -> list[str]:
        return [p.name for p in room.participants]

    for name in site.look(names):
        assert ('name="may"' in drawn(site, name)) == (name == "Ben"), name
    for audience in ("wall", "everyone", "supervisor"):
        assert 'name="may"' not in drawn(site, audience)
    assert site.look(lambda room: person(room, "Ben").id)
