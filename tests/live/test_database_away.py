"""The database server is stopped for a while: everybody is told in words, and nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from afttrainer.content.codes import Phase
from afttrainer.extensions import db, socketio
from afttrainer.live import audiences
from afttrainer.models.revision import EVERYONE
from tests.databases import Server
from tests.people import Site


@pytest.fixture
def database_url(on_postgresql: str) -> str:
    """Whatever the others run on: a file is never away."""
    return on_postgresql


@pytest.fixture
def away(site: Site, postgresql: Server) -> Server:
    site.begin(Phase.CHECK_IN)
    return postgresql


def test_a_page_says_so_and_opens_again_by_itself(site: Site, away: Server) -> None:
    mirela = site.browser("Mirela")
    console = f"/supervision/{site.supervision_id}/console"
    assert mirela.get(console).status_code == 200
    with away.stopped():
        for address in ("/", console):
            answer = mirela.get(address)
            assert answer.status_code == 503
            assert answer.headers["Retry-After"]
            assert "just now" in answer.get_data(as_text=True)
    assert mirela.get(console).status_code == 200, "with no second try"


def test_what_was_read_when_it_went_needs_no_undoing(
    site: Site, away: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with site.app.app_context():
        readers = db.get_engine("default")
    with readers.connect() as reading:
        reading.execute(text("SELECT 1"))
        with away.stopped():
            reading.rollback()
    assert not caplog.records
    with readers.connect() as reading:
        assert reading.scalar(text("SELECT 1")) == 1


def test_a_command_is_kept_on_the_device_and_done_afterwards(site: Site, away: Server) -> None:
    aditi = site.phone("Aditi")
    with away.stopped():
        ack = aditi.do("check_in.save", id="a-tap-meanwhile", calm=6)
        assert (ack["ok"], ack["again"]) == (False, True)
        assert ack["words"]
    assert aditi.do("check_in.save", id="a-tap-meanwhile", calm=6)["ok"]
    assert site.look(lambda room: [said.calm for said in room.check_ins]) == [6]


def test_a_command_over_http_as_well(site: Site, away: Server) -> None:
    aditi, room = site.browser("Aditi"), f"/supervision/{site.supervision_id}"
    sent = {"id": "a-tap-meanwhile", "name": "check_in.save", "body": {"calm": "6"}}
    with away.stopped():
        answer = aditi.post(f"{room}/command", json=sent)
        assert answer.status_code == 503
        assert answer.json["again"]
    assert aditi.post(f"{room}/command", json=sent).json["ok"]


def test_no_screen_is_connected_to_nothing(site: Site, away: Server) -> None:
    auth = {"supervision": site.supervision_id, "screen": "companion"}
    http = site.browser("Ben")
    with away.stopped():
        live = socketio.test_client(site.app, flask_test_client=http, auth=auth)
        assert not live.is_connected()
    live = socketio.test_client(site.app, flask_test_client=http, auth=auth)
    assert live.is_connected()


def test_what_could_not_be_drawn_meanwhile_is_drawn_afterwards(
    site: Site, away: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sockets outlive a restart of the database, and hear of nothing that was lost meanwhile."""
    ben = site.phone("Ben")
    comes_back = away.stopped()

    with comes_back:
        waits: list[float] = []

        def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                assert ben.heard() == []
                comes_back.close()

        monkeypatch.setattr(socketio, "sleep", sleep)
        audiences.tell_when_it_can_be_read(site.app, site.supervision_id, [EVERYONE])
    assert [said["audience"] for said in ben.heard()] == [EVERYONE]
