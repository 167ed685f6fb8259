"""A stretch that its presenter leaves out is shown by nobody but them, whichever way one takes to
it; they open it again with one tap, and no record tells of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import SupervisionSession, coverage_note
from tests.live.after_film import clip_id, drawn, rupture_id, shown
from tests.live.after_film import described as described_by_all
from tests.live.film_room import Wall, film_is_at, play, revision, watch
from tests.people import CLIP_MS, Phone, Site

START, END = 300_000, 360_000


@pytest.fixture
def clip(site: Site) -> int:
    """Five minutes have run; Ben, who presents, leaves out the sixth."""
    number = watch(site)
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    assert console.do("playback.pause")["ok"]
    seek(site, console, START)
    assert ben.do("hold.stop")["ok"]
    assert ben.do("hold.skip")["ok"]
    assert site.look(lambda room: room.queue[0].skipped) == [[START, END]]
    return number


def seek(site: Site, console: Phone, to_ms: int) -> None:
    assert console.do("playback.seek", revision=revision(site), to_ms=to_ms)["ok"]


def film(site: Site) -> tuple[int, bool, int | None]:
    """Where it stands or has begun to run, whether it runs, and where it will stop."""

    def of(room: SupervisionSession) -> tuple[int, bool, int | None]:
        playback = room.playback
        assert playback is not None
        return playback.position_ms, playback.playing, playback.stops_at_ms

    return site.look(of)


# Each way by which the film gets to another place


@pytest.mark.parametrize("to_ms", [START, START + 1, 330_000, END - 1])
def test_nobody_jumps_into_it(site: Site, clip: int, to_ms: int) -> None:
    console = site.console()
    before = film(site)
    ack = console.do("playback.seek", revision=revision(site), to_ms=to_ms)
    assert not ack["ok"]
    assert ack["words"].startswith("Ben has left out the film from 5:00 to 6:00. Only they can")
    assert film(site) == before


@pytest.mark.parametrize("to_ms", [0, START - 1, END, CLIP_MS])
def test_beside_it_one_jumps_as_ever(site: Site, clip: int, to_ms: int) -> None:
    seek(site, site.console(), to_ms)
    assert film(site)[0] == to_ms


def test_a_film_that_runs_stops_before_it_and_goes_on_after_it(site: Site, clip: int) -> None:
    console = site.console()
    seek(site, console, 290_000)
    play(site, console)
    assert film(site) == (290_000, True, START)

    def later(room: SupervisionSession) -> None:
        assert room.playback is not None
        room.playback.position_ms = START

    site.in_room(later)
    play(site, console)
    assert film(site) == (END, True, CLIP_MS)


def test_a_jump_of_a_running_film_stops_before_it_too(site: Site, clip: int) -> None:
    console = site.console()
    play(site, console)
    seek(site, console, 10_000)
    assert film(site) == (10_000, True, START)
    ack = console.do("playback.rate", revision=revision(site), rate=2)
    assert ack["ok"]
    assert film(site)[1:] == (True, START)


@pytest.mark.parametrize(("at_ms", "pictures"), [(START - 1, 5), (END, -5)])
def test_nobody_steps_into_it(site: Site, clip: int, at_ms: int, pictures: int) -> None:
    console = site.console()
    seek(site, console, at_ms)
    ack = console.do("playback.step", revision=revision(site), pictures=pictures)
    assert "has left out" in ack["words"]
    assert film(site)[0] == at_ms


def test_it_does_not_go_round(site: Site, clip: int) -> None:
    ack = site.console().do("playback.loop", revision=revision(site), on="y")
    assert "does not go round" in ack["words"]
    assert site.phone("Ben").do("hold.open_again", clip=clip, start=START)["ok"]
    assert site.console().do("playback.loop", revision=revision(site), on="y")["ok"]


def test_one_that_went_round_does_so_no_more(site: Site) -> None:
    watch(site)
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    assert console.do("playback.loop", revision=revision(site), on="y")["ok"]
    film_is_at(site, START)
    assert ben.do("hold.stop")["ok"]
    assert ben.do("hold.skip")["ok"]
    play(site, console)
    assert not site.look(lambda room: room.playback is not None and room.playback.goes_round)
    assert film(site)[2] == CLIP_MS


def test_put_aside_and_taken_up_again_it_is_still_left_out(site: Site, clip: int) -> None:
    def anew(room: SupervisionSession) -> None:
        first = room.queue[0]
        first.put_aside(clock.now())
        first.status, room.clip, room.playback = ClipStatus.PLAYED, None, None
        first.skipped = [[0, 60_000]]
        first.take_up(clock.now())

    site.in_room(anew)
    assert film(site)[0] == 60_000
    assert (
        "has left out"
        in site.console().do("playback.seek", revision=revision(site), to_ms=9)["words"]
    )


def test_the_whole_of_it_left_out_nothing_plays(site: Site, clip: int) -> None:
    def all_of_it(room: SupervisionSession) -> None:
        room.queue[0].skipped = [[0, CLIP_MS]]

    site.in_room(all_of_it)
    ack = site.console().do("playback.play", revision=revision(site))
    assert "has left out the film from 0:00" in ack["words"]


# Moments that are shown again


@pytest.fixture
def described(site: Site) -> Callable[[int, int], Any]:
    """Ben's marks have been shown; then he leaves out a stretch. Plays the moment at 5:28 again."""
    site.in_room(shown)
    number = clip_id(site)

    def replay(start_ms: int, end_ms: int) -> Any:
        def leave_out(room: SupervisionSession) -> None:
            room.queue[0].skipped = [[start_ms, end_ms]]

        site.in_room(leave_out)
        page = drawn(site, "supervisor")
        moments = re.findall(r'name="start" value="(\d+)"', page)
        start = next(int(ms) for ms in moments if 320_000 < int(ms) < 330_000)
        return site.console().do("reveal.replay", clip=number, start=start)

    return replay


def test_a_moment_in_it_is_not_shown_again(
    site: Site, described: Callable[[int, int], Any]
) -> None:
    ack = described(327_000, 387_000)
    assert "has left out" in ack["words"]
    assert site.look(lambda room: room.playback is None or not room.playback.playing)


def test_what_comes_before_a_moment_is_shown_as_far_as_it_may_be(
    site: Site, described: Callable[[int, int], Any]
) -> None:
    first = site.look(lambda room: min(t.clip_ms for t in room.queue[0].tags if t.clip_ms > 3e5))
    assert described(first - 62_000, first - 2_000)["ok"]
    assert film(site)[0] == first - 2_000


def test_what_comes_after_a_moment_too(site: Site, described: Callable[[int, int], Any]) -> None:
    last = site.look(lambda room: max(t.clip_ms for t in room.queue[0].tags if t.clip_ms < 4e5))
    assert described(last + 1_000, last + 61_000)["ok"]
    assert film(site)[2] == last + 1_000


def test_no_other_way_to_show_a_moment_again_leads_there(site: Site) -> None:
    """What was described, and what was looked at once more."""
    site.in_room(described_by_all)
    console, number = site.console(), clip_id(site)
    moments = re.findall(r'name="start" value="(\d+)"', drawn(site, "supervisor"))
    assert console.do("second_look.open", clip=number, start=moments[1])["ok"]
    assert console.do("playback.pause")["ok"]

    def leave_out(room: SupervisionSession) -> None:
        room.queue[0].skipped = [[0, CLIP_MS - 1]]

    site.in_room(leave_out)
    look = site.look(lambda room: room.queue[0].second_looks[0].id)
    for command, body in (
        ("second_look.again", {"look": look}),
        ("second_look.open", {"clip": number, "start": moments[1]}),
        ("rupture.replay", {"rupture": rupture_id(site)}),
    ):
        assert "has left out" in console.do(command, **body)["words"], command
        assert not film(site)[1]


# Its presenter, and those who lead


def test_its_presenter_opens_it_again_with_one_tap(site: Site, clip: int) -> None:
    ben, console = site.phone("Ben"), site.console()
    page = drawn(site, "Ben")
    assert "Left out: 5:00 to 6:00" in page
    assert 'data-command="hold.open_again"' in page
    for other in ("Aditi", "Mirela", "everyone", "supervisor", "wall"):
        assert "hold.open_again" not in drawn(site, other), other
    for phone in (console, site.phone("Aditi")):
        assert not phone.do("hold.open_again", clip=clip, start=START)["ok"]
    assert site.look(lambda room: room.queue[0].skipped) == [[START, END]]
    assert ben.do("hold.open_again", clip=clip, start=START)["ok"]
    assert "Left out" not in drawn(site, "Ben")
    seek(site, console, 330_000)
    play(site, console)
    assert film(site) == (330_000, True, None)


def test_a_film_that_stands_before_it_runs_on_through_it_once_it_is_open(
    site: Site, clip: int
) -> None:
    ben, console = site.phone("Ben"), site.console()
    seek(site, console, 290_000)
    play(site, console)
    assert console.do("playback.pause")["ok"]
    assert film(site)[2] == START
    assert ben.do("hold.open_again", clip=clip, start=START)["ok"]
    play(site, console)
    assert film(site)[2] is None


def test_a_minute_after_a_minute(site: Site, clip: int) -> None:
    ben = site.phone("Ben")
    assert ben.do("hold.stop")["ok"]
    assert ben.do("hold.skip")["ok"]
    assert film(site)[0] == END + 60_000
    assert site.look(lambda room: room.queue[0].skipped) == [[START, END], [END, END + 60_000]]
    assert ben.do("hold.open_again", clip=clip, start=START)["ok"]
    assert site.look(lambda room: room.queue[0].skipped) == [[END, END + 60_000]]


def test_at_the_end_it_is_said_that_the_film_ends(site: Site, clip: int) -> None:
    ben, console = site.phone("Ben"), site.console()
    seek(site, console, CLIP_MS)
    assert ben.do("hold.stop")["ok"]
    page = ben.page()
    assert "hold.skip" not in page
    assert "The film ends here." in page
    ack = ben.do("hold.skip")
    assert "nothing left to leave out" in ack["words"]
    assert site.look(lambda room: room.hold is not None), "and the pause is still on"


def test_the_console_says_so_while_the_film_stands_and_the_wall_does_not(
    site: Site, clip: int
) -> None:
    assert "Ben leaves out 5:00 to 6:00" in drawn(site, "supervisor")
    for audience in ("wall", "everyone", "Aditi"):
        assert "leaves out" not in drawn(site, audience)
    assert "eaves out" not in Wall(site).page()


# What counts as seen (C-82)


def test_what_is_left_out_is_asked_of_nobody(site: Site, clip: int) -> None:
    """A film of which all but that has been seen is not spoken of; of the rest it is, as before."""

    def seen_but(skipped: list[list[int]], until_ms: int) -> tuple[bool, int]:
        def of(room: SupervisionSession) -> tuple[bool, int]:
            film, now = room.queue[0], clock.now()
            film.skipped = skipped
            film.marks[0].position_ms = 0
            film.marks[0].playing, film.marks[0].rate = True, 1.0
            del film.marks[1:]
            film.marks[0].at = now - timedelta(milliseconds=until_ms)
            return coverage_note.is_due(film, now, 75), coverage_note.unseen_ms(film, now)

        return site.look(of)

    most = round(CLIP_MS * 0.72)
    assert seen_but([], most)[0] is True
    assert seen_but([[most, most + 60_000]], most) == (
        False,
        pytest.approx(CLIP_MS - most - 60_000, abs=300),
    )
    assert seen_but([[0, 60_000]], most) == (True, pytest.approx(CLIP_MS - most, abs=300))


def test_no_trace_of_it_is_left_when_the_meeting_closes(site: Site, clip: int) -> None:
    site.begin(Phase.PRESENTER_CHECKOUT)
    assert site.phone("Ben").do("presenter_checkout.decline")["ok"]
    assert site.console().do("supervision.close")["ok"]
    assert site.look(lambda room: room.queue[0].skipped) == []
    record = site.browser("Mirela").get(f"/supervision/{site.supervision_id}/record.json")
    assert "skip" not in record.text
