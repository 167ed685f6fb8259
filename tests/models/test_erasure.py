"""When films are erased, what of them stays, and what the log says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from afttrainer.content.codes import (
    ClipOrigin,
    ConsentScope,
    Dimension,
    ExerciseType,
    Family,
    Form,
    Seat,
    SessionStatus,
)
from afttrainer.models import (
    Erasure,
    Exercise,
    MetacommunicationAttempt,
    RecordingStatus,
    SeatSpan,
)
from afttrainer.models.consent import Said
from afttrainer.models.erasure import ErasedFor, Limits, all_due, due, erase, forget_old_logs
from tests.models.room import Room
from tests.people import T0, at

TODAY = T0.astimezone().date()
LIMITS = Limits(film_days=30, withdrawn_days=7)


def test_a_film_goes_thirty_days_after_it_came(room: Room) -> None:
    recording = room.clip.clip.recording
    when = due(recording, LIMITS)
    assert when is not None
    assert (when.at, when.why) == (T0 + timedelta(days=30), ErasedFor.AGE)
    assert due(recording, Limits(film_days=0)) is None
    room.supervision.status = SessionStatus.CLOSED
    assert all_due(room.session, LIMITS, T0 + timedelta(days=29)) == []
    assert len(all_due(room.session, LIMITS, T0 + timedelta(days=30))) == 1


def test_or_when_its_consent_ends_whichever_is_first(room: Room) -> None:
    recording = room.clip.clip.recording
    said = Said([ConsentScope.GROUP_SUPERVISION], TODAY, "signed", expires_on=TODAY)
    recording.note_consent(room.ben.membership, said, at(1))
    when = due(recording, LIMITS)
    assert when is not None
    assert when.why is ErasedFor.CONSENT_ENDED
    assert when.at < T0 + timedelta(days=2)


def test_and_within_a_week_of_a_withdrawal(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, at(20))
    when = due(recording, LIMITS)
    assert when is not None
    assert (when.at, when.why) == (at(20) + timedelta(days=7), ErasedFor.WITHDRAWN)
    at_once = due(recording, Limits(withdrawn_days=0))
    assert at_once is not None
    assert at_once.at == at(20)


def test_a_withdrawn_film_that_is_old_besides_goes_with_its_words(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, T0 + timedelta(days=28))
    when = due(recording, LIMITS)
    assert when is not None
    assert (when.at, when.why) == (T0 + timedelta(days=30), ErasedFor.WITHDRAWN)


def test_acted_scenes_stay(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.origin = ClipOrigin.SIMULATED
    assert due(recording, LIMITS) is None


def test_an_open_room_keeps_an_old_film_and_no_withdrawn_one(room: Room) -> None:
    assert all_due(room.session, LIMITS, T0 + timedelta(days=40)) == []
    room.clip.clip.recording.withdraw_consent(room.ben.membership, at(20))
    assert len(all_due(room.session, LIMITS, T0 + timedelta(days=40))) == 1


def test_after_a_withdrawal_times_and_codes_stay_and_no_words(room: Room) -> None:
    recording = room.clip.clip.recording
    tags = room.tag_all()
    tags[0].note = "He looks at the door."
    rupture = room.rupture()
    room.session.flush()
    codes = [(t.clip_ms, t.family, t.marker) for t in tags]
    recording.withdraw_consent(room.ben.membership, at(50))
    (found,) = all_due(room.session, LIMITS, at(50) + timedelta(days=7))

    log = erase(*found, at(50) + timedelta(days=7))
    room.keep()

    assert recording.status is RecordingStatus.ERASED
    assert recording.film_name is None
    assert [(t.clip_ms, t.family, t.marker) for t in room.clip.tags] == codes
    assert {t.note for t in room.clip.tags} == {""}
    assert (rupture.patient_side, rupture.therapist_side) == ("", "")
    assert (rupture.anchor_ms, rupture.family) == (328_000, Family.WITHDRAWAL)
    assert "P-014" not in recording.title
    assert room.clip.clip.title == "An erased clip"
    assert recording.consent is not None, "that it was given and taken back stays to be read"
    assert (log.why, log.recording_number) == (ErasedFor.WITHDRAWN, recording.id)
    assert log.sha256 == "0" * 64, "until its file is gone"
    log.file_is_gone(at(60))
    columns = {c.name for c in Erasure.__table__.columns}
    assert columns == {
        "id",
        "recording_number",
        "why",
        "due_at",
        "erased_at",
        "file_gone_at",
        "sha256",
    }
    room.keep()
    kept = room.session.scalars(select(Erasure.sha256)).all()
    assert kept == [None]
    assert all_due(room.session, LIMITS, at(50) + timedelta(days=90)) == []


def test_what_tries_let_the_patient_say_goes_with_the_film(room: Room) -> None:
    """F1, E: after a withdrawal the patient's words in attempts; what was tried, and how, stays."""
    rupture = room.rupture()
    exercise = Exercise.plan(
        room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, "first_steps_in_metacommunication"
    )
    for seat in (Seat.SELF, Seat.PATIENT):
        exercise.seat_spans.append(SeatSpan(seat=seat, began_at=at(50), key_phrase="It is enough"))
    exercise.fear, exercise.expectation = "He laughs and leaves", "He wants me to give up"
    room.session.flush()
    attempt = MetacommunicationAttempt(author=room.aditi, made_at=at(52))
    exercise.attempts.append(attempt)
    attempt.words, attempt.answer = "Your voice went quiet.", "No, it is fine, I will do it."
    attempt.meant, attempt.felt_effect = "One more demand", -1
    attempt.dimension, attempt.form = Dimension.PATIENT_SELF, Form.OBSERVATION
    room.session.flush()
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, at(90))
    (found,) = all_due(room.session, LIMITS, at(90) + timedelta(days=7))
    erase(*found, at(90) + timedelta(days=7))
    room.keep()
    assert (attempt.answer, attempt.meant) == ("", "")
    assert (exercise.fear, exercise.expectation) == ("", "")
    assert [span.key_phrase for span in exercise.seat_spans] == ["It is enough", ""]
    assert (attempt.words, attempt.felt_effect) == ("Your voice went quiet.", -1)
    assert attempt.cell == "patient_self.observation"


def test_of_a_film_that_was_only_old_the_words_stay(room: Room) -> None:
    recording = room.clip.clip.recording
    rupture = room.rupture()
    room.supervision.status = SessionStatus.CLOSED
    (found,) = all_due(room.session, LIMITS, T0 + timedelta(days=31))
    erase(*found, T0 + timedelta(days=31))
    room.keep()
    assert recording.status is RecordingStatus.ERASED
    assert rupture.patient_side
    assert recording.title == "Session of P-014"


def test_an_erased_film_leaves_plans_and_is_closed_in_rooms(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, at(50))
    (found,) = all_due(room.session, LIMITS, at(50) + timedelta(days=7))
    erase(*found, at(50) + timedelta(days=7))
    assert not room.clip.is_showable(at(51))
    assert room.supervision.playback is None or not room.supervision.playback.playing


def test_the_log_itself_goes_after_three_years(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, at(50))
    (found,) = all_due(room.session, LIMITS, at(50) + timedelta(days=7))
    erase(*found, at(60))
    forget_old_logs(room.session, at(60) + timedelta(days=1000))
    room.session.flush()
    assert len(room.session.scalars(select(Erasure)).all()) == 1
    forget_old_logs(room.session, at(60) + timedelta(days=1100))
    room.session.flush()
    assert room.session.scalars(select(Erasure)).all() == []


@pytest.mark.parametrize("status", [RecordingStatus.ARRIVING, RecordingStatus.ERASED])
def test_what_is_not_here_is_not_erased(room: Room, status: RecordingStatus) -> None:
    room.clip.clip.recording.status = status
    room.supervision.status = SessionStatus.CLOSED
    assert all_due(room.session, LIMITS, T0 + timedelta(days=99)) == []


def test_words_of_later_years_stay_when_the_log_has_gone(room: Room) -> None:
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, T0)
    week, years = T0 + timedelta(days=7), T0 + timedelta(days=1200)
    for found, when in all_due(room.session, LIMITS, week):
        erase(found, when, week)
    room.keep()
    forget_old_logs(room.session, years)
    room.session.flush()
    assert all_due(room.session, LIMITS, years) == []


def test_a_log_of_a_film_that_had_its_number_before_counts_for_nothing(room: Room) -> None:
    recording = room.clip.clip.recording
    room.session.add(
        Erasure(
            recording_number=recording.id,
            why=ErasedFor.WITHDRAWN,
            due_at=T0 - timedelta(days=9),
            erased_at=T0 - timedelta(days=9),
        )
    )
    room.supervision.status, month = SessionStatus.CLOSED, T0 + timedelta(days=31)
    for found, when in all_due(room.session, LIMITS, month):
        erase(found, when, month)
    recording.withdraw_consent(room.ben.membership, month)
    room.keep()
    [(found, when)] = all_due(room.session, LIMITS, month + timedelta(days=7))
    assert (found, when.why) == (recording, ErasedFor.WITHDRAWN)
