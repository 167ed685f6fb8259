"""Two exercises from one rupture: the chairs first, then the group takes turns."""

from __future__ import annotations

from afttrainer.content.codes import (
    Dimension,
    ExerciseType,
    Form,
    PathwayState,
    Phase,
    Seat,
    Visibility,
)
from afttrainer.demo import nasty
from afttrainer.demo.stage import Stage, Try, player_of
from afttrainer.models import Exercise, InnerWord, RuptureEvent, rotation, turns, two_chair

_PATIENT, _FIELD, _SELF = Dimension
_ASK, _SEE, _SHARE = Form

TRIES: tuple[Try, ...] = (
    Try(
        "Aditi",
        _PATIENT,
        _SEE,
        "You looked over at the plant just when I had said something about you. I could be wrong.",
        "It is a nice plant.",
        -1,
        PathwayState.AVOIDANCE,
    ),
    Try(
        "Chiara",
        _FIELD,
        _ASK,
        "Something went out of the room a moment ago. Did you notice it too?",
        "I thought that was only me.",
        1,
        PathwayState.MIXED_EXPRESSION,
    ),
    Try("Dao"),
    Try(
        "Eszter",
        _SELF,
        _SHARE,
        "I hear myself pushing you, and the more I push the nicer you become.",
        "You mean well.",
        -2,
        PathwayState.RUPTURE_MARKER,
    ),
    Try(
        "Femi",
        _FIELD,
        _SEE,
        "We have both been very polite. I think we are a little lonely in it.",
        "Yes. It is rather quiet in here.",
        2,
        PathwayState.RUPTURE_EXPERIENCE,
    ),
    Try(nasty.ARABIC, _SELF, _SHARE, nasty.ARABIC_WORDS, "نعم.", 0),
    Try(nasty.MARKUP, _PATIENT, _ASK, nasty.MARKUP_WORDS, nasty.QUOTED_WORDS, 3),
    Try(
        "Dao",
        _SELF,
        _ASK,
        "When I go quiet like this, what do you suppose I am thinking of you?",
        "That I am hard work.",
        2,
        PathwayState.WISH_OR_NEED,
    ),
)
#: Of the turns in the chairs: how long each took, what was kept of it, and what was inside.
PHRASES = (
    (95, "I want you to be well by five o’clock.", "tight"),
    (119, "I will say yes, and then I will be gone.", "far"),
    (84, nasty.MIXED_WORDS, ""),
    (99, "Nobody asked whether I like walking.", "sad"),
)
#: Those who would rather watch that day: the supervisor takes their turns out.
WATCHING = (nasty.LONG, nasty.HEBREW, nasty.ZALGO, nasty.ENDLESS)


def play(stage: Stage, rupture: RuptureEvent) -> None:
    stage.go_to(Phase.EXERCISE, 35)
    chairs = _two_chairs(stage, rupture)
    turns = chairs.switch(
        stage.leader, stage.after(30), ExerciseType.ROTATING_ROLE_PLAY, "rotating_first_words"
    )
    _line_up(stage, turns)
    _take_turns(stage, stage.begin(turns))


def _two_chairs(stage: Stage, rupture: RuptureEvent) -> Exercise:
    script = "two_chair_what_stayed_unsaid"
    chairs = Exercise.plan(stage.leader, rupture.id, ExerciseType.TWO_CHAIR, script)
    stage.begin(chairs)
    ben = player_of(chairs)
    two_chair.say_before(
        ben, chairs, "He gets up and thanks me.", "That I will not be able to wait."
    )
    seat = Seat.PATIENT
    for seconds, phrase, word in PHRASES:
        two_chair.switch_seat(ben, chairs, seat, stage.after(seconds))
        left = chairs.seat_spans[-2]
        two_chair.keep_phrase(ben, chairs, left.id, phrase)
        InnerWord.say(ben, left, stage.after(1), word=word, visibility=Visibility.GROUP)
        seat = Seat.SELF if seat is Seat.PATIENT else Seat.PATIENT
    stage.after(110)
    return chairs


def _line_up(stage: Stage, exercise: Exercise) -> None:
    stage.line_up(exercise, list(dict.fromkeys(tried.name for tried in TRIES)))
    for name in WATCHING:
        slot = rotation.turn_of(exercise, stage(name))
        if slot is not None:
            turns.remove_turn(stage.leader, exercise, slot.id)


def _take_turns(stage: Stage, exercise: Exercise) -> None:
    for tried in TRIES:
        if tried.name == "Dao" and tried.words:
            turns.come_back(stage("Dao"), exercise, stage.after(10))
            stage.after(1)
        stage.turn(exercise, tried, 120)
    exercise.end(stage.leader, stage.after(20))
    exercise.step_out(player_of(exercise), stage.after(60))
