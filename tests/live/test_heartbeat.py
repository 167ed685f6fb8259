"""What a page tells of itself, and what the console makes of it: here, asleep, away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.extensions import db, socketio
from afttrainer.live import heartbeat
from afttrainer.live.presence import new_screen, opened
from afttrainer.models import Connection
from afttrainer.models.participant import Presence
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL
from tests.people import Phone, Site, person


def beat(phone: Phone, **said: Any) -> Any:
    return phone.live.emit("here", {"visible": True, "waiting": 0, **said}, callback=True)


def presence_of(site: Site, name: str) -> Presence:
    return site.look(lambda room: person(room, name).presence)


def goes_silent_for(site: Site, seconds: float) -> None:
    """Nobody has been heard of for so long."""
    then = clock.now() - timedelta(seconds=seconds)
    site.app.extensions["seen"].clear()
    site.write(lambda s: s.execute(update(Connection).values(seen_at=then)) and None)


def looked(site: Site) -> None:
    heartbeat.look(site.app, clock.now())


def another_screen(phone: Phone, page: str) -> Any:
    auth = {"supervision": phone.supervision_id, "screen": "companion", "page": page}
    live = socketio.test_client(phone.live.app, flask_test_client=phone.http, auth=auth)
    assert live.is_connected()
    return live


def test_a_page_hears_what_number_each_of_its_audiences_stands_at(site: Site) -> None:
    aditi = site.phone("Aditi")
    site.begin(Phase.CHECK_IN)
    numbers = beat(aditi)["revisions"]
    mine = site.look(lambda room: f"participant:{person(room, 'Aditi').id}")
    assert numbers == site.look(
        lambda room: {audience: room.revision_of(audience) for audience in (EVERYONE, mine)}
    )
    assert beat(aditi)["boot"] == clock.boot_id()


def test_only_whoever_supervises_hears_of_the_supervisors_number(site: Site) -> None:
    console, aditi = site.console(), site.phone("Aditi", "console")
    assert SUPERVISOR in beat(console)["revisions"]
    assert SUPERVISOR not in beat(aditi)["revisions"]


def test_a_phone_put_away_is_asleep_and_back_is_here(site: Site) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    console.heard()
    beat(aditi, visible=False)
    assert presence_of(site, "Aditi") is Presence.ASLEEP
    assert site.look(lambda room: person(room, "Aditi").is_here), "in a pocket, and in the room"
    assert "asleep" in console.heard()[-1]["html"]
    beat(aditi)
    assert presence_of(site, "Aditi") is Presence.HERE


def test_silence_is_sleep_and_a_word_wakes(site: Site) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    goes_silent_for(site, 25)
    beat(console)
    console.heard()
    looked(site)
    assert presence_of(site, "Aditi") is Presence.ASLEEP
    assert presence_of(site, "Mirela") is Presence.HERE
    assert [m["audience"] for m in console.heard()] == [SUPERVISOR]
    looked(site)
    assert console.heard() == [], "known already"
    beat(aditi)
    assert presence_of(site, "Aditi") is Presence.HERE


def test_a_socket_that_breaks_is_a_phone_asleep_and_one_that_is_closed_has_left(
    site: Site,
) -> None:
    aditi, ben = site.phone("Aditi"), site.phone("Ben")
    breaks(aditi)
    ben.live.disconnect()
    assert presence_of(site, "Ben") is Presence.AWAY
    assert presence_of(site, "Aditi") is Presence.HERE, "a moment's drop is nobody's business"
    goes_silent_for(site, 25)
    looked(site)
    assert presence_of(site, "Aditi") is Presence.ASLEEP
    goes_silent_for(site, 21 * 60)
    looked(site)
    assert presence_of(site, "Aditi") is Presence.AWAY


def breaks(phone: Phone) -> None:
    """The network goes, and nobody says goodbye."""
    server = socketio.server
    server._handle_eio_disconnect(phone.live.eio_sid, server.reason.TRANSPORT_CLOSE)


def test_a_silent_screen_whose_socket_still_stands_may_speak_again(site: Site) -> None:
    aditi = site.phone("Aditi")
    goes_silent_for(site, 60 * 60)
    looked(site)
    assert presence_of(site, "Aditi") is Presence.ASLEEP
    assert aditi.do("no.such")["words"]
    beat(aditi)
    assert presence_of(site, "Aditi") is Presence.HERE


def test_a_page_that_comes_back_takes_the_place_of_what_it_was(site: Site) -> None:
    aditi = site.phone("Aditi")
    first = another_screen(aditi, "page0000one")
    second = another_screen(aditi, "page0000one")
    other = another_screen(aditi, "page0000two")
    assert not first.is_connected(), "it was dead and did not know"
    assert second.is_connected()
    assert other.is_connected()
    rows = site.look(lambda room: len(person(room, "Aditi").connections))
    assert rows == 3, "the phone, and two pages"


def test_nobodys_page_takes_the_place_of_another_persons(site: Site) -> None:
    bens = another_screen(site.phone("Ben"), "page0000one")
    another_screen(site.phone("Aditi"), "page0000one")
    assert bens.is_connected()


def test_what_waits_on_the_devices_is_told_once_a_device(site: Site) -> None:
    console, phone, laptop = site.console(), site.phone("Aditi"), site.phone("Aditi")
    tab = Phone("Aditi", phone.supervision_id, phone.http, another_screen(phone, "page0000tab"))
    beat(phone, waiting=3)
    beat(tab, waiting=3)
    beat(laptop, waiting=2)
    assert site.look(lambda room: person(room, "Aditi").waiting) == 5
    assert "waiting to send: 5" in console.page("console")
    beat(tab, waiting=0)
    beat(laptop, waiting=0)
    assert "waiting to send" not in console.page("console")


def test_a_clock_is_spoken_of_where_it_matters(site: Site) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    beat(aditi, clock_error_ms=40.5)
    assert "clock unsure" not in console.page("console")
    beat(aditi, clock_error_ms=130)
    assert "clock unsure ± 0.2 s" in console.page("console")
    console.heard()
    beat(aditi, clock_error_ms=170)
    assert console.heard() == [], "the same in words"


def test_one_row_a_person_and_nothing_on_the_wall(site: Site) -> None:
    console = site.console()
    before = site.look(lambda room: (room.revision_of(WALL), room.revision_of(EVERYONE)))
    for phone in (site.phone("Aditi"), site.phone("Aditi"), site.phone("Aditi")):
        beat(phone, waiting=1, visible=False)
    page = console.page("console")
    assert page.count('class="person"') == 7
    assert before == site.look(lambda room: (room.revision_of(WALL), room.revision_of(EVERYONE)))


def test_a_beat_that_says_nothing_new_reads_once_and_writes_nothing(site: Site) -> None:
    aditi = site.phone("Aditi")
    beat(aditi, clock_error_ms=12)
    said: list[str] = []
    with site.app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    beat(aditi, clock_error_ms=12)
    assert len([words for words in said if words.startswith("SELECT")]) == 1
    assert not [words for words in said if words.startswith(("UPDATE", "INSERT", "DELETE"))]


def test_many_beats_are_written_down_together(site: Site) -> None:
    phones = [site.phone(name) for name in ("Aditi", "Ben", "Dao")]
    goes_silent_for(site, 15)
    for phone in phones:
        beat(phone)
        beat(phone)
    said: list[str] = []
    with site.app.app_context():
        engine = db.engines["writer"]
    event.listen(engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    looked(site)
    assert len([words for words in said if words.startswith("UPDATE")]) == 1
    then = clock.now() - timedelta(seconds=10)
    with site.app.app_context():
        assert all(row.seen_at > then for row in db.session.scalars(select(Connection)))


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "here",
        {"waiting": "many", "clock_error_ms": [], "visible": 7, "page": {}},
        {"waiting": -3, "clock_error_ms": float("nan")},
        {"waiting": 10**30, "clock_error_ms": 10**30, "page": "x" * 500},
        {"waiting": True, "clock_error_ms": True},
    ],
)
def test_nonsense_is_a_beat_that_says_nothing(site: Site, said: Any) -> None:
    aditi = site.phone("Aditi")
    assert "revisions" in aditi.live.emit("here", said, callback=True)
    assert presence_of(site, "Aditi") is Presence.HERE
    assert site.look(lambda room: person(room, "Aditi").waiting) == 0


def test_a_page_without_a_socket_is_here_all_the_same(site: Site) -> None:
    """On networks that let no socket through it beats by HTTP, and sees what it missed."""
    site.begin(Phase.CHECK_IN)
    http = site.browser("Aditi")
    where = f"/supervision/{site.supervision_id}/here"
    said = {"visible": True, "waiting": 2, "page": "page0000one"}
    for _twice in range(2):
        answer = http.post(where, json=said)
        assert answer.status_code == 200
        assert EVERYONE in answer.get_json()["revisions"]
    assert presence_of(site, "Aditi") is Presence.HERE
    assert site.look(lambda room: len(person(room, "Aditi").connections)) == 1
    assert site.app.test_client().post(where, json=said).status_code in (302, 401)


def test_a_page_that_beats_twice_at_once_by_post_is_one_screen(site: Site) -> None:
    name = "post-0123456789"
    ids = site.look(lambda room: person(room, "Aditi").id)

    def beat_begins(session: Session) -> frozenset[str]:
        with site.app.test_request_context():
            screen = new_screen(name, "page0000one")
        return opened(session, ids, screen, False)[0]

    assert site.write(beat_begins) == {SUPERVISOR}
    assert site.write(beat_begins) == set(), "the other beat was first"
    assert site.look(lambda room: len(person(room, "Aditi").connections)) == 1


def test_an_outsider_has_no_beat(site: Site) -> None:
    def removed(room: Any) -> None:
        person(room, "Dao").membership.removed_at = clock.now()

    http = site.browser("Dao")
    site.in_room(removed)
    answer = http.post(f"/supervision/{site.supervision_id}/here", json={"visible": True})
    assert answer.status_code == 404
    assert presence_of(site, "Dao") is Presence.AWAY


def test_what_waits_on_a_shared_device_never_goes_out_under_another_name(site: Site) -> None:
    """Aditi's page is still open there, and Ben has signed in since."""
    site.begin(Phase.CHECK_IN)
    aditi = site.look(lambda room: person(room, "Aditi").id)
    bens_browser = site.browser("Ben")
    auth = {"supervision": site.supervision_id, "screen": "companion", "participant": aditi}
    live = socketio.test_client(site.app, flask_test_client=bens_browser, auth=auth)
    assert not live.is_connected()
    sent = {"id": "long-enough", "name": "check_in.save", "body": {"calm": "6"}}
    answer = bens_browser.post(
        f"/supervision/{site.supervision_id}/command", json={**sent, "participant": aditi}
    )
    assert answer.get_json()["again"], "it stays on the device"
    assert site.look(lambda room: room.check_ins) == []
    hers = site.browser("Aditi").post(
        f"/supervision/{site.supervision_id}/command", json={**sent, "participant": aditi}
    )
    assert hers.get_json()["ok"]


def test_whoever_is_given_up_was_in_the_room_until_they_were_last_heard_of(site: Site) -> None:
    aditi, ben = site.phone("Aditi"), site.phone("Ben")
    breaks(aditi)
    goes_silent_for(site, 21 * 60)
    beat(ben)
    seen = site.look(lambda room: person(room, "Aditi").connections[0].seen_at)
    looked(site)

    def of_aditi(room: Any) -> Any:
        return person(room, "Aditi").stays[-1].until(clock.now())

    assert site.look(lambda room: person(room, "Aditi").connections) == []
    assert site.look(of_aditi) == max(
        seen, site.look(lambda room: person(room, "Aditi").stays[-1].began_at)
    )
    assert len(site.look(lambda room: person(room, "Ben").stays)) == 1
