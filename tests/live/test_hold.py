"""The presenter's stop: on every screen at once, and lifted by nobody else."""

from __future__ import annotations

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import SupervisionSession
from tests.live.film_room import Wall, film_is_at, play, played, revision, watch
from tests.people import Site


@pytest.fixture
def clip(site: Site) -> int:
    return watch(site)


def held(room: SupervisionSession) -> bool:
    return room.hold is not None


def test_one_tap_halts_the_film_on_every_screen(site: Site, clip: int) -> None:
    console, ben, dao, wall = site.console(), site.phone("Ben"), site.phone("Dao"), Wall(site)
    play(site, console)
    film_is_at(site, 372_000)
    for screen in (console, ben, dao):
        played(screen)
    wall.told()
    assert ben.do("hold.stop")["ok"]

    for told in (played(console)[-1], played(ben)[-1], played(dao)[-1], wall.told()[-1]):
        assert told["held"]
        assert not told["playing"]
        assert abs(told["position_ms"] - 372_000) < 1_000
    assert "Paused" in wall.page()
    assert "Paused" in dao.page()


def test_only_the_console_says_whose_wish_it_is(site: Site, clip: int) -> None:
    console, ben, wall = site.console(), site.phone("Ben"), Wall(site)
    assert ben.do("hold.stop")["ok"]
    assert "Ben has asked for this" in console.page("console")
    assert "Ben" not in wall.page()
    assert "has asked for" not in site.phone("Dao").page()


def test_the_supervisor_can_neither_play_nor_lift_it(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    ben.do("hold.stop")
    for command, body in (
        ("playback.play", {"revision": revision(site)}),
        ("playback.seek", {"revision": revision(site), "to_ms": 0}),
        ("playback.step", {"revision": revision(site), "pictures": 1}),
    ):
        ack = console.do(command, **body)
        assert not ack["ok"]
        assert "Only they can say to go on" in ack["words"]
    assert not console.do("hold.lift")["ok"]
    assert site.look(held)


def test_the_web_door_answers_a_play_under_hold_with_403(site: Site, clip: int) -> None:
    site.phone("Ben").do("hold.stop")
    answer = site.browser("Mirela").post(
        f"/supervision/{site.supervision_id}/command",
        json={"id": "play-by-web", "name": "playback.play", "body": {"revision": "0"}},
    )
    assert answer.status_code == 403


def test_nobody_else_stops_or_lifts(site: Site, clip: int) -> None:
    ben, aditi = site.phone("Ben"), site.phone("Aditi")
    assert not aditi.do("hold.stop")["ok"]
    ben.do("hold.stop")
    assert not aditi.do("hold.lift")["ok"]
    assert site.look(held)


def test_the_presenter_lifts_it_and_no_trace_is_left(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    ben.do("hold.stop")
    assert "Go on" in ben.page()
    assert ben.do("hold.lift")["ok"]

    assert not site.look(held)
    assert not site.look(lambda room: room.playback.playing), "it goes on when somebody plays it"
    play(site, console)


def test_a_stop_that_comes_by_two_ways_is_one_stop(site: Site, clip: int) -> None:
    ben = site.phone("Ben")
    assert ben.do("hold.stop", id="stop-by-two-ways")["ok"]
    ben.do("hold.lift")
    assert ben.do("hold.stop", id="stop-by-two-ways")["ok"]
    assert not site.look(held), "the second way arrived after the lifting and is not a second stop"


@pytest.mark.parametrize("kind", [Phase.AFFECT_ROUND, Phase.EXERCISE, Phase.DEBRIEF])
def test_the_stop_is_there_in_every_later_part(site: Site, clip: int, kind: Phase) -> None:
    site.begin(kind)
    ben, wall = site.phone("Ben"), Wall(site)
    assert "Stop" in ben.page()
    assert ben.do("hold.stop")["ok"]
    assert "Paused" in wall.page()


def test_the_supervisor_may_leave_a_halted_film_but_has_closed_it_by_that(
    site: Site, clip: int
) -> None:
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    ben.do("hold.stop")
    assert console.do("queue.put_aside", clip=clip)["ok"]

    assert not site.look(held)
    assert site.look(lambda room: room.queue[0].status) is ClipStatus.WITHDRAWN
    assert not console.do("playback.play", revision=revision(site))["ok"]
    assert not console.do("queue.take_up", clip=clip)["ok"]


def test_a_presenter_who_takes_the_clip_back_ends_the_pause(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    ben.do("hold.stop")
    assert ben.do("queue.withdraw", clip=clip)["ok"]
    assert not site.look(held)
    assert played(console)[-1]["url"] is None


def test_coverage_goes_on_after_a_pause_and_counts_nothing_twice(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    film_is_at(site, 372_000)
    ben.do("hold.stop")
    covered = site.look(lambda room: room.queue[0].coverage(clock.now()))
    assert covered == pytest.approx(372_000 / 860_000, abs=0.002)
    ben.do("hold.lift")
    assert site.look(lambda room: room.queue[0].coverage(clock.now())) == pytest.approx(covered)
