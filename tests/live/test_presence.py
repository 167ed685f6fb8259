"""Who is here: a member is not a connection, and nobody who left stays behind as a ghost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.extensions import db, socketio
from afttrainer.live import presence
from afttrainer.models import Connection, Participant
from afttrainer.models.refusal import NotYours
from afttrainer.models.revision import SUPERVISOR, WALL
from tests.people import Phone, Site, person


def is_here(site: Site, name: str) -> bool:
    return site.look(lambda room: person(room, name).is_here)


def tab(phone: Phone) -> Any:
    """One more tab of the same browser."""
    auth = {"supervision": phone.supervision_id, "screen": "companion"}
    live = socketio.test_client(phone.live.app, flask_test_client=phone.http, auth=auth)
    assert live.is_connected()
    return live


def removed(site: Site, name: str) -> None:
    """The supervisor takes somebody off the group's list."""

    def remove(room: Any) -> int:
        member = person(room, name).membership
        member.remove(person(room, "Mirela").membership, clock.now())
        number: int = member.id
        return number

    member_id = site.in_room(remove)
    with site.app.test_request_context():
        presence.turn_away(member_id)


def test_two_tabs_and_two_devices_are_one_person(site: Site) -> None:
    phone, laptop = site.phone("Aditi"), site.phone("Aditi")
    second = tab(phone)
    shown = site.console().page("console")
    assert shown.count('data-presence="here"') == 2, "Aditi and Mirela herself"
    for live in (second, laptop.live):
        live.disconnect()
        assert is_here(site, "Aditi")
    phone.live.disconnect()
    assert not is_here(site, "Aditi")


def test_only_the_first_coming_and_the_last_going_are_news(site: Site) -> None:
    console = site.console()
    phone = site.phone("Aditi")
    console.heard()
    second = tab(phone)
    second.disconnect()
    assert console.heard() == []
    phone.live.disconnect()
    assert [m["audience"] for m in console.heard()] == [SUPERVISOR]


def test_nobodys_sleeping_phone_is_news_for_the_wall(site: Site) -> None:
    before = site.look(lambda room: room.revision_of(WALL))
    site.phone("Aditi").live.disconnect()
    assert site.look(lambda room: room.revision_of(WALL)) == before


def test_a_supervisors_screen_hears_what_is_the_supervisors_and_a_trainees_does_not(
    site: Site,
) -> None:
    """However it calls itself."""
    console, curious = site.console(), site.phone("Aditi", "console")
    console.heard()
    curious.heard()
    site.phone("Dao")
    assert [m["audience"] for m in console.heard()] == [SUPERVISOR]
    assert curious.heard() == []


def test_after_a_restart_nobody_is_here_until_they_connect_again(site: Site) -> None:
    aditi = site.phone("Aditi")
    site.write(lambda s: s.execute(update(Connection).values(boot_id="before")) and None)
    presence.forget_earlier_starts(site.app)
    assert not is_here(site, "Aditi")
    tab(aditi)
    assert is_here(site, "Aditi")


def test_a_removed_members_screens_close_at_once_and_open_nothing_more(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    phone, laptop, console = site.phone("Dao"), site.phone("Dao"), site.console()
    console.heard()
    removed(site, "Dao")
    assert not phone.live.is_connected()
    assert not laptop.live.is_connected()
    assert phone.http.get(f"/supervision/{site.supervision_id}/companion").status_code == 404
    again = socketio.test_client(
        site.app, flask_test_client=phone.http, auth={"supervision": site.supervision_id}
    )
    assert not again.is_connected()
    assert "Dao" not in console.heard()[-1]["html"]


def test_whoever_is_removed_while_their_screen_comes_in_is_not_let_in(site: Site) -> None:
    """Looked up before it and written down after it: nobody would look for that screen again."""
    dao = site.look(lambda room: person(room, "Dao").id)
    with site.app.test_request_context():
        screen = presence.new_screen("socket-of-dao", "")
    removed(site, "Dao")
    with pytest.raises(NotYours):
        site.write(lambda session: presence.opened(session, dao, screen, False))
    assert site.look(lambda room: person(room, "Dao").connections) == []


def test_whoever_steps_down_while_their_screen_comes_in_does_not_hear_as_a_supervisor(
    site: Site,
) -> None:
    aditi = site.look(lambda room: person(room, "Aditi").id)
    with site.app.test_request_context():
        screen = presence.new_screen("socket-of-aditi", "")
    with pytest.raises(NotYours):
        site.write(lambda session: presence.opened(session, aditi, screen, True))
    site.write(lambda session: presence.opened(session, aditi, screen, False))
    assert is_here(site, "Aditi")


def test_a_removed_members_command_is_refused_in_words(site: Site) -> None:
    """Even one that arrives before the socket is closed."""
    site.begin(Phase.CHECK_IN)
    phone = site.phone("Dao")

    def remove(room: Any) -> None:
        person(room, "Dao").membership.removed_at = clock.now()

    site.in_room(remove)
    ack = phone.do("check_in.save", calm=6)
    assert not ack["ok"]
    assert "not in this room" in ack["words"]
    sent = {"id": "long-enough", "name": "check_in.save", "body": {"calm": "6"}}
    answer = phone.http.post(f"/supervision/{site.supervision_id}/command", json=sent)
    assert answer.status_code == 403
    assert answer.get_json()["words"]
    assert site.look(lambda room: room.check_ins) == []


def test_others_stay_when_one_is_removed(site: Site) -> None:
    aditi = site.phone("Aditi")
    site.phone("Dao")
    removed(site, "Dao")
    assert aditi.live.is_connected()
    assert is_here(site, "Aditi")


@pytest.fixture
def tired(site: Site) -> Phone:
    """A screen whose sign-in has just come to its end."""
    site.begin(Phase.CHECK_IN)
    phone = site.phone("Aditi")

    def end(session: Any) -> None:
        for row in session.scalars(select(Connection)):
            row.signed_in_until = clock.now() - timedelta(seconds=1)

    site.write(end)
    return phone


def test_a_sign_in_that_is_over_does_nothing_more_and_leaves_the_room(
    site: Site, tired: Phone
) -> None:
    tired.do("check_in.save", calm=6)
    assert site.look(lambda room: room.check_ins) == []
    assert not tired.live.is_connected()
    assert not is_here(site, "Aditi")


def test_joining_a_meeting_is_begun_once_whoever_asks(site: Site) -> None:
    def twice(room: Any) -> list[int]:
        member = person(room, "Dao").membership
        return [Participant.join(room, member, clock.now()).id for _n in range(2)]

    first, second = site.in_room(twice)
    assert first == second
    assert len(site.look(lambda room: db.session.scalars(select(Participant)).all())) == 7


def test_a_page_loaded_anew_writes_no_second_stay_and_whoever_is_removed_has_left(
    site: Site,
) -> None:
    phone = site.phone("Dao")
    phone.live.disconnect()
    tab(phone)

    def of_dao(room: Any) -> Any:
        dao = person(room, "Dao")
        return [(one.began_at, one.is_over, one.heard_at) for one in dao.stays]

    [(began, is_over, _left)] = site.look(of_dao)
    assert not is_over
    before = clock.now()
    removed(site, "Dao")
    [(still, _is_over, left)] = site.look(of_dao)
    assert still == began
    assert before <= left <= clock.now()
    assert site.look(lambda room: person(room, "Dao").stays[-1].until(clock.now())) == left
