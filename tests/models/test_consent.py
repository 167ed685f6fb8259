"""What a patient has agreed to, and when it stops."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afttrainer.content.codes import (
    ClipOrigin,
    ClipStatus,
    ConsentScope,
    OnBehalf,
    SessionStatus,
)
from afttrainer.models import Recording
from afttrainer.models.consent import ConsentState, Said
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at

TODAY = T0.astimezone().date()
GROUP = (ConsentScope.GROUP_SUPERVISION,)


def said(*scopes: ConsentScope, given_on: date = TODAY, **more: object) -> Said:
    return Said(scopes, given_on, method="signed", **more)  # type: ignore[arg-type]


def brought_in(room: Room, what: Said) -> Recording:
    ben = room.ben.membership
    recording = Recording.bring_in(ben.cases[0], ben, "Session 12", "ticket-of-12", what, T0)
    room.session.flush()
    return recording


def test_without_a_tick_nobody_but_its_therapist_may_see_it(room: Room) -> None:
    recording = brought_in(room, Said((), TODAY))
    assert recording.consent is not None
    assert recording.consent.scopes == []
    assert recording.consent.state(T0) is ConsentState.NOTHING
    assert not recording.may_be_shown_to_group(T0)


@pytest.mark.parametrize("scope", sorted(set(ConsentScope) - {ConsentScope.GROUP_SUPERVISION}))
def test_no_other_scope_stands_for_the_group(room: Room, scope: ConsentScope) -> None:
    assert not brought_in(room, said(scope)).may_be_shown_to_group(T0)


def test_a_consent_of_today_holds_from_now_and_through_its_last_day(room: Room) -> None:
    recording = brought_in(room, said(*GROUP, expires_on=TODAY + timedelta(days=2)))
    assert recording.consent is not None
    assert recording.consent.given_on == TODAY
    assert recording.consent.expires_on == TODAY + timedelta(days=2)
    assert recording.may_be_shown_to_group(T0)
    assert recording.may_be_shown_to_group(T0 + timedelta(days=2))
    assert not recording.may_be_shown_to_group(T0 + timedelta(days=3))


def test_an_acted_scene_has_no_patient_to_ask(room: Room) -> None:
    assert Recording(origin=ClipOrigin.SIMULATED).may_be_shown_to_group(T0)


def test_days_that_cannot_be_are_refused_at_their_fields(room: Room) -> None:
    for wrong, field in (
        (said(*GROUP, given_on=TODAY + timedelta(days=1)), "given_on"),
        (said(*GROUP, expires_on=TODAY - timedelta(days=1)), "expires_on"),
        (Said(GROUP, TODAY), "method"),
    ):
        with pytest.raises(Refused) as no:
            brought_in(room, wrong)
        assert list(no.value.fields) == [field]


def test_a_withdrawal_bars_the_clip_at_once_and_stops_what_shows_it(room: Room) -> None:
    recording, ben = room.clip.clip.recording, room.ben.membership
    room.clip.status = ClipStatus.PLAYING
    room.touched()

    recording.withdraw_consent(ben, at(20))

    assert not recording.may_be_shown_to_group(at(20))
    assert room.clip.status is ClipStatus.BLOCKED
    assert room.supervision.playback is None or not room.supervision.playback.playing
    assert {"wall", "everyone", "supervisor"} <= room.touched()


def test_a_scope_taken_back_in_the_form_bars_like_a_withdrawal(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.note_consent(room.mirela.membership, said(ConsentScope.RESEARCH), at(20))
    assert room.clip.status is ClipStatus.BLOCKED


def test_after_a_withdrawal_only_a_later_consent_opens_it_again(room: Room) -> None:
    recording, ben = room.clip.clip.recording, room.ben.membership
    recording.withdraw_consent(ben, T0)
    with pytest.raises(Refused):
        recording.note_consent(ben, said(*GROUP, given_on=TODAY - timedelta(days=1)), at(1))
    assert not recording.may_be_shown_to_group(at(1))
    recording.note_consent(ben, said(*GROUP), at(2))
    assert recording.may_be_shown_to_group(at(2))


def test_a_closed_meetings_record_is_not_rewritten_by_a_withdrawal(room: Room) -> None:
    room.supervision.status = SessionStatus.CLOSED
    room.clip.clip.recording.withdraw_consent(room.ben.membership, at(100))
    assert room.clip.status is ClipStatus.PLAYED


def test_another_trainee_has_no_say(room: Room) -> None:
    recording = room.clip.clip.recording
    for act in (
        lambda: recording.withdraw_consent(room.dao.membership, at(0)),
        lambda: recording.note_consent(room.dao.membership, said(*GROUP), at(0)),
    ):
        with pytest.raises(NotYours):
            act()


# Where somebody decided in the patient's place (F1)

FOR_A_MINOR = {"on_behalf": OnBehalf.MINOR, "agreed_by": "both parents"}


@pytest.mark.parametrize("why", OnBehalf)
def test_what_was_given_in_the_patients_place_waits_for_a_second_person(
    room: Room, why: OnBehalf
) -> None:
    recording = brought_in(
        room, said(*GROUP, on_behalf=why, agreed_by="her guardian", wants_second=True)
    )
    assert recording.consent is not None
    assert recording.consent.state(at(1)) is ConsentState.WAITING
    assert not recording.may_be_shown_to_group(at(1))
    assert not recording.may_watch(room.mirela.membership, at(1))
    assert recording.may_watch(room.ben.membership, at(1)), "it is his own work"
    with pytest.raises(NotYours):
        recording.second_consent(room.ben.membership, at(2))
    with pytest.raises(NotYours):
        recording.second_consent(room.dao.membership, at(2))
    recording.second_consent(room.mirela.membership, at(2))
    assert recording.may_be_shown_to_group(at(2))
    assert recording.consent.seconded_by is room.mirela.membership
    with pytest.raises(Refused):
        recording.second_consent(room.mirela.membership, at(3))


def test_noted_anew_it_asks_for_a_second_yes_anew_and_bars_the_film_meanwhile(room: Room) -> None:
    recording = room.clip.clip.recording
    given = said(*GROUP, wants_second=True, **FOR_A_MINOR)
    recording.note_consent(room.mirela.membership, given, at(1))
    assert room.clip.status is ClipStatus.BLOCKED
    recording.second_consent(room.ben.membership, at(2))
    assert recording.may_be_shown_to_group(at(2))
    recording.note_consent(room.mirela.membership, given, at(3))
    assert not recording.may_be_shown_to_group(at(3))
    recording.note_consent(room.mirela.membership, said(*GROUP, wants_second=True), at(4))
    assert recording.may_be_shown_to_group(at(4)), "the patient's own word needs no second"
    assert recording.consent is not None
    assert recording.consent.agreed_by == ""


def test_where_the_site_wants_no_second_person_it_holds_at_once(room: Room) -> None:
    recording = brought_in(room, said(*GROUP, **FOR_A_MINOR))
    assert recording.may_be_shown_to_group(at(1))


def test_who_agreed_in_the_patients_place_is_said(room: Room) -> None:
    with pytest.raises(Refused) as no:
        brought_in(room, said(*GROUP, on_behalf=OnBehalf.CAPACITY))
    assert list(no.value.fields) == ["agreed_by"]
