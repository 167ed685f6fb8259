"""When somebody was in the room: written as screens come and go, and told as minutes alone."""

from __future__ import annotations

from datetime import timedelta

from afttrainer.models import Connection, Participant, stay
from tests.models.room import Room
from tests.people import at, opens_a_screen


def closes(screen: Connection, minute: float) -> None:
    whose = screen.participant
    whose.connections.remove(screen)
    stay.goes(whose, at(minute))


def given_up(screen: Connection) -> None:
    """As the look at who is silent does."""
    whose = screen.participant
    whose.connections.remove(screen)
    stay.goes(whose, screen.seen_at)


def was_there(who: Participant, now: float) -> list[tuple[float, float]]:
    """In minutes of the meeting."""
    zero = at(0)
    return [
        ((came - zero) / timedelta(minutes=1), (left - zero) / timedelta(minutes=1))
        for came, left in stay.stretches(who, at(now))
    ]


def test_from_the_first_screen_to_the_last(room: Room) -> None:
    phone, laptop = opens_a_screen(room.dao, at(3)), opens_a_screen(room.dao, at(5))
    closes(phone, 20)
    assert was_there(room.dao, 30) == [(3, 30)], "the laptop is there"
    closes(laptop, 40)
    assert was_there(room.dao, 90) == [(3, 40)]


def test_a_page_loaded_anew_is_the_same_stay_and_one_who_comes_back_has_another(
    room: Room,
) -> None:
    screen = opens_a_screen(room.dao, at(0))
    closes(screen, 10)
    again = opens_a_screen(room.dao, at(10.2))
    assert len(room.dao.stays) == 1
    closes(again, 30)
    opens_a_screen(room.dao, at(45))
    assert was_there(room.dao, 60) == [(0, 30), (45, 60)]


def test_a_phone_in_a_pocket_is_in_the_room_once_it_wakes(room: Room) -> None:
    phone = opens_a_screen(room.dao, at(0))
    phone.seen_at, phone.awake = at(20), False
    assert was_there(room.dao, 35) == [(0, 20)], "nobody knows yet"
    phone.seen_at, phone.awake = at(38), True
    assert was_there(room.dao, 38) == [(0, 38)]
    phone.seen_at, phone.awake = at(40), False
    opens_a_screen(room.dao, at(55))
    assert was_there(room.dao, 60) == [(0, 60)]


def test_whoever_was_silent_for_long_had_gone_when_last_heard_of(room: Room) -> None:
    phone = opens_a_screen(room.dao, at(0))
    phone.seen_at, phone.awake = at(20), False
    given_up(phone)
    assert was_there(room.dao, 50) == [(0, 20)]
    opens_a_screen(room.dao, at(60))
    assert was_there(room.dao, 70) == [(0, 20), (60, 70)]


def test_a_silent_phone_that_nobody_has_given_up_yet_is_no_bridge(room: Room) -> None:
    """As after a night in which the server was off."""
    phone = opens_a_screen(room.dao, at(0))
    phone.seen_at, phone.awake = at(20), False
    opens_a_screen(room.dao, at(60))
    assert was_there(room.dao, 70) == [(0, 20), (60, 70)]


def test_a_laptop_closed_on_purpose_counts_beside_a_phone_that_sleeps(room: Room) -> None:
    phone, laptop = opens_a_screen(room.dao, at(0)), opens_a_screen(room.dao, at(1))
    phone.seen_at, phone.awake = at(10), False
    closes(laptop, 25)
    assert was_there(room.dao, 26) == [(0, 25)]
    given_up(phone)
    assert was_there(room.dao, 90) == [(0, 25)]


def test_nobody_is_in_a_room_that_is_closed(room: Room) -> None:
    screen = opens_a_screen(room.dao, at(0))
    gone = opens_a_screen(room.femi, at(0))
    gone.seen_at, gone.awake = at(50), False
    room.supervision.close(at(90), without_checkout=True)
    closes(screen, 95)
    assert was_there(room.dao, 200) == [(0, 90)]
    assert was_there(room.femi, 200) == [(0, 50)]
    # Reading the record days later makes nobody have stayed to the end.
    for who in (room.femi, room.chiara):
        opens_a_screen(who, at(3_000))
    assert was_there(room.femi, 3_001) == [(0, 50)]
    assert room.chiara.stays == []


def test_a_beat_writes_none_of_it_and_it_goes_with_the_meeting(room: Room) -> None:
    phone = opens_a_screen(room.dao, at(0))
    room.session.flush()
    phone.seen_at = at(30)
    assert not room.session.is_modified(room.dao.stays[0])
    assert was_there(room.dao, 30) == [(0, 30)]
    room.keep()
    assert was_there(room.dao, 30) == [(0, 30)]
