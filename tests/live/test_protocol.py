"""Commands: done once, answered always, by whoever may, and heard by whom it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase, SessionStatus
from afttrainer.extensions import db, socketio
from afttrainer.live.doors import NOUNS
from afttrainer.live.protocol import COMMANDS, By
from afttrainer.models import CommandRecord, Playback, SupervisionSession
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL, mine
from tests import database_troubles
from tests.people import Phone, Site, person, queued_clip

for noun in NOUNS:
    # So that every command there is can be asked for below.
    import_module(f"afttrainer.live.{noun}")


@pytest.fixture
def aditi(site: Site) -> Phone:
    site.begin(Phase.CHECK_IN)
    return site.phone("Aditi")


def film_runs(site: Site, since: timedelta) -> None:
    """Ben's film has been running on the wall for so long."""

    def accept(room: SupervisionSession) -> None:
        queued_clip(room, "Ben").status = ClipStatus.ACCEPTED

    def play(room: SupervisionSession) -> None:
        assert room.clip is not None
        Playback.of(room.clip, clock.now() - since).play(clock.now() - since)

    site.in_room(accept)
    site.begin(Phase.VIEWING)
    site.in_room(play)


def said(site: Site) -> list[tuple[str, int | None, str]]:
    return site.look(lambda room: [(c.author.name, c.calm, c.word) for c in room.check_ins])


def revisions(site: Site) -> dict[str, int]:
    return site.look(lambda room: {r.audience: r.number for r in room.revisions})


def send(phone: Phone, raw: object) -> Any:
    return phone.live.emit("command", raw, callback=True)


# Once


def test_the_same_command_twice_is_done_once_and_answered_the_same(
    site: Site, aditi: Phone
) -> None:
    console = site.console()
    first = aditi.do("check_in.save", id="the-same-tap", calm=6, word="restless")
    before = revisions(site)
    console.heard()
    again = aditi.do("check_in.save", id="the-same-tap", calm=6, word="restless")
    assert first == again
    assert first["ok"]
    assert said(site) == [("Aditi", 6, "restless")]
    assert revisions(site) == before
    assert console.heard() == []


def test_the_same_command_by_the_other_door_is_not_done_again(site: Site, aditi: Phone) -> None:
    first = aditi.do("check_in.save", id="the-same-tap", calm=6)
    body = {"id": "the-same-tap", "name": "check_in.save", "body": {"calm": "6"}}
    before = revisions(site)
    answer = aditi.http.post(f"/supervision/{site.supervision_id}/command", json=body)
    assert answer.get_json() == first
    assert revisions(site) == before


def test_one_id_with_two_bodies_is_refused_and_the_first_stands(site: Site, aditi: Phone) -> None:
    aditi.do("check_in.save", id="the-same-tap", calm=6)
    other = aditi.do("check_in.save", id="the-same-tap", calm=1)
    assert not other["ok"]
    assert other["words"]
    assert said(site) == [("Aditi", 6, "")]
    assert aditi.do("check_in.save", id="the-same-tap", calm=6)["ok"]


def test_two_people_may_happen_on_the_same_id(site: Site, aditi: Phone) -> None:
    aditi.do("check_in.save", id="the-same-tap", calm=6)
    assert site.phone("Dao").do("check_in.save", id="the-same-tap", calm=3)["ok"]
    assert {name for name, *_rest in said(site)} == {"Aditi", "Dao"}


def test_what_was_refused_stays_refused_however_the_room_has_changed(
    site: Site, aditi: Phone
) -> None:
    there = site.look(lambda room: room.phases[2].id)
    refused = aditi.do("phase.move", id="the-same-tap", phase=there, shown="")
    assert not refused["ok"]

    def appoint(room: SupervisionSession) -> None:
        person(room, "Aditi").membership.role = person(room, "Mirela").membership.role

    site.in_room(appoint)
    assert aditi.do("phase.move", id="the-same-tap", phase=there, shown="") == refused
    assert site.look(lambda room: room.phase and room.phase.kind) is Phase.CHECK_IN


def test_the_ledger_keeps_no_words(site: Site, aditi: Phone) -> None:
    words = "a word nobody should find there"
    assert aditi.do("check_in.save", id="the-word", calm=6, word=words)["ok"]

    def ledger(room: SupervisionSession) -> str:
        return str(db.session.execute(select(*CommandRecord.__table__.columns)).all())

    assert "the-word" in site.look(ledger)
    assert "nobody should find" not in site.look(ledger)


# Bad input


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "check_in.save",
        7,
        {},
        {"id": "short", "name": "check_in.save", "body": {}},
        {"id": "x" * 65, "name": "check_in.save", "body": {}},
        {"id": "with\x00nothing", "name": "check_in.save", "body": {}},
        {"id": "half a pair \ud800", "name": "check_in.save", "body": {}},
        {"id": 12345678, "name": "check_in.save", "body": {}},
        {"id": "long-enough", "name": None, "body": {}},
        {"id": "long-enough", "name": "check_in.save", "body": []},
        {"id": "long-enough", "name": "check_in.save", "body": None},
        {"id": "long-enough", "name": "check_in.save", "body": {"calm": {"much": 1}}},
        {"id": "long-enough", "name": "check_in.save", "body": {"word": [1, 2]}},
    ],
)
def test_what_is_no_command_is_answered_in_words_and_changes_nothing(
    site: Site, aditi: Phone, raw: object
) -> None:
    before = revisions(site)
    ack = send(aditi, raw)
    assert ack["ok"] is False
    assert ack["words"]
    assert said(site) == []
    assert revisions(site) == before
    assert aditi.do("check_in.save", calm=6)["ok"], "the next one is heard as ever"


def test_more_or_less_than_one_command_at_a_time_is_answered_too(aditi: Phone) -> None:
    for sent in ((), ({}, {})):
        ack = aditi.live.emit("command", *sent, callback=True)
        assert ack["ok"] is False


@pytest.mark.parametrize(
    "body",
    [
        {"calm": "9" * 5000},
        {"calm": "-1"},
        {"calm": "6.5"},
        {"calm": 11},
        {"calm": "NaN"},
        {"wish": "perhaps"},
        {"word": "x" * 41},
        {"progress": "x" * 100_000},
    ],
)
def test_odd_and_huge_values_come_back_to_their_field(
    site: Site, aditi: Phone, body: dict[str, object]
) -> None:
    ack = send(aditi, {"id": "long-enough", "name": "check_in.save", "body": body})
    assert ack["ok"] is False
    assert set(ack["fields"]) == set(body)
    assert said(site) == []


def test_a_number_is_as_good_as_its_digits(site: Site, aditi: Phone) -> None:
    body = {"calm": 6, "word": None}
    assert send(aditi, {"id": "long-enough", "name": "check_in.save", "body": body})["ok"]
    assert said(site) == [("Aditi", 6, "")]


@pytest.mark.parametrize("at", ["now", True, None, [], float("inf"), -1e300, 1e18])
def test_a_time_that_is_none_is_no_hindrance(site: Site, aditi: Phone, at: object) -> None:
    sent = {"id": "long-enough", "name": "check_in.save", "body": {"calm": "6"}, "at": at}
    assert send(aditi, sent)["ok"]


@pytest.mark.parametrize("name", ["", "check_in", "__init__", "phase.move; drop", "x" * 9999])
def test_what_the_room_cannot_do_is_said(site: Site, aditi: Phone, name: str) -> None:
    ack = send(aditi, {"id": "long-enough", "name": name, "body": {}})
    assert ack["ok"] is False
    assert "not something the room can do" in ack["words"]


def test_our_own_mistake_is_answered_too(
    site: Site, aditi: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    """Unanswered it would stand at the head of the device's outbox for ever."""
    known = COMMANDS["check_in.save"]

    def breaks(_room: object, _form: object) -> None:
        raise ZeroDivisionError

    COMMANDS["check_in.save"] = replace(known, act=breaks)
    try:
        ack = aditi.do("check_in.save", calm=6)
    finally:
        COMMANDS["check_in.save"] = known
    assert ack["ok"] is False
    assert "Traceback" not in json.dumps(ack)
    assert "ZeroDivisionError" in caplog.text
    assert aditi.do("check_in.save", calm=6)["ok"]


# Who may


@pytest.fixture
def stranger(site: Site) -> Any:
    return site.app.test_client()


def test_a_strangers_socket_is_refused(site: Site, stranger: Any) -> None:
    for auth in (
        {"supervision": site.supervision_id, "screen": "companion"},
        {"supervision": site.supervision_id, "screen": "console"},
        {"screen": "wall"},
        {"supervision": str(site.supervision_id)},
        {"supervision": 2**70},
        {"supervision": -1},
        {"supervision": True},
        {},
        None,
        [],
    ):
        live = socketio.test_client(site.app, flask_test_client=stranger, auth=auth)
        assert not live.is_connected(), auth


def test_a_strangers_command_is_refused_at_the_other_door(site: Site, stranger: Any) -> None:
    body = {"id": "long-enough", "name": "check_in.save", "body": {"calm": "6"}}
    answer = stranger.post(f"/supervision/{site.supervision_id}/command", json=body)
    assert answer.status_code == 401
    assert said(site) == []


@pytest.mark.parametrize("supervision", [99, 2**70])
def test_nobody_reaches_a_room_that_is_not_theirs(site: Site, supervision: int) -> None:
    browser = site.browser("Aditi")
    body = {"id": "long-enough", "name": "check_in.save", "body": {}}
    assert browser.get(f"/supervision/{supervision}/companion").status_code == 404
    assert browser.post(f"/supervision/{supervision}/command", json=body).status_code == 403
    auth = {"supervision": supervision}
    assert not socketio.test_client(site.app, flask_test_client=browser, auth=auth).is_connected()


def commands_by(right: By) -> list[str]:
    found = [name for name, known in COMMANDS.items() if known.by is right]
    assert found
    return found


def test_trainees_do_nothing_that_is_the_supervisors(site: Site) -> None:
    aditi = site.phone("Aditi")
    for name in commands_by(By.SUPERVISOR):
        ack = aditi.do(name, word="x")
        assert (ack["ok"], ack["words"]) == (False, "Only the supervisor can do this."), name


@pytest.mark.parametrize("who", ["Mirela", "Aditi"])
def test_nobody_does_what_is_the_presenters(site: Site, who: str) -> None:
    site.in_room(lambda room: queued_clip(room, "Ben") and None)
    other = site.phone(who)
    for name in commands_by(By.PRESENTER):
        ack = other.do(name)
        assert (ack["ok"], ack["words"]) == (False, "Only the presenter can do this."), name


def test_a_closed_room_takes_nothing_more_and_says_so(site: Site) -> None:
    mirela = site.console()
    site.in_room(lambda room: setattr(room, "status", SessionStatus.CLOSED))
    before = revisions(site)
    for name in COMMANDS:
        ack = mirela.do(name, phase=1, shown="")
        assert not ack["ok"], name
        assert "closed" in ack["words"], name
    assert revisions(site) == before
    assert site.look(lambda room: len(db.session.scalars(select(CommandRecord)).all())) == 0


# Who hears


def test_only_those_hear_who_may_read_it(site: Site, aditi: Phone) -> None:
    console, dao = site.console(), site.phone("Dao")
    for phone in (aditi, console, dao):
        phone.heard()
    aditi.do("check_in.save", calm=6, word="restless")
    own, supervisor = site.look(
        lambda room: (mine(person(room, "Aditi")), mine(person(room, "Mirela")))
    )
    assert own in {m["audience"] for m in aditi.heard()}
    assert {m["audience"] for m in dao.heard()} <= {EVERYONE}
    assert {m["audience"] for m in console.heard()} <= {SUPERVISOR, EVERYONE, supervisor}


def test_a_push_brings_what_is_already_on_disk(site: Site, aditi: Phone) -> None:
    console = site.console()
    console.heard()
    aditi.do("check_in.save", calm=6, word="restless")
    pushed = [m for m in console.heard() if m["audience"] == SUPERVISOR][-1]
    assert "restless" in pushed["html"]
    assert pushed["revision"] == revisions(site)[SUPERVISOR]


def test_a_refused_command_is_heard_by_nobody(site: Site, aditi: Phone) -> None:
    console = site.console()
    before = revisions(site)
    console.heard()
    aditi.do("check_in.save", calm=12)
    assert console.heard() == []
    assert revisions(site) == before


def test_a_blind_tag_moves_nobodys_screen_but_its_authors(site: Site) -> None:
    film_runs(site, timedelta(seconds=10))
    aditi, console, dao = site.phone("Aditi"), site.console(), site.phone("Dao")
    for phone in (aditi, console, dao):
        phone.heard()
    own = site.look(lambda room: mine(person(room, "Aditi")))
    before = revisions(site)
    ack = aditi.do("tag.place", family="withdrawal")
    assert ack["ok"], ack
    after = revisions(site)
    raised = {audience for audience in after if after[audience] != before.get(audience, 0)}
    # The console may show one total of tags.
    assert raised <= {own, SUPERVISOR}
    assert own in raised
    assert dao.heard() == []


def test_a_private_entry_raises_no_other_revision(site: Site, aditi: Phone) -> None:
    before = revisions(site)
    own = site.look(lambda room: mine(person(room, "Aditi")))
    site.in_room(lambda room: room.touch(own))
    after = revisions(site)
    assert {a for a in after if after[a] != before.get(a, 0)} == {own}
    assert after[WALL] == before[WALL]


# A disk that refuses


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """The database may not grow by a page, as on a full disk."""
    with site.app.app_context():
        database_troubles.fill_disk(db.get_engine("writer"))
    try:
        yield
    finally:
        with site.app.app_context():
            database_troubles.free_disk(db.get_engine("writer"))


def test_on_a_full_disk_the_device_is_told_to_keep_it_and_it_works_again(
    site: Site, aditi: Phone
) -> None:
    console = site.console()
    console.heard()
    with full_disk(site):
        before = revisions(site)
        acks = [
            aditi.do("check_in.save", id=f"the-tap-{n}", calm=6, progress="x" * 490)
            for n in range(60)
        ]
        stuck = [ack for ack in acks if not ack["ok"]]
        assert stuck, "the disk was to be full"
        assert all(ack["again"] and ack["words"] for ack in stuck)
        kept = len(acks) - len(stuck)
        assert revisions(site)[WALL] == before.get(WALL, 0) + kept
        assert len(console.heard()) <= 3 * kept
    again = aditi.do("check_in.save", id=stuck[0]["id"], calm=6, progress="x" * 490)
    assert again["ok"], "the very same command, sent again, is done now"
    assert said(site) == [("Aditi", 6, "")]


def test_a_refusal_on_a_full_disk_is_an_answer_too(site: Site, aditi: Phone) -> None:
    with full_disk(site):
        acks = [aditi.do("check_in.save", id=f"the-tap-{n}", calm=12) for n in range(120)]
    assert all(ack["ok"] is False and ack["words"] for ack in acks)
    assert any(ack.get("again") for ack in acks)
