"""Plain films that nginx sends after the program's yes: every byte right, and none long after a no.

nginx is the real one, with the configuration of the cluster and of docs/operating.md.
"""

from __future__ import annotations

import http.client
import random
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import pytest
from flask import request
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from afttrainer import clock
from afttrainer.content.codes import SessionStatus
from afttrainer.extensions import db
from afttrainer.film_house import film_house
from afttrainer.models import SupervisionSession, User
from afttrainer.web.film_bytes import GIVEN_AT_MOST
from afttrainer.web.walls import COOKIE
from scripts.cluster import nginx
from scripts.servers import Nginx, NotInstalled, free_port, own_folder
from tests.live.film_room import Wall, watch
from tests.network import until
from tests.people import Site

MIB = 1024 * 1024
#: No two places of it are alike.
FILM = random.Random(24).randbytes(24 * MIB) + b"the end"
#: What lies in the buffers of two sockets and of nginx when the no comes.
ON_ITS_WAY = 6 * MIB
NAME = f"00/{'0' * 64}/film.mp4"


@dataclass
class Proxied:
    """nginx before the site, and where Ben's film is in it."""

    site: Site
    port: int
    address: str

    def ask(
        self, who: FlaskClient, method: str = "GET", address: str = "", **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        told = cookie(who) | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address or self.address, headers=told)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def slow_reader(self, who: FlaskClient) -> socket.socket:
        """A player that has asked for all that is to come, and takes it in as it plays."""
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        reader.settimeout(60)
        reader.connect(("127.0.0.1", self.port))
        told = {"Host": f"127.0.0.1:{self.port}", "Range": "bytes=0-"} | cookie(who)
        lines = [f"GET {self.address} HTTP/1.1", *(f"{name}: {told[name]}" for name in told)]
        reader.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return reader


def cookie(who: FlaskClient) -> dict[str, str]:
    names = (who.application.config["SESSION_COOKIE_NAME"], COOKIE)
    found = [cookie for name in names if (cookie := who.get_cookie(name))]
    told = "; ".join(f"{one.key}={one.value}" for one in found)
    return {"Cookie": told} if told else {}


@pytest.fixture
def proxied(site: Site) -> Iterator[Proxied]:
    clip = watch(site)
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(
        settings, films_plain=True, films_accel="/afttrainer-films/", proxies=1
    )
    with site.app.app_context():
        store = film_house().store
    path = store.path(NAME)
    path.parent.mkdir(parents=True)
    path.write_bytes(FILM)
    site.in_room(lambda room: setattr(room.queue[0].clip.recording, "film_name", NAME))
    worker = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=worker.serve_forever)
    thread.start()
    try:
        with own_folder() as folder, _nginx(folder, store.root, worker.port) as proxy:
            address = f"/supervision/{site.supervision_id}/clips/{clip}/film"
            yield Proxied(site, proxy.port, address)
    finally:
        worker.shutdown()
        thread.join()
        worker.server_close()


def _nginx(folder: Path, store: Path, worker: int) -> Nginx:
    port = free_port()
    films = nginx.Films(store, folder / "films.sock", folder / "yes")
    proxy = Nginx(folder, port=port, http=nginx.before([worker], "127.0.0.1", port, films=films))
    try:
        proxy.start()
    except NotInstalled as missing:
        pytest.skip(str(missing))
    return proxy


def test_every_form_of_asking_gets_what_it_asks_for(proxied: Proxied) -> None:
    wall = Wall(proxied.site).http
    whole, body = proxied.ask(wall)
    assert (whole.status, body == FILM) == (200, True)
    assert whole.headers["Content-Type"] == "video/mp4"
    assert "no-store" in whole.headers["Cache-Control"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    size = len(FILM)
    for asked, start, stop in (
        ("bytes=0-1", 0, 2),
        ("bytes=0-", 0, size),
        (f"bytes={GIVEN_AT_MOST - 3}-{GIVEN_AT_MOST + 3}", GIVEN_AT_MOST - 3, GIVEN_AT_MOST + 4),
        (f"bytes={9 * MIB + 7}-", 9 * MIB + 7, size),
        (f"bytes={size - 1}-", size - 1, size),
        ("bytes=-500", size - 500, size),
        ("bytes=5-99999999999", 5, size),
    ):
        answer, body = proxied.ask(wall, Range=asked)
        assert (answer.status, body == FILM[start:stop]) == (206, True), asked
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
    assert proxied.ask(wall, Range=f"bytes={size}-")[0].status == 416


def test_a_player_that_goes_on_with_another_version_gets_all_of_this_one(proxied: Proxied) -> None:
    wall = Wall(proxied.site).http
    tag = proxied.ask(wall, Range="bytes=0-1")[0].headers["ETag"]
    answer, body = proxied.ask(wall, Range="bytes=10-19", If_Range=tag)
    assert (answer.status, body) == (206, FILM[10:20])
    answer, body = proxied.ask(wall, Range="bytes=10-19", If_Range='"another"')
    assert (answer.status, len(body)) == (200, len(FILM))


def test_its_size_is_told_without_the_film(proxied: Proxied) -> None:
    answer, body = proxied.ask(Wall(proxied.site).http, "HEAD")
    assert (answer.status, body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(FILM))


def test_nobody_else_gets_a_byte_and_there_is_no_way_past_the_program(proxied: Proxied) -> None:
    assert proxied.ask(proxied.site.browser("Aditi"), Range="bytes=0-")[0].status == 403
    assert proxied.ask(proxied.site.app.test_client())[0].status == 404
    past = f"/afttrainer-films/{NAME}"
    assert proxied.ask(proxied.site.browser("Mirela"), address=past)[0].status == 404


def withdraw(room: SupervisionSession) -> None:
    consent = room.queue[0].clip.recording.consent
    assert consent is not None
    consent.withdrawn_at = clock.now()


def close(room: SupervisionSession) -> None:
    room.status = SessionStatus.CLOSED


def remove_ben(room: SupervisionSession) -> None:
    room.queue[0].therapist.removed_at = clock.now()


def sign_out(site: Site, ben: FlaskClient) -> None:
    kept = ben.get_cookie(site.app.config["SESSION_COOKIE_NAME"])
    ben.post("/sign-out")
    assert kept is not None
    ben.set_cookie(kept.key, kept.value)  # nginx goes on with the one that the player came with


def in_the_room(no: Callable[[SupervisionSession], None]) -> Callable[[Site, FlaskClient], None]:
    return lambda site, _ben: site.in_room(no)


@pytest.mark.parametrize("no", [*map(in_the_room, (withdraw, close, remove_ben)), sign_out])
def test_a_no_ends_what_an_open_player_is_sent(
    proxied: Proxied, no: Callable[[Site, FlaskClient], None]
) -> None:
    """It had asked for all that is to come; so little of it is sent after the no, when the yes is
    over that nginx keeps."""
    ben = proxied.site.browser("Ben")
    with proxied.slow_reader(ben) as player:
        before = len(_taken(player, MIB))
        assert before >= MIB
        no(proxied.site, ben)
        until(lambda: proxied.ask(ben, Range="bytes=0-1")[0].status in (403, 404))
        after = len(_taken(player, len(FILM)))
    assert after <= GIVEN_AT_MOST + ON_ITS_WAY
    assert before + after < len(FILM)


def _taken(player: socket.socket, at_least: int) -> bytes:
    """So much, or what there is before the connection ends."""
    taken = bytearray()
    while len(taken) < at_least:
        try:
            piece = player.recv(64 * 1024)
        except ConnectionResetError:
            break
        if not piece:
            break
        taken += piece
    return bytes(taken)


def test_films_outside_of_a_room_go_the_same_way(proxied: Proxied) -> None:
    asked: list[str | None] = []

    def note() -> None:
        asked.append(request.headers.get("Range"))

    proxied.site.app.before_request_funcs.setdefault(None, []).append(note)
    recording = proxied.site.look(lambda room: room.queue[0].clip.recording_id)
    ben = proxied.site.browser("Ben")
    asked.clear()
    answer, body = proxied.ask(ben, address=f"/films/{recording}/film", Range="bytes=5-")
    assert (answer.status, body == FILM[5:]) == (206, True)
    assert set(asked) == {"bytes=0-0"}
    asked.clear()
    assert proxied.ask(ben, address="/patterns/1/film", Range="bytes=5-")[0].status == 404
    assert asked[0] == "bytes=0-0"


def test_what_lies_beside_a_film_is_the_programs_to_send(proxied: Proxied) -> None:
    """nginx has no door for it: its picture, captions, the drawing of its sound, a copy."""
    site = proxied.site
    still = NAME.replace("film.mp4", "still.jpg")
    captions = NAME.replace("film.mp4", f"captions-{'0' * 16}.vtt")
    with site.app.app_context():
        store = film_house().store
    store.path(still).write_bytes(b"a picture")
    store.path(captions).write_bytes(b"WEBVTT")

    def named(room: SupervisionSession) -> int:
        recording = room.queue[0].clip.recording
        recording.still_name, recording.captions_name = still, captions
        return recording.id

    recording = site.in_room(named)
    beside = proxied.address.removesuffix("/film") + "/captions"
    picture, body = proxied.ask(site.browser("Ben"), address=f"/films/{recording}/still")
    assert (picture.status, body) == (200, b"a picture")
    told, body = proxied.ask(Wall(site).http, address=beside)
    assert (told.status, body) == (200, b"WEBVTT")


def test_the_program_is_asked_for_its_yes_once_in_two_seconds(proxied: Proxied) -> None:
    """And not for each of seven pieces, by as many players of one screen as there are."""
    asked: list[str] = []

    def note() -> None:
        if "Range" in request.headers:
            asked.append(request.headers["Range"])

    proxied.site.app.before_request_funcs.setdefault(None, []).append(note)
    wall = Wall(proxied.site).http
    began = monotonic()
    for _player in range(3):
        assert proxied.ask(wall, Range="bytes=0-")[1] == FILM
    seconds = monotonic() - began
    assert set(asked) == {"bytes=0-0"}
    assert len(asked) <= 1 + seconds, "nginx counts whole seconds"


def test_nobody_has_the_yes_of_another(proxied: Proxied) -> None:
    assert proxied.ask(Wall(proxied.site).http, Range="bytes=0-9")[0].status == 206
    assert proxied.ask(proxied.site.browser("Aditi"), Range="bytes=0-9")[0].status == 403
    assert proxied.ask(proxied.site.app.test_client(), Range="bytes=0-9")[0].status == 404


def test_a_token_in_place_of_a_cookie_gives_nobody_else_a_yes(proxied: Proxied) -> None:
    with proxied.site.app.app_context():
        ben = User.called(db.session, "ben")
        assert ben is not None
        token = str(ben.get_auth_token())
    anybody = proxied.site.app.test_client()
    told = proxied.ask(anybody, Range="bytes=0-9", Authentication_Token=token)[0]
    assert told.status == 206
    assert proxied.ask(anybody, Range="bytes=0-9")[0].status == 404


def test_without_a_proxy_that_asks_for_pieces_the_program_sends_the_film_itself(
    site: Site, proxied: Proxied
) -> None:
    """As with an nginx that was set up for an earlier version: slower, and none after a no."""
    wall = Wall(site).http
    for asked in ("bytes=0-", f"bytes=0-{GIVEN_AT_MOST}", "bytes=-9999999"):
        answer = wall.get(proxied.address, headers={"Range": asked}, buffered=False)
        assert (answer.status_code, "X-Accel-Redirect" in answer.headers) == (206, False), asked
        answer.close()
    answer = wall.get(proxied.address, headers={"Range": f"bytes=0-{GIVEN_AT_MOST - 1}"})
    assert answer.headers["X-Accel-Redirect"] == f"/afttrainer-films/{NAME}"
    assert answer.data == b""
