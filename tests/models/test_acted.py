"""A film in which there is no patient: who may say so, and what becomes of it."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import ClipOrigin, ClipStatus, Marker
from afttrainer.models import Exemplar, Recording, RecordingStatus
from afttrainer.models.acted import call_a_patients, call_acted, may_say
from afttrainer.models.consent import Said
from afttrainer.models.erasure import ErasedFor, Limits, due
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at

SHA = "ab" * 32
NOTHING = Said((), T0.astimezone().date())


@pytest.fixture
def film(room: Room) -> Recording:
    """Ben's, of which nothing is ticked."""
    recording = room.clip.clip.recording
    recording.sha256, recording.status = SHA, RecordingStatus.READY
    recording.note_consent(room.ben.membership, NOTHING, at(0))
    room.clip.status = ClipStatus.QUEUED
    return recording


def test_whoever_leads_says_so_and_it_may_be_shown(room: Room, film: Recording) -> None:
    assert not film.may_be_shown_to_group(at(1))
    call_acted(film, room.mirela.membership, at(1))
    room.session.flush()
    assert film.may_be_shown_to_group(at(1))
    assert film.covers(room.femi.membership, at(1))
    assert due(film, Limits()) is None, "no patient's time ends"
    assert film.acted_said_by is room.mirela.membership
    assert film.acted_said_at == at(1)


def test_its_therapist_alone_cannot_say_so(room: Room, film: Recording) -> None:
    for who in (room.ben, room.aditi):
        assert not may_say(film, who.membership)
        with pytest.raises(NotYours):
            call_acted(film, who.membership, at(1))
    assert not film.is_acted


def test_a_withdrawal_cannot_be_gone_round(room: Room, film: Recording) -> None:
    film.withdraw_consent(room.ben.membership, at(1))
    with pytest.raises(Refused, match="withdrawn"):
        call_acted(film, room.mirela.membership, at(2))


def test_a_withdrawal_holds_against_who_calls_it_acted_meanwhile(
    room: Room, film: Recording
) -> None:
    """Its therapist had the question before them already."""
    call_acted(film, room.mirela.membership, at(1))
    film.withdraw_consent(room.ben.membership, at(2))
    assert not film.may_be_shown_to_group(at(3))
    assert room.clip.status is ClipStatus.BLOCKED
    when = due(film, Limits())
    assert when is not None
    assert when.why is ErasedFor.WITHDRAWN


def test_a_film_that_is_a_patients_elsewhere_stays_theirs(room: Room, film: Recording) -> None:
    case = room.ben.membership.cases[0]
    other = Recording.bring_in(case, room.ben.membership, "Again", "again", NOTHING, at(0))
    other.sha256, other.status = SHA, RecordingStatus.READY
    room.session.flush()
    with pytest.raises(Refused, match="with a patient"):
        call_acted(film, room.mirela.membership, at(1))


def test_a_film_that_is_not_ready_waits(room: Room, film: Recording) -> None:
    film.sha256 = None
    with pytest.raises(Refused, match="ready"):
        call_acted(film, room.mirela.membership, at(1))


def test_taken_back_it_is_closed_at_once_and_off_the_library(room: Room, film: Recording) -> None:
    call_acted(film, room.mirela.membership, at(1))
    room.clip.clip.exemplars.append(
        Exemplar(
            marker=Marker.OVERREADY_COMPLIANCE,
            pattern="",
            note="",
            origin=ClipOrigin.SIMULATED,
            in_ms=0,
            out_ms=1_000,
            added_at=at(1),
        )
    )
    call_a_patients(film, room.mirela.membership, at(2))
    assert room.clip.status is ClipStatus.BLOCKED
    assert not film.may_be_shown_to_group(at(2))
    assert room.clip.clip.exemplars == []
    assert film.acted_said_at is None


def test_the_scenes_of_the_program_stay_acted(room: Room, film: Recording) -> None:
    film.origin = ClipOrigin.SIMULATED
    with pytest.raises(Refused):
        call_a_patients(film, room.mirela.membership, at(1))
