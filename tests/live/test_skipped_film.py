"""What is left out is so of the film and not of one clip of it; phones have no file with a gap."""

from __future__ import annotations

import re

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import Clip, QueuedClip, SupervisionSession, coverage_note, skipped
from tests.live.after_film import drawn
from tests.live.film_room import film_is_at, play, revision, watch
from tests.live.test_skipped import film, seek
from tests.people import CLIP_MS, T0, Phone, Site, queued_clip

#: The second clip of Ben's recording begins two minutes into the first.
LATER_MS = 120_000


@pytest.fixture
def second(site: Site) -> int:
    """Ben has left out 5:00 to 6:00 of the first clip; now another one of the same film is on."""
    watch(site)

    def another(room: SupervisionSession) -> int:
        first = room.queue[0]
        first.skipped = [[300_000, 360_000]]
        begins_ms = first.clip.in_ms + LATER_MS
        clip = Clip(
            recording=first.clip.recording,
            title="Another stretch",
            in_ms=begins_ms,
            out_ms=begins_ms + 360_000,
            made_at=T0,
        )
        queued = QueuedClip(clip=clip, position=1, status=ClipStatus.ACCEPTED)
        queued.accepted_at = clock.now()
        room.queue.append(queued)
        queued.take_up(clock.now())
        return first.id

    return site.in_room(another)


def spans(site: Site, number: int) -> list[tuple[int, int]]:
    return site.look(
        lambda room: [(one.start_ms, one.end_ms) for one in skipped.stretches(room.queue[number])]
    )


def test_another_clip_of_the_film_leaves_out_the_same_pictures(site: Site, second: int) -> None:
    console = site.console()
    ack = console.do("playback.seek", revision=revision(site), to_ms=200_000)
    assert ack["words"].startswith("Ben has left out the film from 3:00 to 4:00.")
    assert (
        "does not go round" in console.do("playback.loop", revision=revision(site), on="y")["words"]
    )
    seek(site, console, 170_000)
    play(site, console)
    assert film(site) == (170_000, True, 180_000)


@pytest.mark.parametrize(
    ("left_out", "there"),
    [
        ([[100_000, 130_000]], [(0, 10_000)]),
        ([[60_000, 120_000]], []),
        ([[460_000, 520_000]], [(340_000, 360_000)]),
        ([[480_000, 500_000]], []),
        ([[400_000, 410_000], [130_000, 140_000]], [(10_000, 20_000), (280_000, 290_000)]),
    ],
)
def test_what_lies_outside_its_marks_is_not_its(
    site: Site, second: int, left_out: list[list[int]], there: list[tuple[int, int]]
) -> None:
    site.in_room(lambda room: setattr(room.queue[0], "skipped", left_out))
    assert spans(site, 1) == there


def test_another_film_has_all_of_it(site: Site, second: int) -> None:
    def of_another(room: SupervisionSession) -> None:
        queued_clip(room, "Chiara", "P-022")

    site.in_room(of_another)
    assert spans(site, 2) == []


def test_each_way_of_opening_goes_by_the_clip_it_was_left_out_of(site: Site, second: int) -> None:
    ben, console = site.phone("Ben"), site.console()
    seek(site, console, 170_000)
    play(site, console)
    assert console.do("playback.pause")["ok"]
    assert film(site)[2] == 180_000
    page = drawn(site, "Ben")
    assert re.findall(r"Left out: [0-9:]+ to [0-9:]+", page) == ["Left out: 5:00 to 6:00"]
    assert ben.do("hold.open_again", clip=second, start=300_000)["ok"]
    assert film(site)[2] is None, "the film that stands before it runs on"
    assert spans(site, 1) == []


# Phones


def shows_on_phones(site: Site) -> Phone:
    console = site.console()
    assert console.do("playback.companions", on="y")["ok"]
    return console


def test_phones_show_the_clock_while_a_part_is_left_out(site: Site) -> None:
    number = watch(site)
    console, ben = shows_on_phones(site), site.phone("Ben")
    play(site, console)
    film_is_at(site, 300_000)
    assert 'id="film-place"' in drawn(site, "everyone")
    said = "Phones show the clock while a part is left out."
    assert said not in drawn(site, "supervisor")
    aditi = site.phone("Aditi")
    assert ben.do("hold.stop")["ok"]
    aditi.live.get_received()
    assert ben.do("hold.skip")["ok"]
    pushed = [m for m in aditi.live.get_received() if "film-clock" in str(m["args"])]
    assert pushed, "they hear of it at once"
    assert 'id="film-place"' not in drawn(site, "everyone")
    assert 'id="film-clock"' in drawn(site, "everyone")
    assert said in drawn(site, "supervisor")
    start = site.look(lambda room: room.queue[0].skipped[0][0])
    aditi.live.get_received()
    assert ben.do("hold.open_again", clip=number, start=start)["ok"]
    assert [m for m in aditi.live.get_received() if "film-place" in str(m["args"])]
    assert said not in drawn(site, "supervisor")


def test_where_phones_have_no_film_nothing_is_said_of_them(site: Site) -> None:
    watch(site)
    site.in_room(lambda room: setattr(room.queue[0], "skipped", [[0, 60_000]]))
    assert "Phones show the clock" not in drawn(site, "supervisor")


# Its end


def test_opened_again_to_its_end_it_goes_round(site: Site) -> None:
    number = watch(site)
    site.in_room(lambda room: setattr(room.queue[0], "skipped", [[0, 60_000]]))
    ben, console = site.phone("Ben"), site.console()
    play(site, console)
    assert film(site)[2] == CLIP_MS
    assert console.do("playback.pause")["ok"]
    assert ben.do("hold.open_again", clip=number, start=0)["ok"]
    assert film(site)[2] is None
    assert console.do("playback.loop", revision=revision(site), on="y")["ok"]
    play(site, console)
    assert site.look(lambda room: room.playback is not None and room.playback.goes_round)


def test_opened_while_it_runs_it_goes_round_once_that_is_pressed(site: Site) -> None:
    number = watch(site)
    site.in_room(lambda room: setattr(room.queue[0], "skipped", [[0, 60_000]]))
    ben, console = site.phone("Ben"), site.console()
    play(site, console)
    assert ben.do("hold.open_again", clip=number, start=0)["ok"]
    assert film(site)[2] == CLIP_MS, "as all screens were told"
    assert console.do("playback.loop", revision=revision(site), on="y")["ok"]
    assert site.look(lambda room: room.playback is not None and room.playback.goes_round)


# What is counted, and what is kept


def test_what_is_left_out_twice_is_counted_once(site: Site) -> None:
    watch(site)

    def unseen(room: SupervisionSession) -> int:
        return coverage_note.unseen_ms(room.queue[0], clock.now())

    site.in_room(
        lambda room: setattr(room.queue[0], "skipped", [[0, 60_000], [30_000, 90_000], [0, 60_000]])
    )
    assert site.look(unseen) == CLIP_MS - 90_000


def test_where_the_film_stopped_is_forgotten_when_the_meeting_closes(site: Site) -> None:
    watch(site)
    site.in_room(lambda room: setattr(room.queue[0], "skipped", [[300_000, 360_000]]))
    console = site.console()
    play(site, console)
    assert film(site)[2] == 300_000
    site.begin(Phase.PRESENTER_CHECKOUT)
    assert site.phone("Ben").do("presenter_checkout.decline")["ok"]
    assert console.do("supervision.close")["ok"]
    assert film(site)[1:] == (False, None)
