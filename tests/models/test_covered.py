"""Whether the patient's word covers those who are in the room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import ClipOrigin, ClipStatus, ConsentScope, Phase
from afttrainer.models import Participant, Playback
from afttrainer.models.consent import Said
from afttrainer.models.covered import stop_what_is_not_covered
from afttrainer.models.refusal import NotYours
from tests.models.room import Room
from tests.people import T0, at, opens_a_screen

TODAY = T0.astimezone().date()
GROUP = (ConsentScope.GROUP_SUPERVISION,)


def covers_only(room: Room, *people: Participant) -> None:
    numbers = [person.membership_id for person in people]
    recording = room.clip.clip.recording
    said = Said(GROUP, TODAY, method="signed", people=numbers)
    recording.note_consent(room.ben.membership, said, at(1))
    room.session.flush()


def plays(room: Room) -> bool:
    return room.supervision.playback is not None and room.supervision.playback.playing


def status(room: Room) -> ClipStatus:
    return room.clip.status


@pytest.fixture
def watching(room: Room) -> Playback:
    room.go_to(Phase.VIEWING)
    return Playback.of(room.clip, at(15))


def test_without_names_the_whole_group_is_covered(room: Room, watching: Playback) -> None:
    for person in room.supervision.participants:
        opens_a_screen(person)
    assert room.clip.uncovered(at(20)) == 0
    watching.play(at(20))
    assert room.clip.may_watch(room.dao, at(20))
    assert room.clip.may_watch(None, at(20))


def test_of_those_who_are_here_some_are_not_covered(room: Room, watching: Playback) -> None:
    covers_only(room, room.aditi)
    for person in (room.mirela, room.ben, room.aditi, room.dao, room.femi):
        opens_a_screen(person)
    assert room.clip.uncovered(at(20)) == 2
    with pytest.raises(NotYours) as no:
        watching.play(at(20))
    said = str(no.value)
    assert said.startswith("2 of you here are not covered")
    assert not [p.name for p in room.supervision.participants if p.name in said]
    assert not plays(room)
    for screen in (None, room.dao, room.aditi, room.ben, room.mirela):
        assert not room.clip.may_watch(screen, at(20)), "all see what stands in the room"
    recording = room.clip.clip.recording
    assert recording.covers(room.ben.membership, at(20)), "it is their own"
    assert recording.covers(room.mirela.membership, at(20)), "who leads is part of it"

    for person in (room.dao, room.femi):
        person.connections.clear()
    assert room.clip.uncovered(at(21)) == 0
    for screen in (None, room.aditi, room.ben, room.mirela):
        assert room.clip.may_watch(screen, at(21))
    assert not room.clip.may_watch(room.dao, at(21))
    watching.play(at(21))
    assert plays(room)


def test_a_film_stops_when_somebody_comes_who_is_not_covered(
    room: Room, watching: Playback
) -> None:
    covers_only(room, room.aditi)
    opens_a_screen(room.aditi)
    watching.play(at(20))
    stop_what_is_not_covered(room.supervision, at(21))
    assert plays(room)
    opens_a_screen(room.dao)
    stop_what_is_not_covered(room.supervision, at(22))
    assert not plays(room)
    assert status(room) is not ClipStatus.BLOCKED, "it may go on when he has left"


def test_a_consent_that_ends_by_its_date_stops_its_film(room: Room, watching: Playback) -> None:
    recording = room.clip.clip.recording
    said = Said(GROUP, TODAY, method="signed", expires_on=TODAY)
    recording.note_consent(room.ben.membership, said, at(1))
    watching.play(at(20))
    room.touched()
    stop_what_is_not_covered(room.supervision, at(21))
    assert status(room) is ClipStatus.PLAYING
    assert room.touched() == set()

    tomorrow = T0 + timedelta(days=1)
    stop_what_is_not_covered(room.supervision, tomorrow)
    assert status(room) is ClipStatus.BLOCKED
    assert not plays(room)
    assert not room.clip.may_watch(room.ben, tomorrow)
    assert {"wall", "everyone", "supervisor", "playback"} <= room.touched()
    stop_what_is_not_covered(room.supervision, tomorrow)
    assert room.touched() == set()


def test_whoever_comes_to_the_group_later_is_not_named(room: Room) -> None:
    from afttrainer.content.codes import Role
    from afttrainer.models import Membership

    covers_only(room, room.aditi, room.dao)
    late = Membership(name="Gil", role=Role.TRAINEE, added_at=at(2), confirmed_at=at(3))
    room.supervision.group.memberships.append(late)
    room.session.flush()
    recording = room.clip.clip.recording
    assert recording.covers(room.dao.membership, at(4))
    assert not recording.covers(late, at(4))


@pytest.mark.parametrize(
    ("scopes", "therapist", "supervisor"),
    [
        ((), True, False),
        ((ConsentScope.RESEARCH,), True, False),
        ((ConsentScope.SUPERVISOR_REVIEW,), True, True),
        ((ConsentScope.GROUP_SUPERVISION,), True, True),
    ],
)
def test_outside_the_room_a_supervisor_watches_what_the_patient_lets_them(
    room: Room, scopes: tuple[ConsentScope, ...], therapist: bool, supervisor: bool
) -> None:
    recording = room.clip.clip.recording
    said = Said(scopes, TODAY, method="signed")
    recording.note_consent(room.ben.membership, said, at(1))
    assert recording.may_watch(room.ben.membership, at(2)) is therapist
    assert recording.may_watch(room.mirela.membership, at(2)) is supervisor
    assert not recording.may_watch(room.dao.membership, at(2))


@pytest.mark.parametrize("has_note", [True, False])
def test_no_note_and_a_note_with_nothing_ticked_are_the_same(room: Room, has_note: bool) -> None:
    recording = room.clip.clip.recording
    recording.note_consent(room.ben.membership, Said((), TODAY), at(1))
    if not has_note:
        recording.consent = None
    room.session.flush()
    assert recording.may_watch(room.ben.membership, at(2)), "it was they who filmed it"
    for other in (room.mirela, room.dao):
        assert not recording.may_watch(other.membership, at(2))
    assert not recording.may_be_shown_to_group(at(2))
    for screen in (None, room.ben, room.mirela):
        assert not room.clip.may_watch(screen, at(2))


def test_an_acted_scene_is_watched_by_all_who_have_its_case(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.origin, recording.consent = ClipOrigin.SIMULATED, None
    for person in (room.ben, room.mirela):
        assert recording.may_watch(person.membership, at(2))
    assert not recording.may_watch(room.dao.membership, at(2))
    assert room.clip.may_watch(None, at(2))
    assert room.clip.may_watch(room.dao, at(2))


def test_after_a_withdrawal_nobody_watches_it_at_all(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, at(2))
    for person in room.supervision.participants:
        assert not recording.may_watch(person.membership, at(2))
        assert not room.clip.may_watch(person, at(2))
    assert not room.clip.may_watch(None, at(2))
