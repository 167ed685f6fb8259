"""After a withdrawal times and codes stay and no words about the film or its patient (F1, F4): all
columns that hold words are walked, so that none that comes later is overlooked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Enum, String, select, update

from afttrainer.content.codes import (
    ClipOrigin,
    ExerciseType,
    FollowThrough,
    Marker,
    Seat,
    SessionStatus,
    StrainDyad,
    SupervisorStance,
    WordPlace,
)
from afttrainer.models import (
    AffectEntry,
    Base,
    CaseCourse,
    CheckIn,
    ClipExport,
    Debrief,
    Erasure,
    Exemplar,
    Exercise,
    FeltSense,
    FollowUp,
    GroupNote,
    GroupWord,
    HomePractice,
    InnerWord,
    MarkStep,
    MetacommunicationAttempt,
    MomentComment,
    NarrationLine,
    Observation,
    ParkedAdvice,
    ParsedMoment,
    PlaybackMark,
    Poll,
    PollOption,
    Preparation,
    PresenterCheckout,
    Pull,
    QueuedClip,
    Recording,
    RecordingStatus,
    RuptureEvent,
    RuptureView,
    SeatSpan,
    SecondLook,
    SecondView,
    StanceNote,
    StrainSignal,
    StuckSpan,
    TryPin,
    child_rupture,
)
from afttrainer.models.erasure import LOG_LIVES, Limits, all_due, erase, forget_old_logs
from afttrainer.models.film_words import forget_words
from afttrainer.models.home_practice import Said
from tests.models.room import R1, Room
from tests.people import T0, at, open_room, person, queued_clip

LIMITS = Limits(film_days=30, withdrawn_days=7)
#: What stays, and why: it is of whoever said it, or of the site's own machinery.
STAYS = {
    "debrief.words": "how the evening was for oneself",
    "debrief.to_use": "what is one's own to use",
    "presenter_checkout.group_words": "how it was with the group",
    "metacommunication_attempt.words": "what a player said in the exercise",
    "observation.words": "what was seen in a player's try",
    "try_pin.word": "what was seen at a moment of it",
    "inner_word.word": "what was inside a player",
    "seat_span.key_phrase": "said from the therapist's own chair (the patient's is emptied)",
    "stance_note.words": "about a trainee",
    "home_practice.words": "what one's own practice was like",
    "strain_signal.words": "between people of the group",
    "clip_export.message": "what the cutting said",
    "group_word.words": "what the group looks for, in whatever film: a code of its own",
}
#: Emptied or not, these are no entries of anybody's.
TYPED_AND_SHORT = {
    ("affect_entry", "feeling"),
    ("affect_entry", "place"),
    ("group_word", "words"),
}


def columns_of_words() -> Iterator[tuple[Any, list[str]]]:
    for table in Base.metadata.sorted_tables:
        found = [
            c.name
            for c in table.columns
            if isinstance(c.type, String)
            and not isinstance(c.type, Enum)
            and (c.type.length is None or (table.name, c.name) in TYPED_AND_SHORT)
        ]
        if found:
            yield table, found


def all_that_can_be_said(room: Room) -> None:
    """A row in every table that has words, of Ben's film, its patient or its evening."""
    ben, clip, session = room.ben, room.clip, room.session
    clip.first_played_at = at(17)
    recording = clip.clip.recording
    case = recording.case
    case.course = CaseCourse()
    case.stuck_spans.append(StuckSpan(began_at=at(0)))
    MarkStep.keep(room.tag_all()[0], at(30))
    rupture = room.rupture()
    rupture.views.append(RuptureView(participant=room.dao, family=R1.family))
    rupture.pulls.append(Pull(author=room.dao, made_at=at(41)))
    FeltSense.begin(room.dao, clip, 1000, at(30))
    clip.affects.append(AffectEntry(author=room.dao, made_at=at(33), feeling="x"))
    clip.narration.append(NarrationLine(author=ben, made_at=at(18), clip_ms=5, words="x"))
    clip.advice.append(ParkedAdvice(author=room.dao, made_at=at(30), words="x"))
    clip.comments.append(MomentComment(author=room.dao, made_at=at(38), clip_ms=5, words="x"))
    clip.preparation = Preparation(made_at=at(0))
    look = SecondLook(start_ms=0, end_ms=9, anchor_ms=5, sides_seen=[], opened_at=at(38))
    clip.second_looks.append(look)
    look.views.append(SecondView(author=room.dao, made_at=at(39)))
    made = {"marker": Marker.SILENCE, "origin": ClipOrigin.PATIENT_RECORDING}
    clip.clip.exemplars.append(Exemplar(in_ms=0, out_ms=9, added_at=at(0), **made))
    cut = {"in_ms": 0, "out_ms": 9, "is_marked": True, "ticket": "cut-1"}
    clip.clip.exports.append(ClipExport(asked_by=room.mirela.membership, asked_at=at(0), **cut))
    practise(room, rupture)
    of_the_evening(room)
    session.flush()


def practise(room: Room, rupture: RuptureEvent) -> None:
    kind = ExerciseType.ROTATING_ROLE_PLAY
    key = "first_steps_in_metacommunication"
    exercise = Exercise.plan(room.mirela, rupture.id, kind, key)
    for seat in Seat:
        exercise.seat_spans.append(SeatSpan(seat=seat, began_at=at(50)))
    attempt = MetacommunicationAttempt(author=room.aditi, made_at=at(52))
    exercise.attempts.append(attempt)
    attempt.observations.append(Observation(author=room.dao, made_at=at(53)))
    attempt.pins.append(TryPin(author=room.dao, made_at=at(53), try_ms=5))
    exercise.parsed_moments.append(ParsedMoment(author=room.dao, made_at=at(53)))
    word = InnerWord(author=room.aditi, made_at=at(53), word="x", attempt=attempt)
    exercise.inner_words.append(word)
    room.session.flush()
    child_rupture.open_from(room.mirela, attempt, R1, at(54))
    room.session.flush()


def of_the_evening(room: Room) -> None:
    ben, mirela, evening = room.ben, room.mirela, room.supervision
    evening.check_ins.append(CheckIn(author=ben, made_at=at(7)))
    evening.debriefs.append(Debrief(author=ben, made_at=at(80), words="x"))
    evening.checkouts.append(PresenterCheckout(author=ben, made_at=at(86)))
    evening.group_notes.append(GroupNote(author=room.dao, made_at=at(40), words="x"))
    options = [PollOption(position=0, words="x")]
    evening.polls.append(Poll(question="x", asked_at=at(40), options=options))
    dyad = StrainDyad.TRAINEE_GROUP
    GroupWord.add(mirela.membership, WordPlace.AGAINST_OTHER, "taps the table", at(20))
    evening.strains.append(StrainSignal(author=room.dao, made_at=at(40), dyad=dyad))
    note = StanceNote(
        author=mirela.membership, stance=SupervisorStance.SUPPORT, words="x", made_at=at(0)
    )
    ben.membership.stance_notes.append(note)
    HomePractice.keep(ben.membership, at(7), Said(None, "walking", 5, T0.date()))
    evening.status = SessionStatus.CLOSED
    later = open_room(evening.group)
    later.planned_for = T0 + timedelta(days=7)
    answer = FollowUp(author=person(later, "Ben"), made_at=at(0), answer=FollowThrough.TRIED)
    later.follow_ups.append(answer)
    room.session.add(later)


def say_all(room: Room) -> set[str]:
    """Fill every column of words in every row with where it stands; returns which there are."""
    room.session.commit()
    said = set()
    for table, names in columns_of_words():
        filled = room.session.execute(
            update(table).values(dict.fromkeys(names, f"in {table.name}"))
        )
        assert filled.rowcount, f"no row in {table.name}: the walk would say nothing of it"  # type: ignore[attr-defined]
        said |= {f"{table.name}.{name}" for name in names}
    room.session.commit()
    return said


def still_said(room: Room) -> set[str]:
    found = set()
    for table, names in columns_of_words():
        for row in room.session.execute(select(table)).mappings():
            found |= {f"{table.name}.{n}" for n in names if str(row[n] or "").startswith("in ")}
    return found


def withdraw(room: Room, days: int = 7) -> None:
    recording = room.clip.clip.recording
    recording.withdraw_consent(room.ben.membership, at(90))
    now = at(90) + timedelta(days=days)
    for found, when in all_due(room.session, LIMITS, now):
        erase(found, when, now)
    room.keep()


def test_no_word_about_the_film_or_its_patient_stays_anywhere(room: Room) -> None:
    all_that_can_be_said(room)
    said = say_all(room)
    assert still_said(room) == said
    withdraw(room)
    assert still_said(room) == set(STAYS)
    spans = room.session.scalars(select(SeatSpan))
    assert {s.seat: bool(s.key_phrase) for s in spans} == {Seat.SELF: True, Seat.PATIENT: False}
    assert {r.number: (r.family, r.quote) for r in room.supervision.ruptures} == {
        1: (R1.family, ""),
        2: (R1.family, ""),
    }


def test_they_stay_until_the_time_has_come(room: Room) -> None:
    all_that_can_be_said(room)
    said = say_all(room)
    withdraw(room, days=6)
    # The library of patterns asks at once.
    assert said - still_said(room) == {"exemplar.pattern", "exemplar.note"}


def test_a_film_that_had_gone_by_its_age_loses_its_words_as_well(room: Room) -> None:
    all_that_can_be_said(room)
    room.keep()
    month = T0 + timedelta(days=31)
    for found, when in all_due(room.session, LIMITS, month):
        erase(found, when, month)
    assert room.clip.clip.recording.status is RecordingStatus.ERASED
    say_all_that_is_left(room)
    assert "rupture_event.quote" in still_said(room)
    room.clip.clip.recording.withdraw_consent(room.ben.membership, month)
    assert all_due(room.session, LIMITS, month) == []
    late = month + timedelta(days=7)
    for found, when in all_due(room.session, LIMITS, late):
        erase(found, when, late)
    room.keep()
    assert still_said(room) <= set(STAYS) | {"recording.message"}
    assert all_due(room.session, LIMITS, late + timedelta(days=1)) == [], "once is enough"
    assert len(room.session.scalars(select(Erasure)).all()) == 2


def say_all_that_is_left(room: Room) -> None:
    for table, names in columns_of_words():
        room.session.execute(update(table).values(dict.fromkeys(names, f"in {table.name}")))
    room.session.commit()


@pytest.fixture
def other(room: Room) -> QueuedClip:
    """Chiara's film, shown after Ben's on the same evening."""
    room.clip.first_played_at = at(17)
    clip = queued_clip(room.supervision, "Chiara", "P-022")
    clip.first_played_at = at(60)
    room.session.flush()
    return clip


def test_words_about_anothers_film_of_that_evening_stay(room: Room, other: QueuedClip) -> None:
    evening = room.supervision
    for who in (room.ben, room.chiara):
        evening.check_ins.append(CheckIn(author=who, made_at=at(7), progress="slow"))
        evening.checkouts.append(
            PresenterCheckout(author=who, made_at=at(86), case_words="c", next_step="n")
        )
    for minute in (5, 40, 70):
        note = GroupNote(author=room.dao, made_at=at(minute), words=f"at {minute}")
        evening.group_notes.append(note)
    other.affects.append(AffectEntry(author=room.dao, made_at=at(75), feeling="tight"))
    room.session.flush()
    forget_words(room.session, room.clip.clip.recording)
    assert {c.author.name: c.progress for c in evening.check_ins} == {"Ben": "", "Chiara": "slow"}
    assert {c.author.name: c.case_words for c in evening.checkouts} == {"Ben": "", "Chiara": "c"}
    assert [n.words for n in evening.group_notes] == ["at 5", "", "at 70"]
    assert other.affects[0].feeling == "tight"


def test_a_film_that_is_shown_again_is_the_one_that_notes_are_about(
    room: Room, other: QueuedClip
) -> None:
    evening = room.supervision
    room.clip.marks.append(PlaybackMark.made(at(65), 0, 1.0, True))
    for minute in (62, 70):
        note = GroupNote(author=room.dao, made_at=at(minute), words=f"at {minute}")
        evening.group_notes.append(note)
    room.session.flush()
    forget_words(room.session, room.clip.clip.recording)
    assert [n.words for n in evening.group_notes] == ["at 62", ""]
    forget_words(room.session, other.clip.recording)
    assert [n.words for n in evening.group_notes] == ["", ""]


def test_a_line_of_the_groups_that_was_made_another_goes_with_what_it_was_made_about(
    room: Room,
) -> None:
    room.clip.first_played_at = at(17)
    note = GroupNote(author=room.dao, made_at=at(5), words="What do we take from last week?")
    room.supervision.group_notes.append(note)
    note.change("She went quiet when he asked", at(70))
    room.session.flush()
    forget_words(room.session, room.clip.clip.recording)
    assert note.words == ""


def test_it_is_not_done_anew_when_the_log_of_it_goes(room: Room) -> None:
    withdraw(room)
    late = at(90) + timedelta(days=8) + LOG_LIVES
    forget_old_logs(room.session, late)
    assert room.session.scalars(select(Erasure)).all() == []
    assert all_due(room.session, LIMITS, late) == [], "what was written since is of later work"


def test_what_the_two_agreed_on_stays_while_another_film_of_theirs_may_be_shown(room: Room) -> None:
    recording: Recording = room.clip.clip.recording
    case = recording.case
    case.course = CaseCourse(agreed_tasks="homework", agreed_goals="to say no", reviewed_at=T0)
    other = queued_clip(room.supervision).clip.recording
    room.session.flush()
    assert other.case is case
    forget_words(room.session, recording)
    assert case.course is not None
    assert case.course.agreed_tasks == "homework"
    other.withdraw_consent(room.ben.membership, at(90))
    forget_words(room.session, recording)
    assert (case.course.agreed_tasks, case.course.agreed_goals) == ("", "")
    assert case.course.weeks_since_review(T0 + timedelta(days=99)) is None, "nothing to look at"
