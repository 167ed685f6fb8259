"""The tag pad: two taps, blind until the reveal, and nobody's but one's own."""

from __future__ import annotations

import re

import pytest

from afttrainer import clock
from afttrainer.content.codes import (
    DIRECTIONS_OF,
    MARKERS_OF,
    Direction,
    Family,
    Marker,
    Phase,
    TherapistReaction,
    Visibility,
)
from afttrainer.models import RuptureTag, SupervisionSession
from afttrainer.models.reveal import reveal
from tests.live.film_room import Wall, film_is_at, play, watch
from tests.people import CLIP_MS, Phone, Site, person


@pytest.fixture
def clip(site: Site) -> int:
    return watch(site)


@pytest.fixture
def at_5_28(site: Site, clip: int) -> float:
    """Server time, in ms, at which the running film showed 5:28."""
    play(site, site.console())
    return film_is_at(site, 328_000)


def tags(room: SupervisionSession) -> list[RuptureTag]:
    return room.queue[0].tags


def tag_of(phone: Phone, at: float, **body: object) -> int:
    ack = phone.do("tag.place", at=at, **{"family": "withdrawal", **body})
    assert ack["ok"], ack
    number: int = ack["tag"]
    return number


def test_the_first_tap_is_saved_at_the_films_time_when_the_finger_went_down(
    site: Site, at_5_28: float
) -> None:
    ack = site.phone("Dao").do("tag.place", at=at_5_28 - 1_500, family="withdrawal")
    assert ack["ok"]
    assert ack["clip_ms"] == pytest.approx(326_500, abs=5)
    saved = site.look(lambda room: [(t.family, t.clip_ms, t.visibility) for t in tags(room)])
    assert saved == [(Family.WITHDRAWAL, ack["clip_ms"], Visibility.PRIVATE)]


def test_the_second_tap_gives_direction_and_marker_at_once(site: Site, at_5_28: float) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28)
    assert dao.do("tag.mark", tag=tag, marker="overready_compliance")["ok"]
    seen = site.look(lambda room: (tags(room)[0].direction, tags(room)[0].marker))
    assert seen == (Direction.TOWARD_OTHER_AWAY_FROM_SELF, Marker.OVERREADY_COMPLIANCE)


def test_pressing_friendliness_is_no_withdrawal(site: Site, at_5_28: float) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28)
    ack = dao.do("tag.mark", tag=tag, marker="overfriendly_pressure")
    assert not ack["ok"]
    assert site.look(lambda room: tags(room)[0].marker) is None


def test_every_marker_is_two_taps_away_with_its_family_and_direction(
    site: Site, at_5_28: float
) -> None:
    """C-13, C-14, C-15: away, toward and away from self, against; on the pad and as it is kept."""
    dao = site.phone("Dao")
    pad = dao.page().split('class="tagpad', 1)[1]
    for family in (Family.WITHDRAWAL, Family.CONFRONTATION):
        for direction in DIRECTIONS_OF[family]:
            for marker in MARKERS_OF[direction]:
                assert f'data-marker="{marker}"' in pad, marker
                tag = tag_of(dao, at_5_28, family=family)
                assert dao.do("tag.mark", tag=tag, marker=marker)["ok"], marker
                kept = site.look(lambda r: [(t.family, t.direction, t.marker) for t in tags(r)])
                assert kept == [(family, direction, marker)]
                assert dao.do("tag.undo", tag=tag)["ok"]


def test_a_second_tap_finds_a_first_by_the_devices_own_name(site: Site, at_5_28: float) -> None:
    dao = site.phone("Dao")
    tag_of(dao, at_5_28, client_uuid="a-name-of-daos")
    assert dao.do("tag.mark", tag="a-name-of-daos", marker="silence")["ok"]
    assert dao.do("tag.undo", tag="a-name-of-daos")["ok"]
    assert site.look(tags) == []


def test_marks_are_blind_on_every_page_and_in_every_push(site: Site, at_5_28: float) -> None:
    console, ben, aditi, wall = site.console(), site.phone("Ben"), site.phone("Aditi"), Wall(site)
    dao = site.phone("Dao")
    before = [console.page("console"), ben.page(), aditi.page(), wall.page()]
    for screen in (console, ben, aditi, dao):
        screen.heard()
    wall.live.get_received()
    tag = tag_of(dao, at_5_28)
    dao.do("tag.mark", tag=tag, marker="minimal_response")
    dao.do("tag.say", tag=tag, intensity=3, note="I go blank", note_visibility="group")

    for screen in (console, ben, aditi):
        assert screen.heard() == []
    assert wall.live.get_received() == []
    pages = [console.page("console"), ben.page(), aditi.page(), wall.page()]
    for page in pages:
        assert "I go blank" not in page
        assert f"tag-{tag}" not in page
    assert [_without_noise(p) for p in pages] == [_without_noise(p) for p in before]
    assert "I go blank" in dao.page()


def _without_noise(page: str) -> str:
    """Without what is another at each request: the page's token, what its clock says, and how far
    film and plan are."""
    page = re.sub(r'data-server-ms="[^"]*"', "", page)
    passing = ("csrf", "Seen so far", "<rect", "<progress", " min")
    return "\n".join(line for line in page.splitlines() if not any(p in line for p in passing))


def test_only_the_author_may_change_or_undo_it(site: Site, at_5_28: float) -> None:
    tag = tag_of(site.phone("Dao"), at_5_28)
    for name in ("Aditi", "Ben", "Mirela"):
        other = site.phone(name)
        for command, body in (
            ("tag.mark", {"marker": "silence"}),
            ("tag.say", {"intensity": 5, "note_visibility": "group"}),
            ("tag.undo", {}),
        ):
            ack = other.do(command, tag=tag, **body)
            assert not ack["ok"]
            assert "not one of yours" in ack["words"]
    assert site.look(lambda room: [(t.marker, t.intensity) for t in tags(room)]) == [(None, None)]


def test_the_supervisor_marks_too_and_is_as_blind(site: Site, at_5_28: float) -> None:
    mirela = site.console()
    tag = tag_of(mirela, at_5_28)
    assert f'id="tag-{tag}"' in mirela.page("console")
    assert f'id="tag-{tag}"' not in site.phone("Dao").page()


def test_a_private_note_is_private_and_a_note_for_the_presenter_is_no_level(
    site: Site, at_5_28: float
) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28)
    assert dao.do("tag.say", tag=tag, note="blank", note_visibility="private")["ok"]
    assert not dao.do("tag.say", tag=tag, note="blank", note_visibility="presenter")["ok"]
    assert not dao.do("tag.say", tag=tag, intensity=6, note_visibility="private")["ok"]
    assert site.look(lambda room: tags(room)[0].note_visibility) is Visibility.PRIVATE
    assert "The group is 6 others." in dao.page(), "to how many it would be shown"


def test_a_mark_that_arrives_after_the_film_is_kept_where_it_was_made(
    site: Site, at_5_28: float
) -> None:
    site.begin(Phase.AFFECT_ROUND)
    eszter = site.phone("Eszter")
    late = eszter.do("tag.place", at=at_5_28 - 6_000, family="withdrawal")
    assert late["ok"]
    assert late["clip_ms"] == pytest.approx(322_000, abs=5)


def test_what_was_made_without_contact_says_so_and_comes_once(site: Site, at_5_28: float) -> None:
    eszter = site.phone("Eszter")
    sent = {
        "id": "eszter-offline-1",
        "name": "tag.place",
        "body": {"family": "withdrawal", "client_uuid": "offline-1"},
        "at": at_5_28 - 60_000,
        "offline": True,
    }
    acks = [eszter.live.emit("command", sent, callback=True) for _ in range(2)]
    assert acks[0] == acks[1]
    kept = site.look(lambda room: [(t.clip_ms, t.is_estimate) for t in tags(room)])
    assert kept == [(acks[0]["clip_ms"], True)]
    assert acks[0]["clip_ms"] == pytest.approx(268_000, abs=5)


def kept_tag(site: Site) -> tuple[int, bool]:
    return site.look(lambda room: [(t.clip_ms, t.is_estimate) for t in tags(room)][-1])


def test_where_a_phone_shows_the_film_its_own_picture_counts(site: Site, at_5_28: float) -> None:
    """Be it behind the wall: it is what the viewer saw. Nothing about it is estimated."""
    dao = site.phone("Dao")
    ack = dao.do("tag.place", at=at_5_28, family="withdrawal", film_ms=327_160.4)
    assert ack["clip_ms"] == 327_160
    assert kept_tag(site) == (327_160, False)
    sent = {
        "id": "dao-without-contact",
        "name": "tag.place",
        "body": {"family": "withdrawal", "film_ms": 327_400},
        "at": at_5_28,
        "offline": True,
    }
    dao.live.emit("command", sent, callback=True)
    assert kept_tag(site) == (327_400, False)


@pytest.mark.parametrize("film_ms", ["nan", "-5", "soon", "1e12"])
def test_a_picture_that_is_none_is_answered_in_words(
    site: Site, at_5_28: float, film_ms: str
) -> None:
    ack = site.phone("Dao").do("tag.place", at=at_5_28, family="withdrawal", film_ms=film_ms)
    assert not ack["ok"]
    assert ack["words"]
    assert site.look(lambda room: tags(room)) == []


def test_a_picture_beyond_the_clip_is_its_last(site: Site, at_5_28: float) -> None:
    ack = site.phone("Dao").do("tag.place", at=at_5_28, family="withdrawal", film_ms=9_000_000)
    assert ack["clip_ms"] == CLIP_MS


def test_a_phone_that_knows_only_its_own_clock_is_taken_at_its_arrival(
    site: Site, at_5_28: float
) -> None:
    """That clock may be a minute and a half off; the message was under way for a moment."""
    dao = site.phone("Dao")
    ack = dao.do("tag.place", at=at_5_28 - 90_000, family="withdrawal", estimated=True)
    assert ack["clip_ms"] == pytest.approx(328_000, abs=2_000)
    assert kept_tag(site) == (ack["clip_ms"], True)


def test_marks_are_set_while_a_film_is_watched_and_not_at_other_times(
    site: Site, clip: int
) -> None:
    dao = site.phone("Dao")
    assert not dao.do("tag.place", family="withdrawal")["ok"], "it has not begun"
    play(site, site.console())
    site.begin(Phase.DEBRIEF)
    ack = dao.do("tag.place", family="withdrawal")
    assert not ack["ok"]
    assert "while the film" in ack["words"]


def test_a_clock_out_of_all_reason_is_none(site: Site, at_5_28: float) -> None:
    """In contact the arrival is good enough; what lay on the phone may be from any moment."""
    dao = site.phone("Dao")
    sent = {"id": "of-some-time", "name": "tag.place", "body": {"family": "withdrawal"}, "at": 5.0}
    assert not dao.live.emit("command", sent | {"offline": True}, callback=True)["ok"]
    ack = dao.do("tag.place", at=5.0, family="withdrawal")
    assert ack["clip_ms"] == pytest.approx(328_000, abs=5_000)
    assert kept_tag(site) == (ack["clip_ms"], True)


def test_after_the_reveal_a_mark_is_kept_and_stands_apart(site: Site, at_5_28: float) -> None:
    dao = site.phone("Dao")
    tag_of(dao, at_5_28)

    def show(room: SupervisionSession) -> None:
        reveal(person(room, "Mirela"), room.queue[0].id, clock.now())

    site.in_room(show)
    tag_of(site.phone("Eszter"), at_5_28 - 1_000)
    apart = site.look(lambda room: [(t.came_after_reveal, t.visibility) for t in tags(room)])
    assert sorted(apart) == [(False, Visibility.GROUP), (True, Visibility.GROUP)]


def test_something_in_me_stays_mine_after_the_reveal_and_is_not_counted(
    site: Site, at_5_28: float
) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28, family="unsure", reaction="other")
    assert dao.do("tag.mark", tag=tag, reaction="distance")["ok"]

    def show(room: SupervisionSession) -> int:
        counted = room.queue[0].marks_made
        reveal(person(room, "Mirela"), room.queue[0].id, clock.now())
        return counted

    assert site.in_room(show) == 0
    kept = site.look(lambda room: (tags(room)[0].reaction, tags(room)[0].visibility))
    assert kept == (TherapistReaction.DISTANCE, Visibility.PRIVATE)


def test_an_outsider_leaves_no_mark(site: Site, at_5_28: float) -> None:
    def remove(room: SupervisionSession) -> None:
        person(room, "Dao").membership.removed_at = clock.now()

    dao = site.phone("Dao")
    site.in_room(remove)
    ack = dao.do("tag.place", at=at_5_28, family="withdrawal")
    assert not ack["ok"]
    assert site.look(tags) == []


# What is said of a mark later


def test_how_long_how_strong_and_when_it_was_noticed(site: Site, at_5_28: float) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28)
    more = {"intensity": 3, "note_visibility": "private", "noticed": "later"}
    assert dao.do("tag.say", tag=tag, end="5:40", **more)["ok"]
    said = site.look(lambda room: [(t.intensity, t.end_ms, t.noticed) for t in tags(room)])
    assert said == [(3, 340_000, "later")]
    assert re.search("5:2[78]–5:40", dao.page())
    for end in ("5:20", "99:00", "soon"):
        assert "end" in dao.do("tag.say", tag=tag, end=end, **more)["fields"]
    assert site.look(lambda room: tags(room)[0].end_ms) == 340_000


def test_a_mark_is_corrected_into_another_family_and_keeps_its_time(
    site: Site, at_5_28: float
) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28)
    before = site.look(lambda room: tags(room)[0].clip_ms)
    dao.do("tag.mark", tag=tag, family="withdrawal", marker="silence")
    assert dao.do("tag.mark", tag=tag, family="confrontation")["ok"]
    assert dao.do("tag.mark", tag=tag, family="confrontation", marker="overfriendly_pressure")["ok"]
    now = site.look(lambda room: [(t.family, t.direction, t.clip_ms) for t in tags(room)])
    assert now == [(Family.CONFRONTATION, Direction.AGAINST_OTHER, before)]


def test_a_direction_is_enough(site: Site, at_5_28: float) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28)
    assert dao.do("tag.mark", tag=tag, family="withdrawal", direction="away_from_other")["ok"]
    assert site.look(lambda room: [(t.direction, t.marker) for t in tags(room)]) == [
        (Direction.AWAY_FROM_OTHER, None)
    ]


def test_something_in_me_is_shown_by_nobody_but_its_author(
    site: Site, clip: int, at_5_28: float
) -> None:
    """R-05: to the supervisor at once, to the group once the marks have been shown."""
    ben, dao, console = site.phone("Ben"), site.phone("Dao"), site.console()
    tag = tag_of(ben, at_5_28, family="unsure", reaction="subtle_hostility")
    assert not ben.do("tag.show", tag=tag, visibility="group")["ok"]
    site.begin(Phase.RUPTURE_DEFINITION)
    assert console.do("reveal.show", clip=clip)["ok"]
    shown = "What else some of us noticed"
    for page in (dao.page(), console.page("console")):
        assert shown not in page
    for phone in (dao, console):
        assert not phone.do("tag.show", tag=tag, visibility="group")["ok"]
    assert ben.do("tag.show", tag=tag, visibility="supervisor")["ok"]
    assert shown in console.page("console")
    assert shown not in dao.page()
    assert ben.do("tag.show", tag=tag, visibility="group")["ok"]
    assert shown in dao.page()
    assert "hostil" not in Wall(site).page().lower()
    assert ben.do("tag.show", tag=tag, visibility="private")["ok"]
    assert shown not in dao.page() + console.page("console")


def test_a_mark_between_the_two_is_shown_by_the_reveal_alone(site: Site, at_5_28: float) -> None:
    dao = site.phone("Dao")
    tag = tag_of(dao, at_5_28)
    assert not dao.do("tag.show", tag=tag, visibility="supervisor")["ok"]
    assert site.look(lambda room: tags(room)[0].visibility) is Visibility.PRIVATE
