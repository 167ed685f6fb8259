"""Before the reveal nobody learns that somebody has marked something, by whatever they can get at;
after it, nobody learns of what stays private."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from afttrainer.content.codes import Phase
from afttrainer.extensions import db
from afttrainer.models import Revision, RuptureTag
from tests.live.film_room import Wall, film_is_at, play, watch
from tests.people import Phone, Site, person

NOTE = "I go blank when someone is that polite"


@pytest.fixture
def now_ms(site: Site) -> float:
    """Server time, in ms, at which the running film showed 5:28."""
    watch(site)
    play(site, site.console())
    return film_is_at(site, 328_000)


def placed(phone: Phone, at: float, **more: str) -> Any:
    ack = phone.do("tag.place", at=at, **{"family": "withdrawal", **more})
    assert ack["ok"], ack
    return ack["tag"]


def revisions(site: Site) -> dict[str, int]:
    return site.look(
        lambda room: {r.audience: r.number for r in db.session.scalars(select(Revision)).all()}
    )


def test_the_numbers_of_ones_own_marks_tell_nothing_of_others(site: Site, now_ms: float) -> None:
    """Counted up, two marks of one's own would tell how many others were set between them."""
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    first = placed(dao, now_ms)
    placed(aditi, now_ms)
    second = placed(dao, now_ms)
    placed(aditi, now_ms)
    third = placed(dao, now_ms)
    steps = {second - first, third - second}
    assert steps.isdisjoint(range(-50, 50))


def test_all_that_another_can_get_at_is_the_same_with_and_without_a_mark(
    site: Site, now_ms: float
) -> None:
    dao, aditi = site.phone("Dao"), site.phone("Aditi")
    console, wall = site.console(), Wall(site)
    room = f"/supervision/{site.supervision_id}"

    def seen() -> list[object]:
        pages = [
            (dao.http, f"{room}/companion"),
            (dao.http, f"{room}/record.json"),
            (dao.http, "/"),
            (console.http, f"{room}/record.json"),
            (wall.http, "/wall"),
        ]
        return [told(client.get(address).get_data(as_text=True)) for client, address in pages]

    def told(page: str) -> str:
        # A page's token is drawn by lot; lengths so far, and what its clock says, are the time of
        # asking.
        return re.sub(
            r'name="csrf[^>]*>|data-server-ms="[^"]*"'
            r'|"(length_s|seconds_spent)":[^,}]*|"component_seconds":{[^}]*}',
            "",
            page,
        )

    before, numbers = seen(), revisions(site)
    for screen in (dao.live, console.live, wall.live):
        screen.get_received()
    tag = placed(aditi, now_ms, client_uuid="first")
    aditi.do("tag.mark", tag=tag, marker="minimal_response")
    aditi.do("tag.say", tag=tag, intensity=3, note=NOTE, note_visibility="group")
    placed(aditi, now_ms, reaction="distance")
    aditi.do("tag.undo", tag=tag)
    for screen in (dao.live, console.live, wall.live):
        assert screen.get_received() == []
    own = site.look(lambda r: f"participant:{person(r, 'Aditi').id}")
    after = revisions(site)
    assert {a for a in after if after[a] != numbers.get(a, 0)} == {own}
    assert seen() == before


def test_a_private_note_after_the_reveal_moves_nobodys_screen(site: Site, now_ms: float) -> None:
    console, aditi, dao = site.console(), site.phone("Aditi"), site.phone("Dao")
    tag = placed(aditi, now_ms)
    clip = site.look(lambda room: room.queue[0].id)
    site.begin(Phase.RUPTURE_DEFINITION)
    assert console.do("reveal.show", clip=clip)["ok"]
    numbers = revisions(site)
    dao.heard()
    assert aditi.do("tag.say", tag=tag, intensity=4, note=NOTE, note_visibility="private")["ok"]
    assert dao.heard() == []
    own = site.look(lambda r: f"participant:{person(r, 'Aditi').id}")
    after = revisions(site)
    assert {a for a in after if after[a] != numbers.get(a, 0)} == {own}
    # Widened by its author it is news for everybody, and so is taking it back.
    for level in ("group", "private"):
        aditi.do("tag.say", tag=tag, intensity=4, note=NOTE, note_visibility=level)
        assert {m["audience"] for m in dao.heard()} == {"everyone"}
    assert NOTE not in dao.page()


def test_somebody_elses_mark_is_as_unknown_as_none(site: Site, now_ms: float) -> None:
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    tag = placed(aditi, now_ms, client_uuid="a-name-of-aditis")
    for command, body in (
        ("tag.mark", {"marker": "minimal_response"}),
        ("tag.say", {"note": "x", "note_visibility": "group"}),
        ("tag.undo", {}),
    ):
        answers = [
            {**dao.do(command, tag=name, **body), "id": ""}
            for name in (tag, "a-name-of-aditis", 12345)
        ]
        assert answers[0] == answers[1] == answers[2]
        assert not answers[0]["ok"]


def test_a_mark_placed_twice_under_one_name_is_one(site: Site, now_ms: float) -> None:
    """A device that lost its outbox's answer may make a new command of the same tap."""
    aditi = site.phone("Aditi")
    assert placed(aditi, now_ms, client_uuid="first") == placed(aditi, now_ms, client_uuid="first")
    assert site.look(lambda _room: len(db.session.scalars(select(RuptureTag)).all())) == 1
