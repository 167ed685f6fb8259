"""The reveal at its doors: blind before, everyone's after, and the wall without a name."""

from __future__ import annotations

import re

import pytest

from afttrainer.content.codes import Family, Marker, Phase, Visibility
from tests.live.after_film import NOTE, clip_id, drawn, elsewhere, marked, shown
from tests.live.film_room import film_is_at, play, watch
from tests.models.room import tag
from tests.people import TRAINEES, Site, person

NAMES = ("Mirela", *TRAINEES)


@pytest.fixture
def watched(site: Site) -> Site:
    site.in_room(marked)
    site.begin(Phase.RUPTURE_DEFINITION)
    return site


def test_before_the_reveal_no_shared_screen_has_a_mark(watched: Site) -> None:
    for audience in ("wall", "everyone", "supervisor"):
        html = drawn(watched, audience)
        assert "strip-mark" not in html
        assert "5:28" not in html
        assert "says very little" not in html
    for name in NAMES:
        assert "strip-mark" not in drawn(watched, name)


def test_one_press_shows_them_on_every_screen(watched: Site) -> None:
    console, ben = watched.console(), watched.phone("Ben")
    console.heard(), ben.heard()
    assert console.do("reveal.show", clip=clip_id(watched))["ok"]

    for screen, audience in ((console, "supervisor"), (ben, "everyone")):
        html = next(m["html"] for m in screen.heard() if m["audience"] == audience)
        assert html.count('strip-mark"') == 16
        for time in ("3:15", "5:28", "8:49", "11:03"):
            assert time in html
    wall = drawn(watched, "wall")
    assert wall.count('strip-mark"') == 16


def test_the_wall_has_shapes_and_times_and_neither_names_nor_numbers_of_people(
    site: Site,
) -> None:
    site.in_room(shown)
    wall = drawn(site, "wall")

    assert not [name for name in NAMES if name in wall]
    assert "marks<" not in wall
    assert "says very little" not in wall
    assert "<button" not in wall


def test_companions_see_softly_who_saw_what(site: Site) -> None:
    site.in_room(shown)
    html = drawn(site, "everyone")

    assert all(name in html for name in NAMES)
    assert "agrees very quickly" in html


def test_a_private_note_is_on_nobodys_screen(site: Site) -> None:
    site.in_room(shown)

    for audience in ("wall", "everyone", "supervisor", "Mirela", "Ben", "Aditi"):
        assert NOTE not in drawn(site, audience)
    for screen, name in (("console", "Mirela"), ("companion", "Ben"), ("companion", "Aditi")):
        assert NOTE not in site.phone(name, screen).page(screen)


def test_a_shared_note_stands_with_its_mark(site: Site) -> None:
    def share(room: object) -> None:
        marked(room)  # type: ignore[arg-type]
        for one in room.clip.tags:  # type: ignore[attr-defined]
            if one.note:
                one.note_visibility = Visibility.GROUP

    site.in_room(share)
    site.begin(Phase.RUPTURE_DEFINITION)
    assert NOTE not in drawn(site, "everyone")
    site.console().do("reveal.show", clip=clip_id(site))
    assert NOTE in drawn(site, "everyone")
    assert NOTE not in drawn(site, "wall")


@pytest.mark.parametrize("command", ["reveal.show", "reveal.gap", "reveal.replay"])
def test_it_is_the_supervisors_alone(watched: Site, command: str) -> None:
    for name in ("Ben", "Aditi"):
        ack = watched.phone(name).do(command, clip=clip_id(watched), seconds=5, start=322_000)
        assert not ack["ok"]
        assert "Only the supervisor" in ack["words"]
    assert watched.look(lambda room: room.clip and room.clip.revealed_at) is None


def test_another_rooms_clip_is_not_revealed_by_its_number(watched: Site) -> None:
    foreign = elsewhere(watched)
    ack = watched.console().do("reveal.show", clip=foreign["clip"])

    assert not ack["ok"]
    assert "another clip" in ack["words"]


def test_a_mark_that_comes_later_stands_apart(site: Site) -> None:
    site.in_room(shown)

    def late(room: object) -> None:
        one = tag(person(room, "Dao"), 401_000, Family.WITHDRAWAL, Marker.STORYTELLING)  # type: ignore[arg-type]
        one.came_after_reveal, one.visibility = True, Visibility.GROUP
        room.clip.tags.append(one)  # type: ignore[attr-defined]

    site.in_room(late)
    html = drawn(site, "everyone")
    assert html.count('strip-mark"') == 16
    assert "Arrived after the marks were shown" in html
    assert "6:41" in html.split("Arrived after the marks were shown")[1]
    assert "6:41" not in html.split("Arrived after the marks were shown")[0]


def test_a_tap_on_a_moment_plays_it_again_on_the_wall(site: Site) -> None:
    site.in_room(shown)
    console = site.console()
    assert console.do("reveal.replay", clip=clip_id(site), start=322_000)["ok"]

    at = site.look(
        lambda room: room.playback and (room.playback.position_ms, room.playback.stops_at_ms)
    )
    assert at == (317_000, 343_000)
    no = console.do("reveal.replay", clip=clip_id(site), start=1)
    assert "sorted anew" in no["words"]


def test_how_near_belongs_together_is_answered_in_words(site: Site) -> None:
    site.in_room(shown)
    console = site.console()
    no = console.do("reveal.gap", clip=clip_id(site), seconds=31)
    assert "2 to 30" in no["fields"]["seconds"][0]
    assert console.do("reveal.gap", clip=clip_id(site), seconds=4)["ok"]
    assert drawn(site, "supervisor").count("reveal.replay") == 6


def test_the_button_is_there_from_the_viewing_on_and_not_before(site: Site) -> None:
    site.in_room(marked)
    for kind, there in ((Phase.CHECK_IN, 0), (Phase.VIEWING, 1), (Phase.AFFECT_ROUND, 1)):
        site.begin(kind)
        assert drawn(site, "supervisor").count("reveal.show") == there


def test_a_reveal_during_the_viewing_or_the_affect_round_is_drawn_there(site: Site) -> None:
    site.in_room(marked)
    site.begin(Phase.VIEWING)
    site.console().do("reveal.show", clip=clip_id(site))
    for kind, moments, describable in (
        (Phase.VIEWING, 4, 0),
        (Phase.AFFECT_ROUND, 0, 0),
        (Phase.RUPTURE_DEFINITION, 4, 4),
    ):
        if kind is not Phase.VIEWING:
            site.begin(kind)
        html = drawn(site, "supervisor")
        assert html.count('strip-mark"') == 16
        assert html.count('data-command="reveal.replay"') == moments
        assert html.count("data-describe") == describable
        drawn(site, "wall"), drawn(site, "everyone"), drawn(site, "Ben")


def test_a_moment_seen_in_two_ways_says_both_on_the_phone_and_the_console(site: Site) -> None:
    clip = watch(site)
    play(site, site.console())
    film_is_at(site, 372_000)
    for name, family in (("Aditi", "withdrawal"), ("Dao", "withdrawal"), ("Femi", "confrontation")):
        assert site.phone(name).do("tag.place", family=family)["ok"]
    site.begin(Phase.RUPTURE_DEFINITION)
    console = site.console()
    assert console.do("reveal.show", clip=clip)["ok"]
    for page in (site.phone("Eszter").page(), console.page("console")):
        said = " ".join(re.sub(r"<[^>]+>", "", page.split('class="clusters"')[1]).split())
        assert "withdrawal 2, confrontation 1 3 marks" in said
