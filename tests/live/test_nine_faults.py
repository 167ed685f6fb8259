"""Nine faults that review rooms are known for, and that ours shall not have."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.extensions import db, socketio
from afttrainer.models import Connection, Playback, RuptureTag, SupervisionSession, User
from tests import sites
from tests.people import Site, open_room, person, queued_clip, thursday_group


def film_is_at_work(site: Site) -> None:
    def accept(room: SupervisionSession) -> None:
        queued_clip(room, "Ben").status = ClipStatus.ACCEPTED

    site.in_room(accept)
    site.begin(Phase.VIEWING)


def film(site: Site) -> tuple[bool, int]:
    """Whether it plays, and how often it was changed."""

    def state(room: SupervisionSession) -> tuple[bool, int]:
        playback = room.playback
        return (False, 0) if playback is None else (playback.playing, playback.revision)

    return site.look(state)


def tags(site: Site) -> int:
    return site.look(lambda room: len(db.session.scalars(select(RuptureTag)).all()))


def monday_room(site: Site) -> int:
    """Another group's open room, with Zara in it. Returns one of its phases."""

    def make(session: Session) -> int:
        for user in session.scalars(select(User).where(User.username == "mirela")):
            user.username = "mirela.of.thursday"
        group = thursday_group(session, ("Zara",))
        group.name = "Monday group"
        session.scalars(select(User).where(User.username == "mirela")).one().username = "noor"
        session.flush()
        session.scalars(
            select(User).where(User.username == "mirela.of.thursday")
        ).one().username = "mirela"
        room = open_room(group)
        session.add(room)
        session.flush()
        return room.phases[4].id

    return site.write(make)


def test_1_an_outsider_who_was_refused_cannot_drive_or_annotate(site: Site) -> None:
    film_is_at_work(site)
    monday_room(site)
    browser = site.browser("Zara")
    auth = {"supervision": site.supervision_id, "screen": "console"}
    live = socketio.test_client(site.app, flask_test_client=browser, auth=auth)
    assert not live.is_connected()
    before = film(site)
    for name, body in (
        ("playback.play", {}),
        ("playback.seek", {"to": "1000"}),
        ("tag.place", {"family": "withdrawal"}),
        ("phase.move", {"phase": "1", "shown": ""}),
    ):
        sent = {"id": f"knocking-{name}", "name": name, "body": body}
        answer = browser.post(f"/supervision/{site.supervision_id}/command", json=sent)
        assert answer.status_code == 403
        assert answer.get_json()["ok"] is False
    assert film(site) == before
    assert tags(site) == 0


def test_2_an_id_in_a_payload_is_never_believed(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    aditi = site.phone("Aditi")
    dao = site.look(lambda room: person(room, "Dao").id)
    ack = aditi.do(
        "check_in.save",
        calm=6,
        author_id=dao,
        participant=dao,
        participant_id=dao,
        user_id=dao,
        supervision_id=99,
    )
    assert ack["ok"]
    assert site.look(lambda room: [c.author.name for c in room.check_ins]) == ["Aditi"]
    # A phase, a name, a clip of another room is as unknown as none.
    elsewhere = monday_room(site)
    ack = site.console().do(
        "phase.move", phase=elsewhere, shown=site.look(lambda room: room.phase_id)
    )
    assert not ack["ok"]
    assert site.look(lambda room: room.phase and room.phase.kind) is Phase.CHECK_IN


def test_3_refusals_are_spoken(site: Site) -> None:
    film_is_at_work(site)
    aditi = site.phone("Aditi")
    for name, body in (
        ("playback.play", {}),
        ("hold.stop", {}),
        ("phase.move", {"phase": 1, "shown": ""}),
        ("no.such", {}),
        ("check_in.save", {"calm": 99}),
    ):
        ack = aditi.do(name, **body)
        assert ack["ok"] is False
        assert len(ack["words"].split()) > 3, "a sentence"


def test_4_closing_one_of_two_tabs_leaves_the_person_present(site: Site) -> None:
    first = site.phone("Aditi")
    second = socketio.test_client(
        site.app, flask_test_client=first.http, auth={"supervision": site.supervision_id}
    )
    second.disconnect()
    assert site.look(lambda room: person(room, "Aditi").is_here)
    assert first.do("check_in.save", calm=6)["ok"]


def test_5_a_joiner_two_seconds_after_play_sees_the_frame_of_now(site: Site) -> None:
    film_is_at_work(site)
    began = clock.now() - timedelta(seconds=2)

    def play(room: SupervisionSession) -> None:
        assert room.clip is not None
        Playback.of(room.clip, began).play(began)

    site.in_room(play)
    site.phone("Femi")

    def position(room: SupervisionSession) -> tuple[int, float]:
        playback = room.playback
        assert playback is not None
        now = clock.now()
        return playback.position_at(now), (now - playback.changed_at).total_seconds() * 1000

    shown, gone_by = site.look(position)
    assert abs(shown - gone_by) <= 40, "one picture"
    assert shown >= 1400, "not the place where it began"


def test_6_joining_alone_is_enough_to_receive(site: Site) -> None:
    """No further word from the device, no page drawn first."""
    http = site.browser("Aditi")
    live = socketio.test_client(
        site.app, flask_test_client=http, auth={"supervision": site.supervision_id}
    )
    site.begin(Phase.CHECK_IN)
    site.phone("Dao").do("check_in.save", calm=6, word="restless")
    console = site.console()
    console.do(
        "phase.move",
        phase=site.look(lambda room: room.next_phase and room.next_phase.id),
        shown=site.look(lambda room: room.phase_id),
    )
    heard = {m["args"][0]["audience"] for m in live.get_received() if m["name"] == "changed"}
    assert "everyone" in heard


def test_7_an_expired_sign_in_leaves_no_ghost(site: Site) -> None:
    aditi = site.phone("Aditi")

    def end(session: Session) -> None:
        for row in session.scalars(select(Connection)):
            row.signed_in_until = clock.now() - timedelta(seconds=1)

    site.write(end)
    aditi.http.delete_cookie("session")
    aditi.http.delete_cookie("remember_token")
    aditi.live.disconnect()
    assert not site.look(lambda room: person(room, "Aditi").is_here)
    assert connections(site) == 0


def connections(site: Site) -> int:
    return site.look(lambda room: len(db.session.scalars(select(Connection)).all()))


def test_8_a_bad_message_changes_no_count(site: Site) -> None:
    aditi = site.phone("Aditi")
    before = connections(site)
    for event in ("command", "clock", "connect", "disconnect", "wall.report", "join", "no.such"):
        for sent in ((), (None,), ([],), ({"supervision": 99},), ("x" * 10_000,), (1, 2, 3)):
            aditi.live.emit(event, *sent)
    assert connections(site) == before
    assert aditi.live.is_connected()
    assert aditi.do("check_in.save", calm=6)["ok"]


def test_9_a_room_opened_and_left_leaks_nothing(site: Site) -> None:
    def held() -> tuple[int, int, int]:
        rooms = socketio.server.manager.rooms.get("/", {})
        ours = [name for name in rooms if str(name).startswith("supervision:")]
        return connections(site), len(ours), len(site.app.extensions["pushes"])

    sites.draws_each_change(site.app)
    before = held()
    for _round in range(3):
        phones = [site.phone(name) for name in ("Aditi", "Ben", "Mirela")]
        for phone in phones:
            phone.do("check_in.save", calm=6)
        for phone in phones:
            phone.live.disconnect()
    assert held() == before == (0, 0, 0)
