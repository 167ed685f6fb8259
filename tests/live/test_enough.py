"""The presenter's stop in its other forms: enough of the film, out of the exercise (C-75, C-82)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afttrainer import clock
from afttrainer.content.codes import Phase
from tests.live.film_room import Wall, film_is_at, play, revision, watch
from tests.people import CLIP_MS, Site


@pytest.fixture
def clip(site: Site) -> int:
    number = watch(site)
    play(site, site.console())
    film_is_at(site, 372_000)
    return number


def test_enough_of_the_film_halts_it_and_ends_the_pause(site: Site, clip: int) -> None:
    ben, console, wall = site.phone("Ben"), site.console(), Wall(site)
    assert ben.do("hold.stop")["ok"]
    page = ben.page()
    for words in ("Go on", "That is enough of the film", "Take the clip back"):
        assert words in page
    assert ben.do("queue.enough", clip=clip)["ok"]
    assert site.look(lambda room: room.hold is None)
    assert "Paused" not in wall.page() + console.page("console")
    ack = console.do("playback.play", revision=revision(site))
    assert "enough of the film" in ack["words"]
    for command in ("playback.seek", "playback.step"):
        assert not console.do(command, revision=revision(site), to_ms=1, pictures=1)["ok"]
    assert "this is enough" in console.page("console")
    assert "enough" not in wall.page()


def test_what_was_marked_is_shown_and_played_again_all_the_same(site: Site, clip: int) -> None:
    ben, console = site.phone("Ben"), site.console()
    assert site.phone("Dao").do("tag.place", family="withdrawal")["ok"]
    assert ben.do("queue.enough", clip=clip)["ok"]
    site.begin(Phase.RUPTURE_DEFINITION)
    assert console.do("reveal.show", clip=clip)["ok"]
    start = site.look(lambda room: room.queue[0].tags[0].clip_ms)
    assert console.do("reveal.replay", clip=clip, start=start)["ok"]


def test_only_the_presenter_says_so_and_only_they_go_on(site: Site, clip: int) -> None:
    ben, console, aditi = site.phone("Ben"), site.console(), site.phone("Aditi")
    for phone in (console, aditi):
        assert not phone.do("queue.enough", clip=clip)["ok"]
    assert ben.do("queue.enough", clip=clip)["ok"]
    for phone in (console, aditi):
        assert not phone.do("queue.more", clip=clip)["ok"]
    assert "go on after all" in ben.page()
    assert "go on after all" not in aditi.page() + console.page("console")
    assert ben.do("queue.more", clip=clip)["ok"]
    play(site, console)


@pytest.mark.parametrize("kind", list(Phase)[list(Phase).index(Phase.INTRODUCTION) :])
def test_one_stop_stands_on_every_screen_of_the_presenters_and_on_no_others(
    site: Site, clip: int, kind: Phase
) -> None:
    if kind is not Phase.VIEWING:
        site.begin(kind)
    stop = 'data-command="hold.stop"'
    assert site.phone("Ben").page().count(stop) == 1
    for page in (site.phone("Aditi").page(), site.console().page("console"), Wall(site).page()):
        assert stop not in page


def test_no_trace_of_it_is_left_when_the_meeting_closes(site: Site, clip: int) -> None:
    ben = site.phone("Ben")
    assert ben.do("queue.enough", clip=clip)["ok"]
    site.begin(Phase.PRESENTER_CHECKOUT)
    assert ben.do("presenter_checkout.decline")["ok"]
    assert site.console().do("supervision.close")["ok"]
    assert site.look(lambda room: room.queue[0].enough_at) is None


# How much was seen


def test_a_film_left_early_is_noted_softly_and_nobody_is_held_up(site: Site, clip: int) -> None:
    """C-82."""
    console = site.console()
    assert "nobody has seen yet" not in console.page("console"), "not while it runs"
    assert console.do("playback.pause")["ok"]
    page = console.page("console")
    assert "8:0" in page.split('id="film-unseen"')[1][:60]
    assert "nobody has seen yet" not in site.phone("Ben").page() + Wall(site).page()
    assert console.do("queue.put_aside", clip=clip)["ok"]


def test_a_film_seen_far_enough_is_not_spoken_of(site: Site, clip: int) -> None:
    console = site.console()
    film_is_at(site, round(CLIP_MS * 0.75) + 5_000)
    console.do("playback.pause")
    assert "nobody has seen yet" not in console.page("console")


@pytest.mark.parametrize(("percent", "is_told"), [(0, False), (30, False), (60, True), (100, True)])
def test_under_which_share_it_is_said_is_the_sites_to_say(
    site: Site, clip: int, percent: int, is_told: bool
) -> None:
    """C-82."""
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, seen_at_least_percent=percent)
    console = site.console()
    film_is_at(site, CLIP_MS // 2)
    console.do("playback.pause")
    assert ("nobody has seen yet" in console.page("console")) is is_told


def test_whoever_had_enough_is_not_asked_for_more(site: Site, clip: int) -> None:
    assert site.phone("Ben").do("queue.enough", clip=clip)["ok"]
    assert "nobody has seen yet" not in site.console().page("console")


def test_a_presenter_leaves_out_the_next_minute(site: Site, clip: int) -> None:
    """What is written down of the film is what a jump of whoever leads would have left."""
    ben, console, wall = site.phone("Ben"), site.console(), Wall(site)
    assert "Leave out the next minute" not in ben.page()
    assert ben.do("hold.stop")["ok"]
    assert "Leave out the next minute" in ben.page()
    before = wall.page()
    assert ben.do("hold.skip")["ok"]

    assert site.look(lambda room: room.hold is None)
    assert pytest.approx(wall.told()[-1]["position_ms"], abs=1_000) == 432_000
    assert "Paused" in before
    assert "Paused" not in wall.page() + console.page("console")
    assert _last_two_marks(site) == [(372, 1.0, False), (432, 1.0, False)]


def test_of_what_is_left_out_nothing_counts_as_seen(site: Site, clip: int) -> None:
    ben = site.phone("Ben")
    ben.do("hold.stop")
    assert ben.do("hold.skip")["ok"]
    covered = site.look(lambda room: room.queue[0].coverage(clock.now()))
    assert covered == pytest.approx(372_000 / CLIP_MS, abs=0.002)


def test_a_minute_is_left_out_once_and_at_most_to_the_end(site: Site, clip: int) -> None:
    ben, console = site.phone("Ben"), site.console()
    assert console.do("playback.seek", revision=revision(site), to_ms=CLIP_MS - 5_000)["ok"]
    assert not ben.do("hold.skip")["ok"], "only after Stop: it is no other way to drive the film"
    ben.do("hold.stop")
    for other in (console, site.phone("Aditi")):
        assert not other.do("hold.skip")["ok"]
    for _again in range(2):
        assert ben.do("hold.skip", id="by-two-ways")["ok"]
    assert site.look(lambda room: room.playback.position_at(clock.now())) == CLIP_MS


def test_of_a_moment_that_is_shown_again_nothing_is_left_out(site: Site, clip: int) -> None:
    ben = site.phone("Ben")
    site.begin(Phase.RUPTURE_DEFINITION)
    ben.do("hold.stop")
    assert "Leave out the next minute" not in ben.page()
    assert not ben.do("hold.skip")["ok"]
    assert site.look(lambda room: room.hold is not None), "and the pause is still on"


def _last_two_marks(site: Site) -> list[tuple[int, float, bool]]:
    """Where the film stood by the last changes: seconds, rate, whether it ran."""
    marks = site.look(
        lambda room: [(m.position_ms, m.rate, m.playing) for m in room.queue[0].marks]
    )
    return [(ms // 1000, rate, playing) for ms, rate, playing in marks[-2:]]
