"""The library of patterns: acted scenes, or a live consent to teaching, each time (C-18: S2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import ClipOrigin, ConsentScope, Marker
from afttrainer.models import Clip, Consent, Exemplar, Membership
from afttrainer.models.consent import Said
from afttrainer.models.exemplar import all_shown, may_teach
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at

ACTED, WITH_A_PATIENT = ClipOrigin.SIMULATED, ClipOrigin.PATIENT_RECORDING
GROUP, TEACHING = ConsentScope.GROUP_SUPERVISION, ConsentScope.TEACHING_BEYOND_GROUP


def clip_of(room: Room) -> Clip:
    return room.clip.clip


def consent_of(room: Room) -> Consent:
    consent = clip_of(room).recording.consent
    assert consent is not None
    return consent


def agreed(room: Room, **more: object) -> None:
    """Ben's patient agrees to teaching, too."""
    consent_of(room).teaching_beyond_group = True
    for name, value in more.items():
        setattr(consent_of(room), name, value)
    room.session.flush()


def put_in(
    room: Room,
    by: Membership | None = None,
    marker: Marker = Marker.SILENCE,
    origin: ClipOrigin = WITH_A_PATIENT,
    *,
    tells_nobody: bool = True,
) -> Exemplar:
    made = Exemplar.put_in(
        clip_of(room),
        by or room.ben.membership,
        at(95),
        marker=marker,
        pattern="She asks for more, he agrees and stays away",
        note="Watch his hands.",
        origin=origin,
        tells_nobody=tells_nobody,
    )
    room.session.flush()
    return made


def shown(room: Room, minutes: float = 96) -> list[Marker]:
    room.session.flush()
    return [one.marker for one in all_shown(room.session, at(minutes))]


def test_c18_a_patients_film_needs_a_live_consent_to_teaching(room: Room) -> None:
    with pytest.raises(Refused, match="does not cover teaching"):
        put_in(room)
    agreed(room)
    put_in(room)
    assert shown(room) == [Marker.SILENCE]


def test_c18_an_acted_scene_needs_none(room: Room) -> None:
    clip_of(room).recording.origin = ACTED
    clip_of(room).recording.consent = None
    entry = put_in(room, tells_nobody=False)
    assert entry.origin is ACTED, "whatever was ticked"
    assert shown(room) == [Marker.SILENCE]


def test_c18_what_colleagues_played_under_a_consent_of_theirs_is_called_acted(room: Room) -> None:
    with pytest.raises(Refused, match="does not cover teaching"):
        put_in(room, origin=ACTED)
    agreed(room)
    assert put_in(room, origin=ACTED, tells_nobody=False).origin is ACTED


def test_c18_it_tells_nobody_who_the_patient_is(room: Room) -> None:
    agreed(room)
    with pytest.raises(Refused) as no:
        put_in(room, tells_nobody=False)
    assert "tells_nobody" in no.value.fields
    assert shown(room) == []


def test_c18_only_its_therapist_puts_it_in(room: Room) -> None:
    agreed(room)
    for somebody in (room.mirela, room.dao):
        with pytest.raises(NotYours):
            put_in(room, somebody.membership)


def test_c18_withdrawal_takes_it_off_at_once_and_for_good(room: Room) -> None:
    agreed(room)
    put_in(room)
    clip_of(room).recording.withdraw_consent(room.ben.membership, at(96))
    assert shown(room) == []
    room.keep()
    assert clip_of(room).exemplars == []
    said = Said((GROUP, TEACHING), at(97).date(), method="in writing")
    clip_of(room).recording.note_consent(room.ben.membership, said, at(97))
    assert shown(room, 98) == [], "another word of theirs does not bring it back"


def test_c18_a_consent_noted_anew_without_teaching_takes_it_off(room: Room) -> None:
    agreed(room)
    put_in(room)
    said = Said((GROUP,), T0.date(), method="in writing")
    clip_of(room).recording.note_consent(room.ben.membership, said, at(96))
    assert shown(room) == []
    assert clip_of(room).exemplars == []


def test_c18_a_consent_noted_anew_with_teaching_leaves_it(room: Room) -> None:
    agreed(room)
    put_in(room)
    said = Said((GROUP, TEACHING), T0.date(), method="in writing", witnessed_by="front desk")
    clip_of(room).recording.note_consent(room.ben.membership, said, at(96))
    assert shown(room) == [Marker.SILENCE]


def test_c18_it_is_asked_each_time_it_is_shown(room: Room) -> None:
    agreed(room, expires_at=at(100))
    put_in(room)
    assert shown(room, 99) == [Marker.SILENCE]
    assert shown(room, 100) == [], "the consent has ended, and nobody has pressed anything"


def test_c18_a_word_for_people_by_name_is_none_for_the_library(room: Room) -> None:
    agreed(room, named_only=True)
    assert not may_teach(clip_of(room).recording, at(95))
    with pytest.raises(Refused):
        put_in(room)


def test_c18_of_another_stretch_nothing_was_said(room: Room) -> None:
    agreed(room)
    put_in(room)
    clip_of(room).out_ms += 5_000
    assert shown(room) == []
    put_in(room)
    assert shown(room) == [Marker.SILENCE], "said anew of the stretch as it is now"
    assert len(clip_of(room).exemplars) == 1


def test_c18_whoever_has_left_is_not_shown(room: Room) -> None:
    agreed(room)
    put_in(room)
    room.ben.membership.removed_at = at(96)
    assert shown(room) == []


def test_c18_by_marker_and_one_of_each_a_clip(room: Room) -> None:
    agreed(room)
    put_in(room, marker=Marker.OVERREADY_COMPLIANCE)
    put_in(room, marker=Marker.SILENCE)
    put_in(room, marker=Marker.SILENCE)
    assert shown(room) == [Marker.SILENCE, Marker.OVERREADY_COMPLIANCE]


def test_c18_its_therapist_and_whoever_leads_take_it_out(room: Room) -> None:
    agreed(room)
    entry = put_in(room)
    with pytest.raises(NotYours):
        entry.take_out(room.dao.membership)
    entry.take_out(room.mirela.membership)
    assert shown(room) == []
    put_in(room).take_out(room.ben.membership)
    assert shown(room) == []


def test_c18_it_goes_with_its_clip_and_its_film(room: Room) -> None:
    agreed(room, given_at=T0 - timedelta(days=1))
    put_in(room)
    clip_of(room).recording.let_film_go(at(97))
    assert shown(room) == []
    room.keep()
    assert clip_of(room).exemplars == [], "nor are its words kept"
