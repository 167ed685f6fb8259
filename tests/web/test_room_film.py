"""The film's own door: for the screens of its room, while it may be shown, and for nobody else."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, object_session

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Role, SessionStatus
from afttrainer.film_house import film_house
from afttrainer.media.place import SealedPlace
from afttrainer.models import Group, Membership, SupervisionSession, User
from tests.live.film_room import Wall, play, revision, watch
from tests.media.eight_gigabytes import SIZE, content, make_plain, make_sealed
from tests.people import CLIP_MS, T0, Site, queued_clip

FILM = bytes(range(256)) * 2000
SHA = "0" * 64
CLIP = bytes(reversed(range(256))) * 1500


@pytest.fixture
def address(site: Site) -> str:
    """The film of Ben's clip at work, with its bytes in the store."""
    clip = watch(site)
    name = f"00/{SHA}/film.mp4"
    with site.app.app_context():
        path = film_house().store.path(name)
    path.parent.mkdir(parents=True)
    path.write_bytes(FILM)
    captions = f"00/{SHA}/captions-0123456789abcdef.vtt"
    (path.parent / captions.rpartition("/")[2]).write_text("WEBVTT\n")
    (path.parent / f"clip-30000-{30_000 + CLIP_MS}.mp4").write_bytes(CLIP)

    def name_it(room: SupervisionSession) -> None:
        recording = room.queue[0].clip.recording
        recording.film_name, recording.captions_name = name, captions

    site.in_room(name_it)
    return f"/supervision/{site.supervision_id}/clips/{clip}/film"


def status(client: FlaskClient, address: str) -> int:
    return client.get(address).status_code


def cut(address: str) -> str:
    """The clip alone, as phones get it."""
    return address.replace("/film", "/clip")


def on_companions(site: Site) -> None:
    assert site.console().do("playback.companions", on="y")["ok"]


def test_the_wall_gets_the_film_in_the_pieces_it_asks_for(site: Site, address: str) -> None:
    wall = Wall(site).http
    answer = wall.get(address, headers={"Range": "bytes=1000-1999"})
    assert answer.status_code == 206
    assert answer.data == FILM[1000:2000]
    assert "no-store" in answer.headers["Cache-Control"]
    assert wall.head(address).headers["Content-Length"] == str(len(FILM))
    captions = wall.get(address.replace("/film", "/captions"))
    assert captions.data == b"WEBVTT\n"
    assert captions.mimetype == "text/vtt"


@pytest.mark.skipif(sys.platform == "win32", reason="the holes of a file are filled there")
@pytest.mark.parametrize("sealed", [False, True])
def test_a_piece_of_a_film_of_8_gb_comes_from_its_very_place(
    site: Site, address: str, sealed: bool
) -> None:
    with site.app.app_context():
        store = film_house().store
        place = store.new_place(store.home(SHA), SHA, "film.mp4")
    if sealed:
        assert isinstance(place, SealedPlace)
        make_sealed(place.path, place.key, place.purpose)
    else:
        make_plain(store.home(SHA) / "film.mp4")
    wall = Wall(site).http
    for start in (0, 2**32 - 10, 2**32, SIZE - 100):
        stop = min(SIZE, start + 100)
        answer = wall.get(address, headers={"Range": f"bytes={start}-{stop - 1}"})
        assert answer.status_code == 206
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
        assert answer.data == content(start, stop)
    assert wall.head(address).headers["Content-Length"] == str(SIZE)


def test_supervisor_and_presenter_have_it_and_the_others_when_they_may(
    site: Site, address: str
) -> None:
    aditi = site.browser("Aditi")
    assert status(site.browser("Mirela"), address) == 200
    assert status(site.browser("Ben"), address) == 200
    clip = cut(address)
    assert status(aditi, clip) == 403
    on_companions(site)
    assert aditi.get(clip).data == CLIP
    assert status(site.browser("Ben"), clip) == 200
    site.console().do("playback.companions")
    assert status(aditi, clip) == 403


def test_phones_never_get_what_lies_outside_the_marks(site: Site, address: str) -> None:
    on_companions(site)
    aditi = site.browser("Aditi")
    for what in ("film", "captions", "growing", "growing/film"):
        assert status(aditi, address.replace("/film", f"/{what}")) == 403


def test_a_clip_that_is_not_cut_yet_is_on_no_phone(site: Site, address: str) -> None:
    def move(room: SupervisionSession) -> None:
        room.queue[0].clip.out_ms -= 1000

    on_companions(site)
    page = site.phone("Aditi").page()
    assert '/clip"' in page
    site.in_room(move)
    assert status(site.browser("Aditi"), cut(address)) == 404
    assert '/clip"' not in site.phone("Aditi").page()


def test_to_a_stranger_there_is_no_film(site: Site, address: str) -> None:
    stranger = site.app.test_client()
    assert status(stranger, address) == 404
    assert status(stranger, address.replace("/film", "/captions")) == 404


def test_for_a_member_of_another_group_there_is_no_such_film(site: Site, address: str) -> None:
    def elsewhere(room: SupervisionSession) -> None:
        group = Group(name="Monday group", made_at=T0)
        member = Membership(
            name="Zoe", role=Role.SUPERVISOR, added_at=T0, claimed_at=T0, confirmed_at=T0
        )
        member.user = User(username="zoe")
        group.memberships.append(member)
        session = object_session(room)
        assert session is not None
        session.add(group)

    site.in_room(elsewhere)
    assert status(site.browser("Zoe"), address) == 404


def test_a_wall_of_another_room_has_nothing_here(site: Site, address: str) -> None:
    wall = Wall(site)
    elsewhere = address.replace(f"/supervision/{site.supervision_id}/", "/supervision/999/")
    assert status(wall.http, elsewhere) == 404


@pytest.mark.parametrize(
    "state", [ClipStatus.QUEUED, ClipStatus.OFFERED, ClipStatus.WITHDRAWN, ClipStatus.BLOCKED]
)
def test_without_the_presenters_yes_nobody_gets_it(
    site: Site, address: str, state: ClipStatus
) -> None:
    wall = Wall(site)
    site.in_room(lambda room: setattr(room.queue[0], "status", state))
    assert status(wall.http, address) == 403
    assert status(site.browser("Mirela"), address) == 403
    assert status(site.browser("Ben"), address) == 403


def test_a_consent_withdrawn_while_it_plays_stops_the_next_piece(site: Site, address: str) -> None:
    wall = Wall(site)
    assert status(wall.http, address) == 200

    def withdraw(room: SupervisionSession) -> None:
        consent = room.queue[0].clip.recording.consent
        assert consent is not None
        consent.withdrawn_at = clock.now()

    site.in_room(withdraw)
    assert status(wall.http, address) == 403
    assert status(site.browser("Mirela"), address) == 403


def test_when_the_room_is_closed_the_film_is_gone(site: Site, address: str) -> None:
    wall = Wall(site)
    site.in_room(lambda room: setattr(room, "status", SessionStatus.CLOSED))
    assert status(wall.http, address) == 404
    assert status(site.browser("Mirela"), address) == 404


def test_a_removed_trainee_has_no_film_any_more(site: Site, address: str) -> None:
    on_companions(site)
    aditi = site.browser("Aditi")
    assert status(aditi, cut(address)) == 200

    def remove(room: SupervisionSession) -> None:
        member = next(m for m in room.group.memberships if m.name == "Aditi")
        member.removed_at = clock.now()

    site.in_room(remove)
    assert status(aditi, cut(address)) == 404


def test_a_clip_that_waits_in_the_queue_is_not_to_be_had(site: Site, address: str) -> None:
    def another(room: SupervisionSession) -> None:
        at_work = room.clip
        waiting = queued_clip(room, "Chiara", "P-022")
        waiting.status = ClipStatus.ACCEPTED
        room.clip = at_work

    site.in_room(another)
    other = site.look(lambda room: room.queue[1].id)
    assert status(Wall(site).http, address.rsplit("/", 2)[0] + f"/{other}/film") == 403


def test_a_no_breaks_off_what_streams_already(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A player asks once for all that is to come, so the next request may be minutes away."""
    monkeypatch.setattr("afttrainer.web.film_bytes.ASKED_EVERY", timedelta(0))
    for screen in (Wall(site).http, site.browser("Ben")):
        site.in_room(lambda room: setattr(room.queue[0], "status", ClipStatus.PLAYING))
        pieces = iter(screen.get(address, buffered=False).response)
        assert next(pieces)
        assert next(pieces)
        site.in_room(lambda room: setattr(room.queue[0], "status", ClipStatus.BLOCKED))
        with pytest.raises(ConnectionResetError):
            list(pieces)


def test_a_trainee_whose_phone_may_not_have_it_any_more_gets_no_rest_of_it(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afttrainer.web.film_bytes.ASKED_EVERY", timedelta(0))
    on_companions(site)
    pieces = iter(site.browser("Aditi").get(cut(address), buffered=False).response)
    assert next(pieces)
    site.console().do("playback.companions")
    with pytest.raises(ConnectionResetError):
        list(pieces)


def leave_out(room: SupervisionSession) -> None:
    room.queue[0].skipped = [[300_000, 360_000]]


def test_no_phone_gets_a_file_that_has_what_is_left_out(site: Site, address: str) -> None:
    on_companions(site)
    aditi = site.browser("Aditi")
    assert status(aditi, cut(address)) == 200
    assert '/clip"' in site.phone("Aditi").page()
    site.in_room(leave_out)
    assert status(aditi, cut(address)) == 403
    assert '/clip"' not in site.phone("Aditi").page()
    for screen in (Wall(site).http, site.browser("Mirela"), site.browser("Ben")):
        assert status(screen, address) == 200
    site.in_room(lambda room: setattr(room.queue[0], "skipped", []))
    assert status(aditi, cut(address)) == 200


def test_what_is_left_out_meanwhile_is_in_no_rest_of_it(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afttrainer.web.film_bytes.ASKED_EVERY", timedelta(0))
    on_companions(site)
    pieces = iter(site.browser("Aditi").get(cut(address), buffered=False).response)
    assert next(pieces)
    site.in_room(leave_out)
    with pytest.raises(ConnectionResetError):
        list(pieces)


def forget_devices(session: Session) -> None:
    ben = User.called(session, "ben")
    assert ben is not None
    ben.fs_uniquifier = "another"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_whoever_signs_out_gets_no_rest_of_the_film(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    """And the wall and the person's other devices do."""
    monkeypatch.setattr("afttrainer.web.film_bytes.ASKED_EVERY", timedelta(0))
    ben, other, wall = site.browser("Ben"), site.browser("Ben"), Wall(site).http
    his, there, on_wall = (
        iter(screen.get(address, buffered=False).response) for screen in (ben, other, wall)
    )
    for pieces in (his, there, on_wall):
        assert next(pieces)
    before = ben.get_cookie(site.app.config["SESSION_COOKIE_NAME"])
    assert before is not None
    if elsewhere:  # as who chooses another passphrase and signs out all other devices
        site.write(forget_devices)
    else:
        ben.post("/sign-out")
    with pytest.raises(ConnectionResetError):
        list(his)
    if not elsewhere:
        assert sum(map(len, there)) > 0
        kept = site.app.test_client()
        kept.set_cookie(before.key, before.value)
        assert status(kept, address) == 404, "as a proxy asks for the next piece"
    assert sum(map(len, on_wall)) > 0


def test_a_presenter_who_is_removed_takes_the_film_along(site: Site, address: str) -> None:
    """Nobody would be there who could stop it."""
    wall, console, ben = Wall(site), site.console(), site.phone("Ben")
    play(site, console)
    ben.do("hold.stop")
    member = site.look(lambda room: room.queue[0].therapist.id)
    group = site.look(lambda room: room.group_id)
    assert console.http.post(f"/groups/{group}/members/{member}/remove").status_code == 303
    assert status(wall.http, address) == 403
    assert wall.told()[-1]["url"] is None
    assert not console.do("playback.play", revision=revision(site))["ok"]
    assert site.look(lambda room: room.hold is None)


def test_nginx_sends_a_plain_film_after_the_yes_and_only_then(site: Site, address: str) -> None:
    settings = site.app.extensions["settings"]
    plain = replace(settings, films_plain=True, films_accel="/afttrainer-films/")
    site.app.extensions["settings"] = plain
    wall = Wall(site)
    answer = wall.http.get(address, headers={"Range": "bytes=0-1"})
    assert answer.status_code == 200
    assert answer.headers["X-Accel-Redirect"] == f"/afttrainer-films/00/{'0' * 64}/film.mp4"
    assert (answer.data, answer.mimetype) == (b"", "video/mp4")
    assert "no-store" in answer.headers["Cache-Control"]
    refused = site.browser("Aditi").get(address)
    assert refused.status_code == 403
    assert "X-Accel-Redirect" not in refused.headers


@pytest.fixture
def sealed(site: Site, address: str) -> tuple[str, Path]:
    """The same film, sealed, and the file in which it lies."""
    with site.app.app_context():
        store = film_house().store
        place = store.new_place(store.home("0" * 64), "0" * 64, "film.mp4")
    with place.writing() as target:
        target.write(FILM)
    return address, place.path


def test_a_sealed_film_is_sent_in_the_pieces_that_are_asked_for(
    site: Site, sealed: tuple[str, Path]
) -> None:
    address, _path = sealed
    wall = Wall(site).http
    assert wall.get(address).data == FILM
    for asked, part in (
        ("bytes=0-1", FILM[:2]),
        ("bytes=65400-65700", FILM[65400:65701]),
        ("bytes=-10", FILM[-10:]),
        (f"bytes={len(FILM) - 3}-", FILM[-3:]),
    ):
        answer = wall.get(address, headers={"Range": asked})
        assert (answer.status_code, answer.data) == (206, part)
    assert wall.get(address, headers={"Range": "bytes=9-3"}).status_code == 416
    assert wall.head(address).headers["Content-Length"] == str(len(FILM))


def test_a_film_that_was_cut_short_is_said_to_be(site: Site, sealed: tuple[str, Path]) -> None:
    address, path = sealed
    path.write_bytes(path.read_bytes()[:-1])
    answer = Wall(site).http.get(address)
    assert answer.status_code == 500
    assert "has been changed or cut short" in answer.get_data(as_text=True)


def test_a_film_that_was_changed_ends_where_it_was_changed(
    site: Site, sealed: tuple[str, Path]
) -> None:
    address, path = sealed
    data = bytearray(path.read_bytes())
    data[400_000] ^= 1
    path.write_bytes(data)
    pieces = iter(Wall(site).http.get(address, buffered=False).response)
    assert next(pieces) == FILM[: 256 * 1024]
    with pytest.raises(ConnectionResetError):
        list(pieces)


def test_an_erased_film_is_gone(site: Site, sealed: tuple[str, Path]) -> None:
    address, _path = sealed
    house = film_house(site.app)
    assert house.keys is not None
    house.keys.destroy("0" * 64)
    assert Wall(site).http.get(address).status_code == 404
