"""Marks, ruptures and tries go when their training year is long over (F4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from afttrainer.content.codes import ExerciseType, Seat, SessionStatus, Visibility
from afttrainer.models import (
    Exercise,
    InnerWord,
    LetGo,
    MetacommunicationAttempt,
    Observation,
    Pull,
    RuptureEvent,
    RuptureTag,
    RuptureView,
    SeatSpan,
    TryPin,
    child_rupture,
)
from afttrainer.models.audit import KEPT_FOR
from afttrainer.models.let_go import all_due, forget_old, let_go
from afttrainer.models.record import Record
from afttrainer.models.training_year import TrainingYear
from afttrainer.models.visibility import reader_for
from tests.models.room import R1, Room
from tests.people import T0, at

YEAR = TrainingYear(begins=(9, 1), years=1)


def local(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day).astimezone()


@pytest.mark.parametrize(
    ("held", "begins", "years", "until"),
    [
        ((2026, 3, 5), (9, 1), 1, (2027, 9, 1)),
        ((2026, 8, 31), (9, 1), 1, (2027, 9, 1)),
        ((2026, 9, 1), (9, 1), 1, (2028, 9, 1)),
        ((2026, 12, 31), (1, 1), 1, (2028, 1, 1)),
        ((2024, 2, 29), (3, 1), 2, (2026, 3, 1)),
    ],
)
def test_to_the_end_of_its_training_year_and_so_many_more(
    held: tuple[int, int, int],
    begins: tuple[int, int],
    years: int,
    until: tuple[int, int, int],
) -> None:
    kept = TrainingYear(begins, years).kept_until(local(*held) + timedelta(hours=14))
    assert kept == local(*until)


def test_without_a_limit_nothing_is_ever_due(room: Room) -> None:
    room.supervision.status = SessionStatus.CLOSED
    room.session.flush()
    assert TrainingYear(years=0).kept_until(T0) is None
    assert all_due(room.session, TrainingYear(years=0), T0 + timedelta(days=9999)) == []


def test_only_closed_meetings_and_each_once(room: Room) -> None:
    late = local(2027, 9, 1)
    assert all_due(room.session, YEAR, late) == []
    room.supervision.status = SessionStatus.CLOSED
    room.session.flush()
    assert all_due(room.session, YEAR, late - timedelta(seconds=1)) == []
    ((found, due_at),) = all_due(room.session, YEAR, late)
    assert (found, due_at) == (room.supervision, late)
    let_go(found, due_at, late)
    room.keep()
    assert all_due(room.session, YEAR, late + timedelta(days=99)) == []


def evening(room: Room) -> tuple[RuptureEvent, Exercise]:
    """Marks, a rupture, tries on it, one of which has opened another."""
    room.tag_all()
    for tag in room.clip.tags:
        tag.visibility = Visibility.GROUP
    rupture = room.rupture()
    rupture.views.append(RuptureView(participant=room.ben, family=rupture.family))
    exercise = Exercise.plan(
        room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, "first_steps_in_metacommunication"
    )
    room.session.flush()
    for tries in (room.aditi, room.dao):
        attempt = MetacommunicationAttempt(author=tries, made_at=at(52))
        exercise.attempts.append(attempt)
        attempt.words, attempt.answer = "Your voice went quiet.", "It is fine."
        attempt.pins.append(TryPin(author=room.chiara, made_at=at(53), try_ms=5, word="x"))
    room.session.flush()
    child_rupture.open_from(room.mirela, exercise.attempts[0], R1, at(60))
    room.session.flush()
    return rupture, exercise


def over(room: Room) -> None:
    room.supervision.status = SessionStatus.CLOSED
    room.session.flush()
    ((found, due_at),) = all_due(room.session, YEAR, local(2027, 9, 1))
    let_go(found, due_at, local(2027, 9, 1))
    room.keep()


def count(room: Room, table: type) -> int:
    return room.session.scalar(select(func.count()).select_from(table)) or 0


def test_marks_ruptures_and_tries_are_gone_and_the_log_says_only_that(room: Room) -> None:
    evening(room)
    over(room)
    tries = (MetacommunicationAttempt, Observation, TryPin)
    for table in (RuptureTag, RuptureEvent, RuptureView, *tries):
        assert count(room, table) == 0, table
    assert count(room, Pull) == 0
    assert count(room, Exercise) == 1, "that there was an exercise stays, with its minutes"
    (log,) = room.session.scalars(select(LetGo))
    assert log.supervision_number == room.supervision.id
    assert {c.name for c in LetGo.__table__.columns} == {
        "id",
        "supervision_number",
        "due_at",
        "done_at",
    }
    record = Record(room.supervision, reader_for(room.mirela, None), at(999))
    assert record.ruptures == []


def test_what_is_private_stays_for_its_author_alone(room: Room) -> None:
    """F4: private items until their author deletes them."""
    _rupture, exercise = evening(room)
    noted = next(tag for tag in room.clip.tags if tag.author is room.dao)
    noted.note = "I go blank when someone is that polite"
    own = room.clip.tags[0]
    own.visibility = Visibility.PRIVATE
    word = InnerWord(author=room.dao, made_at=at(55), word="blank")
    word.attempt = exercise.attempts[1]
    exercise.inner_words.append(word)
    room.session.flush()
    kept = {own.id, noted.id}
    over(room)
    assert {tag.id for tag in room.clip.tags} == kept
    assert {tag.visibility for tag in room.clip.tags} == {Visibility.PRIVATE}
    (attempt,) = exercise.attempts
    assert (attempt.author, attempt.visibility) == (room.dao, Visibility.PRIVATE)
    assert (attempt.words, attempt.answer) == ("", "")
    assert count(room, TryPin) == 0
    assert [one.word for one in exercise.inner_words] == ["blank"]


def test_the_log_goes_after_three_years(room: Room) -> None:
    evening(room)
    over(room)
    forget_old(room.session, local(2027, 9, 1) + KEPT_FOR - timedelta(days=1))
    assert count(room, LetGo) == 1
    forget_old(room.session, local(2027, 9, 1) + KEPT_FOR + timedelta(days=1))
    assert count(room, LetGo) == 0


def test_a_training_year_has_no_day_twice() -> None:
    day = date(2026, 1, 1)
    while day < date(2027, 1, 1):
        assert YEAR.end_of(day) > day
        day += timedelta(days=1)


def test_what_was_said_from_the_chairs_goes_with_the_tries(room: Room) -> None:
    """Afterwards no rupture tells any more whose words they were, so no withdrawal finds them."""
    exercise = Exercise.plan(room.mirela, room.rupture().id, ExerciseType.TWO_CHAIR, "x")
    exercise.fear, exercise.expectation = "He laughs and leaves", "He wants me to give up"
    for seat in Seat:
        exercise.seat_spans.append(SeatSpan(seat=seat, began_at=at(45), key_phrase="It is enough"))
    room.session.flush()
    let_go(room.supervision, at(90), at(90))
    room.keep()
    assert (exercise.fear, exercise.expectation) == ("", "")
    assert [(s.seat, s.began_at, s.key_phrase) for s in exercise.seat_spans] == [
        (seat, at(45), "") for seat in Seat
    ]
