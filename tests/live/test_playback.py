"""Driving the film: one start for all screens, by whoever was first, and only by a supervisor."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest

from afttrainer import clock
from afttrainer.content.codes import Phase, Role
from afttrainer.models import SupervisionSession
from tests.live.film_room import Wall, film_is_at, play, played, revision, watch
from tests.people import CLIP_MS, Phone, Site


@pytest.fixture
def clip(site: Site) -> int:
    return watch(site)


def state_in(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="playback">(.*?)</script>', page, re.S)
    assert found
    state: dict[str, object] = json.loads(found[1])
    return state


def position_now(site: Site) -> int:
    def read(room: SupervisionSession) -> int:
        assert room.playback is not None
        return room.playback.position_at(clock.now())

    return site.look(read)


def lead_too(site: Site, name: str) -> Phone:
    def appoint(room: SupervisionSession) -> None:
        member = next(m for m in room.group.memberships if m.name == name)
        member.role = Role.SUPERVISOR

    site.in_room(appoint)
    return site.phone(name, "console")


def test_a_play_reaches_every_screen_ahead_of_its_time(site: Site, clip: int) -> None:
    console, aditi, wall = site.console(), site.phone("Aditi"), Wall(site)
    before = clock.to_ms(clock.now())
    play(site, console)

    told = [played(console)[-1], played(aditi)[-1], wall.told()[-1]]
    assert told[0] == told[1] == told[2]
    assert told[0]["playing"]
    assert told[0]["clip"] == clip
    assert told[0]["changed_at_ms"] >= before + 400


def test_of_two_supervisors_who_press_at_once_one_starts_the_film(site: Site, clip: int) -> None:
    mirela, dao = site.console(), lead_too(site, "Dao")
    shown = revision(site)
    first = mirela.do("playback.play", revision=shown)
    second = dao.do("playback.play", revision=shown)

    assert first["ok"]
    assert not second["ok"]
    assert "running" in second["words"]
    assert site.look(lambda room: len(room.queue[0].marks)) == 1


def test_a_play_sent_twice_is_one_play(site: Site, clip: int) -> None:
    console = site.console()
    acks = [console.do("playback.play", id="play-once-only", revision=0) for _ in range(2)]
    assert acks[0] == acks[1]
    assert site.look(lambda room: len(room.queue[0].marks)) == 1


def test_a_clip_that_is_to_go_round_is_told_to_every_screen(site: Site, clip: int) -> None:
    console, aditi, wall = site.console(), site.phone("Aditi"), Wall(site)
    play(site, console)
    began = played(console)[-1]["changed_at_ms"]
    shown = revision(site)
    assert console.do("playback.loop", revision=shown, on="y")["ok"]

    told = [played(console)[-1], played(aditi)[-1], wall.told()[-1]]
    assert told[0] == told[1] == told[2]
    assert (told[0]["loops"], told[0]["rests_ms"]) == (True, 2_000)
    assert told[0]["changed_at_ms"] == began, "no picture moves for it"
    stale = console.do("playback.loop", revision=shown)
    assert not stale["ok"]
    assert console.do("playback.loop", revision=revision(site))["ok"]
    assert played(console)[-1]["rests_ms"] is None


def test_a_touch_in_a_later_round_is_where_the_film_was_then(site: Site, clip: int) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    assert console.do("playback.loop", revision=revision(site), on="y")["ok"]
    play(site, console)
    at = film_is_at(site, CLIP_MS + 2_000 + 5_000)
    ack = aditi.do(
        "tag.place", family="withdrawal", clip=str(clip), client_uuid=str(uuid4()), at=at
    )
    assert ack["ok"], ack
    assert ack["clip_ms"] == pytest.approx(5_000, abs=2)


def test_a_stale_seek_is_refused_with_where_the_film_is(site: Site, clip: int) -> None:
    console = site.console()
    assert console.do("playback.seek", revision=0, to_ms=328_000)["ok"]
    stale = console.do("playback.seek", revision=0, to_ms=10_000)
    assert not stale["ok"]
    assert "5:28" in stale["words"]
    assert position_now(site) == 328_000


def test_a_joiner_two_seconds_after_play_is_told_the_frame_of_now(site: Site, clip: int) -> None:
    play(site, site.console())
    now_ms = film_is_at(site, 2_000)

    state = state_in(site.phone("Femi").page())
    since = now_ms - float(str(state["changed_at_ms"]))
    assert state["playing"]
    assert abs(float(str(state["position_ms"])) + since - 2_000) < 50


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("playback.play", {"revision": 0}),
        ("playback.pause", {}),
        ("playback.seek", {"revision": 0, "to_ms": 1000}),
        ("playback.rate", {"revision": 0, "rate": 2}),
        ("playback.step", {"revision": 0, "pictures": 1}),
        ("playback.companions", {"on": "y"}),
        ("playback.captions", {"on": "y"}),
    ],
)
def test_nobody_but_a_supervisor_drives_the_film(
    site: Site, clip: int, command: str, body: dict[str, object]
) -> None:
    for name in ("Ben", "Aditi"):
        ack = site.phone(name).do(command, **body)
        assert not ack["ok"]
        assert "Only the supervisor" in ack["words"]
    assert site.look(lambda room: room.playback) is None


def test_a_rate_beyond_double_is_answered_in_words(site: Site, clip: int) -> None:
    console = site.console()
    ack = console.do("playback.rate", revision=0, rate=3)
    assert not ack["ok"]
    assert "double" in ack["words"]
    assert console.do("playback.rate", revision=0, rate=1.5)["ok"]


@pytest.mark.parametrize("rate", ["nan", "inf", "-1", "fast", ""])
def test_a_rate_that_is_none_changes_nothing(site: Site, clip: int, rate: str) -> None:
    assert not site.console().do("playback.rate", revision=0, rate=rate)["ok"]
    assert site.look(lambda room: room.playback) is None


def test_a_film_does_not_play_on_into_the_next_part(site: Site, clip: int) -> None:
    console = site.console()
    play(site, console)
    film_is_at(site, 60_000)
    site.begin(Phase.AFFECT_ROUND)
    assert not site.look(lambda room: room.playback.playing)
    assert abs(position_now(site) - 60_000) < 1_000


def test_the_room_follows_a_wall_that_is_behind(site: Site, clip: int) -> None:
    console, wall = site.console(), Wall(site)
    play(site, console)
    now_ms = film_is_at(site, 10_000)
    shown = revision(site)
    played(console)
    wall.reports(clip, shown, 9_700, now_ms)

    told = played(console)[-1]
    assert told["position_ms"] == 9_700
    assert told["revision"] == shown, "to people nothing has changed"
    ran_at_least = clock.to_ms(clock.now()) - now_ms
    ran = position_now(site) - 9_700
    ran_at_most = clock.to_ms(clock.now()) - now_ms
    assert ran_at_least - 1 <= ran <= ran_at_most + 1


def test_a_wall_that_is_where_it_should_be_moves_nothing(site: Site, clip: int) -> None:
    console, wall = site.console(), Wall(site)
    play(site, console)
    now_ms = film_is_at(site, 10_000)
    played(console)
    wall.reports(clip, revision(site), 10_004, now_ms)
    assert played(console) == []
    assert site.look(lambda room: len(room.queue[0].marks)) == 1


def test_a_report_from_before_the_pause_does_not_start_the_film_again(
    site: Site, clip: int
) -> None:
    console, wall = site.console(), Wall(site)
    play(site, console)
    now_ms = film_is_at(site, 10_000)
    shown = revision(site)
    console.do("playback.pause")
    wall.reports(clip, shown, 5_000, now_ms)
    assert abs(position_now(site) - 10_000) < 1_000


@pytest.mark.parametrize(
    "report",
    [None, 7, "x", {}, {"clip": 1, "revision": 1, "film_ms": float("nan"), "at_ms": 1e99}, [1]],
)
def test_nonsense_from_a_wall_is_nothing(site: Site, clip: int, report: object) -> None:
    wall = Wall(site)
    play(site, site.console())
    wall.live.emit("wall.report", report)
    assert wall.live.is_connected()


def test_a_trainee_cannot_pass_for_the_wall(site: Site, clip: int) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    play(site, console)
    now_ms = film_is_at(site, 10_000)
    report = {"clip": clip, "revision": revision(site), "film_ms": 500_000, "at_ms": now_ms}
    aditi.live.emit("wall.report", report)
    assert position_now(site) < 20_000


@pytest.mark.parametrize("report", [None, {"standing": True}, {"clip": "x"}])
def test_a_wall_is_answered_whatever_it_tells(site: Site, clip: int, report: object) -> None:
    """By the answer it knows that it is in contact, and whether it has missed a change."""
    wall = Wall(site)
    play(site, site.console())
    answer = wall.live.emit("wall.report", report, callback=True)
    assert answer == {"ok": True, "revision": revision(site)}


def test_two_walls_do_not_pull_the_room_to_and_fro(site: Site, clip: int) -> None:
    console, projector, second = site.console(), Wall(site), Wall(site)
    play(site, console)
    now_ms = film_is_at(site, 10_000)
    projector.reports(clip, revision(site), 9_000, now_ms)
    played(console)
    for _report in range(3):
        answer = second.reports(clip, revision(site), 12_000, clock.to_ms(clock.now()))
        assert answer["ok"]
    assert played(console) == []
    assert position_now(site) < 11_000


def test_the_presser_is_told_what_the_next_press_is_based_on(site: Site, clip: int) -> None:
    """Twenty places in two seconds need not wait for twenty pushes."""
    console = site.console()
    shown = revision(site)
    for place in range(20):
        answer = console.do("playback.seek", revision=shown, to_ms=place * 1000)
        assert answer["ok"]
        shown = answer["revision"]
    assert position_now(site) == 19_000


def test_a_film_that_has_ended_is_noted_and_can_begin_again(site: Site, clip: int) -> None:
    console, wall = site.console(), Wall(site)
    play(site, console)
    now_ms = film_is_at(site, CLIP_MS + 1_000)
    wall.reports(clip, revision(site), CLIP_MS, now_ms)
    assert not site.look(lambda room: room.playback.playing)
    assert site.look(lambda room: room.queue[0].coverage(clock.now())) == 1.0
    play(site, console)
    assert position_now(site) < 1_000


def test_the_console_tells_how_many_marks_only_while_the_film_stands(site: Site, clip: int) -> None:
    console = site.console()
    play(site, console)
    at_ms = film_is_at(site, 5_000)
    site.phone("Aditi").do("tag.place", at=at_ms, family="withdrawal")
    assert "marks so far" not in console.page("console")
    assert "mark so far" not in console.page("console")
    console.do("playback.pause")
    assert "1 mark so far" in console.page("console")


def test_over_the_film_on_ones_own_screen_stands_ones_name_and_nobodys_on_the_wall(
    site: Site, clip: int
) -> None:
    def over(page: str) -> str:
        return page.split("data-film-viewer")[1].split("</p>")[0]

    assert "Mirela" in over(site.console().page("console"))
    assert "Dao" in over(site.phone("Dao").page())
    assert "film-viewer" not in Wall(site).page()
