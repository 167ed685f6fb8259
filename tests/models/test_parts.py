"""Who has the room, who writes, and who stands outside of the group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import ClipStatus, ExerciseType, PathwayState, Role, StrainDyad
from afttrainer.models import (
    Exercise,
    Participant,
    PathwayTap,
    StrainSignal,
    SupervisionSession,
    lead,
    stay,
)
from afttrainer.models import scribe as scribing
from afttrainer.models.plan import open_room
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, WALL, mine
from tests.models.room import Room
from tests.people import at, opens_a_screen


@pytest.fixture
def led(room: Room) -> Room:
    """Chiara is co-supervisor beside Mirela; both have a screen open."""
    room.chiara.membership.role = Role.CO_SUPERVISOR
    for who in (room.mirela, room.chiara):
        opens_a_screen(who, at(0))
    room.session.flush()
    return room


def test_the_room_begins_in_its_supervisors_hands(led: Room) -> None:
    assert lead.who_has(led.supervision) == [led.mirela]
    lead.must_have(led.mirela)
    with pytest.raises(NotYours, match="Mirela"):
        lead.must_have(led.chiara)


def test_two_supervisors_have_it_together_until_it_is_handed_to_one(led: Room) -> None:
    led.chiara.membership.role = Role.SUPERVISOR
    assert lead.who_has(led.supervision) == [led.mirela, led.chiara]
    lead.hand(led.mirela, led.mirela.id)
    assert lead.who_has(led.supervision) == [led.mirela]


def test_one_tap_hands_it_over_and_the_supervisor_may_take_it_back(led: Room) -> None:
    led.touched()
    lead.hand(led.mirela, led.chiara.id)
    assert lead.who_has(led.supervision) == [led.chiara]
    assert led.touched() == {SUPERVISOR, mine(led.mirela), mine(led.chiara)}
    with pytest.raises(NotYours, match="Chiara"):
        lead.must_have(led.mirela)
    lead.take(led.mirela, at(20))
    assert lead.who_has(led.supervision) == [led.mirela]


def test_only_one_who_leads_can_have_it(led: Room) -> None:
    for participant_id in (led.dao.id, 999_999):
        with pytest.raises(Refused, match="Only a supervisor"):
            lead.hand(led.mirela, participant_id)
    with pytest.raises(NotYours):
        lead.take(led.dao, at(20))


def test_a_co_supervisor_says_yes_when_the_supervisor_is_gone_for_a_minute(led: Room) -> None:
    screen = led.mirela.connections[0]
    screen.seen_at = at(30)
    with pytest.raises(Refused, match="still here"):
        lead.take(led.chiara, at(30.5))
    screen.awake = False
    with pytest.raises(Refused, match="still here"):
        lead.take(led.chiara, at(30) + timedelta(seconds=59))
    assert not lead.may_take(led.chiara, at(30) + timedelta(seconds=59))
    assert lead.may_take(led.chiara, at(31))
    lead.take(led.chiara, at(31))
    assert lead.who_has(led.supervision) == [led.chiara]
    with pytest.raises(Refused, match="already"):
        lead.take(led.chiara, at(32))


def test_gone_is_also_who_closed_the_last_screen_a_minute_ago(led: Room) -> None:
    stay.goes(led.mirela, at(40))
    led.mirela.connections.clear()
    assert not lead.may_take(led.chiara, at(40.9))
    assert lead.may_take(led.chiara, at(41))
    opens_a_screen(led.mirela, at(41))
    assert not lead.may_take(led.chiara, at(50)), "she is back"


def test_who_no_longer_leads_no_longer_has_it(led: Room) -> None:
    lead.hand(led.mirela, led.chiara.id)
    led.chiara.membership.role = Role.TRAINEE
    assert lead.who_has(led.supervision) == [led.mirela]


def test_a_co_supervisor_who_opens_the_room_has_it(led: Room) -> None:
    group = led.supervision.group
    led.supervision.close(at(95))
    meeting = SupervisionSession(group=group, planned_for=at(200))
    led.session.add(meeting)
    led.session.flush()
    opener = open_room(meeting, led.chiara.membership, at(200))
    led.session.flush()
    Participant.join(meeting, led.mirela.membership, at(205))
    assert lead.who_has(meeting) == [opener]


@pytest.fixture
def turns(led: Room) -> Exercise:
    """A rotating role play under way; Dao writes."""
    rupture = led.rupture()
    exercise = Exercise.plan(led.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, None)
    led.session.flush()
    exercise.agree(led.ben, at(50))
    exercise.begin(led.mirela, at(52))
    led.session.flush()
    scribing.appoint(led.mirela, led.dao.id)
    return exercise


def test_the_scribe_writes_what_another_said_and_taps_where_they_are(
    led: Room, turns: Exercise
) -> None:
    attempt = turns.attempts[0]
    assert attempt.author is not led.dao
    attempt.say(led.dao, "Your voice went quiet.")
    attempt.hear(led.dao, "No, it is fine.")
    PathwayTap.tap(led.dao, turns, PathwayState.AVOIDANCE, at(53), shown=None)
    assert attempt.words == "Your voice went quiet."
    assert turns.pathway[0].author is led.dao
    assert mine(led.dao) in led.touched(), "who writes sees what was written"


def test_nobody_else_does_and_the_scribe_does_nothing_else(led: Room, turns: Exercise) -> None:
    attempt = turns.attempts[0]
    others = [p for p in (led.eszter, led.femi, led.aditi) if p is not attempt.author]
    for who in others:
        with pytest.raises(NotYours):
            attempt.say(who, "x")
        with pytest.raises(NotYours):
            PathwayTap.tap(who, turns, PathwayState.AVOIDANCE, at(53), shown=None)
    with pytest.raises(NotYours):
        attempt.feel(led.dao, 2)
    with pytest.raises(NotYours):
        turns.end(led.dao, at(54))


def test_writing_is_laid_down_by_the_one_who_does_it(led: Room, turns: Exercise) -> None:
    with pytest.raises(NotYours):
        scribing.lay_down(led.femi)
    scribing.lay_down(led.dao)
    assert not scribing.writes(led.dao)
    with pytest.raises(Refused):
        scribing.appoint(led.mirela, led.chiara.id)


def test_a_site_contact_is_out_of_the_room_and_reads_only_what_is_told_to_them(room: Room) -> None:
    now, femi = at(30), room.femi
    femi.membership.appoint_contact(room.mirela.membership, now)
    assert not femi.takes_part
    assert not femi.membership.belongs
    assert femi.membership.is_contact
    assert Participant.of(room.session, room.supervision.id, femi.membership.user_id or 0) is None
    assert room.supervision.group.contacts == [femi.membership]
    room.touched()

    told = StrainSignal.signal(
        room.dao,
        now,
        dyad=StrainDyad.SUPERVISOR_TRAINEE,
        words="I am afraid of her.",
        contact_id=femi.membership.id,
    )

    room.session.flush()
    assert room.touched() == {mine(room.dao)}, "nobody in the room notices it"
    assert room.supervision.suspended_at is None
    assert femi.membership.strains_told == [told]
    for who in (room.mirela, room.aditi):
        with pytest.raises(NotYours):
            told.attend(who, now)
    told.attend_outside(femi.membership, now)
    assert told.attended_at == now
    assert room.touched() == {mine(room.dao)}
    assert WALL not in room.supervision.touched


def test_who_leads_or_has_cases_stays_inside_of_the_group(room: Room) -> None:
    for who in (room.ben, room.mirela):
        with pytest.raises(Refused, match="outside"):
            who.membership.appoint_contact(room.mirela.membership, at(1))
    with pytest.raises(NotYours):
        room.dao.membership.appoint_contact(room.aditi.membership, at(1))
    assert room.clip.status is ClipStatus.PLAYED


def test_a_strain_is_told_to_no_contact_of_another_group(room: Room) -> None:
    for contact_id in (room.aditi.membership.id, 999_999):
        with pytest.raises(Refused, match="site contact"):
            StrainSignal.signal(
                room.dao,
                at(1),
                dyad=StrainDyad.SUPERVISOR_TRAINEE,
                words="",
                contact_id=contact_id,
            )
    assert room.supervision.strains == []
