"""After a turn in a chair: a phrase to keep, and one word for what was inside (C-69: S2)."""

from __future__ import annotations

import json

import pytest

from afttrainer.content.codes import ExerciseType, Seat, Visibility
from afttrainer.interchange.session_json import session_document
from afttrainer.models import Exercise, InnerWord, Participant
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, mine
from afttrainer.models.two_chair import keep_phrase, switch_seat, turn_in_chair
from afttrainer.models.visibility import WALL, may_read, reader_for
from tests.models.room import Room
from tests.models.test_two_chair import planned, running
from tests.people import at

PRIVATE, GROUP = Visibility.PRIVATE, Visibility.GROUP
FIVE = ("I want to be right.", "Fine, I will do it.", "Stay.", "It never matters.", "I hurry you.")


def moved(room: Room) -> Exercise:
    """The first turn is over, the second runs."""
    exercise = running(room)
    switch_seat(room.ben, exercise, Seat.PATIENT, at(44))
    room.session.flush()
    return exercise


def as_read_by(room: Room, me: Participant | None) -> str:
    reader = reader_for(me, room.ben) if me else WALL
    return json.dumps(session_document(room.supervision, reader, at(100)))


def test_c69_each_of_five_turns_keeps_its_own_phrase(room: Room) -> None:
    exercise = moved(room)
    for minute, to in ((45, Seat.SELF), (46, Seat.PATIENT), (47, Seat.SELF)):
        switch_seat(room.ben, exercise, to, at(minute))
    room.session.flush()
    for span, phrase in zip(exercise.seat_spans, FIVE, strict=True):
        keep_phrase(room.ben, exercise, span.id, phrase)
    exercise.end(room.mirela, at(50))
    room.keep()
    assert tuple(span.key_phrase for span in exercise.seat_spans) == FIVE
    for somebody in (room.ben, room.mirela, room.dao):
        assert "It never matters." in as_read_by(room, somebody), "the group may read what was said"


def test_c69_the_phrase_is_written_by_whoever_sits_there_or_writes_for_them(room: Room) -> None:
    exercise = moved(room)
    first = exercise.seat_spans[0]
    with pytest.raises(NotYours):
        keep_phrase(room.aditi, exercise, first.id, "mine")
    room.supervision.scribe = room.eszter
    for writer in (room.ben, room.mirela, room.eszter):
        keep_phrase(writer, exercise, first.id, f"as {writer.name} heard it")
        assert first.key_phrase == f"as {writer.name} heard it"
    room.touched()
    keep_phrase(room.eszter, exercise, first.id, "")
    assert room.touched() == {SUPERVISOR, mine(room.ben), mine(room.eszter)}


def test_c69_a_turn_of_another_exercise_is_not_found(room: Room) -> None:
    exercise = moved(room)
    with pytest.raises(Refused, match="not one of this exercise"):
        turn_in_chair(exercise, exercise.seat_spans[-1].id + 1)


def test_c69_the_word_is_its_authors_alone_until_they_show_it(room: Room) -> None:
    exercise = moved(room)
    room.touched()
    said = InnerWord.say(room.ben, exercise.seat_spans[0], at(44), word="cornered")
    assert said is not None
    assert room.touched() == {mine(room.ben)}, "nobody else's screen tells that there is one"
    room.session.flush()
    for other in (room.mirela, room.aditi, None):
        assert not may_read(reader_for(other, room.ben) if other else WALL, said)
        assert "cornered" not in as_read_by(room, other)
    assert "cornered" in as_read_by(room, room.ben)

    InnerWord.say(room.ben, exercise.seat_spans[0], at(45), word="cornered", visibility=GROUP)
    assert "cornered" in as_read_by(room, room.aditi)
    InnerWord.say(room.ben, exercise.seat_spans[0], at(46), word="cornered")
    assert SUPERVISOR in room.touched(), "it goes from the console again"
    assert "cornered" not in as_read_by(room, room.aditi)
    assert len(exercise.inner_words) == 1


def test_c69_it_is_said_of_ones_own_turn_once_that_is_over(room: Room) -> None:
    exercise = moved(room)
    over, runs = exercise.seat_spans
    with pytest.raises(Refused, match="still under way"):
        InnerWord.say(room.ben, runs, at(45), word="sad")
    for somebody in (room.aditi, room.mirela):
        with pytest.raises(NotYours):
            InnerWord.say(somebody, over, at(45), word="sad")


@pytest.mark.parametrize("words", ["sad and tired", "very\nsad"])
def test_c69_it_is_one_word(room: Room, words: str) -> None:
    exercise = moved(room)
    with pytest.raises(Refused, match="One word") as no:
        InnerWord.say(room.ben, exercise.seat_spans[0], at(45), word=words)
    assert "word" in no.value.fields
    with pytest.raises(Refused):
        InnerWord.say(
            room.ben, exercise.seat_spans[0], at(45), word="x", visibility=Visibility.SUPERVISOR
        )
    assert exercise.inner_words == []


def test_c69_nothing_takes_it_away(room: Room) -> None:
    exercise = moved(room)
    over = exercise.seat_spans[0]
    assert InnerWord.say(room.ben, over, at(45), word="") is None
    InnerWord.say(room.ben, over, at(45), word="lonely")
    assert InnerWord.say(room.ben, over, at(46), word="") is None
    room.keep()
    assert exercise.inner_words == []


def test_c89_a_word_after_a_try_is_of_the_one_who_tried(room: Room) -> None:
    exercise = planned(room, ExerciseType.ROTATING_ROLE_PLAY)
    exercise.agree(room.ben, at(50))
    exercise.begin(room.mirela, at(51))
    attempt = exercise.attempts[0]
    with pytest.raises(Refused, match="still under way"):
        InnerWord.say(attempt.author, attempt, at(52), word="shaky")
    attempt.ended_at = at(52)
    InnerWord.say(attempt.author, attempt, at(53), word="shaky")
    with pytest.raises(NotYours):
        InnerWord.say(room.ben, attempt, at(53), word="shaky")
    room.keep()
    assert "shaky" in as_read_by(room, attempt.author)
    for other in (room.ben, room.mirela):
        assert "shaky" not in as_read_by(room, other)
