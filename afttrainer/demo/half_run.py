"""The demo group's meeting of today, open and in the middle of a rotating role play.

All people and words are invented; the film is the acted scene of the missed hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from afttrainer.content.codes import AllianceComponent as Component
from afttrainer.content.codes import (
    Dimension,
    Direction,
    ExerciseType,
    Family,
    Form,
    Marker,
    PathwayState,
    Phase,
    Visibility,
)
from afttrainer.content.codes import WishToPresent as Wish
from afttrainer.demo import nasty
from afttrainer.demo.stage import Arrival, Felt, Stage, Tap, Try
from afttrainer.models import Clip, Exercise, Group, RuptureEvent, SupervisionSession
from afttrainer.models.rupture_description import Description

_C, _ALL, _OWN = Family.CONFRONTATION, Visibility.GROUP, Visibility.PRIVATE

#: So long ago it began; at this minute the third turn is under way.
BEGAN = timedelta(minutes=39)

ARRIVALS: tuple[Arrival, ...] = (
    ("Aditi", 7, "rested", "The pause is becoming a habit.", Wish.NO),
    ("Ben", 6, "lighter", "I waited. He told me that he hates the walks.", Wish.NO),
    ("Chiara", 4, "nervous", "She said something to me that I have not put down since.", Wish.YES),
    ("Dao", 6, "here", "", Wish.MAYBE),
    ("Eszter", 5, "warm", "Quiet week.", Wish.NO),
    (nasty.LONG, 9, "bereit", "", Wish.MAYBE),
    (nasty.ARABIC, 6, "قلقة قليلاً", nasty.ARABIC_WORDS, Wish.NO),
    (nasty.MARKUP, 2, "<tired>", nasty.MARKUP_WORDS, Wish.MAYBE),
    (nasty.ENDLESS, 8, nasty.EMOJI_WORD, nasty.ENDLESS_WORDS, Wish.NO),
)

TAPS: tuple[Tap, ...] = (
    ("Dao", 21_900, Family.WITHDRAWAL, Marker.MINIMAL_RESPONSE, 2, "", _OWN),
    ("Aditi", 22_800, Family.WITHDRAWAL, Marker.MINIMAL_RESPONSE, 2, "“Fine” like a door.", _ALL),
    ("Femi", 57_100, _C, Marker.DISSATISFACTION_WITH_TREATMENT, 3, "", _OWN),
    (nasty.ZALGO, 58_000, _C, Marker.DISSATISFACTION_WITH_TREATMENT, 3, nasty.ZALGO_WORDS, _ALL),
    ("Eszter", 106_900, _C, Marker.ANGER_AT_THERAPIST, 5, "", _OWN),
    ("Ben", 107_900, _C, Marker.ANGER_AT_THERAPIST, 5, "I would have hidden behind it too.", _ALL),
    (nasty.HEBREW, 108_300, _C, Marker.ANGER_AT_THERAPIST, 4, nasty.HEBREW_WORDS, _OWN),
    ("Mirela", 109_000, _C, Marker.ANGER_AT_THERAPIST, 4, "", _OWN),
    ("Chiara", 110_600, _C, Marker.ANGER_AT_THERAPIST, 4, "", _OWN),
    ("Femi", 111_900, Family.WITHDRAWAL, Marker.ACTING_WITH_CYNICISM, 3, "", _OWN),
    (nasty.LONG, 125_200, Family.MIXED, None, 3, nasty.QUOTED_WORDS, _ALL),
    ("Aditi", 137_500, Family.WITHDRAWAL, Marker.TOPIC_SHIFT, 3, "", _OWN),
)

FELT: tuple[Felt, ...] = (
    ("Aditi", "ashamed", "stomach", "For him, and a little for me."),
    ("Ben", "afraid", "chest", ""),
    ("Eszter", "angry", "hands", ""),
    ("Femi", "tender", "", "When she said the bus."),
    (nasty.HEBREW, "עצובה", "הכתפיים", nasty.HEBREW_WORDS),
    (nasty.ENDLESS, "restless", "w" * 60, nasty.ENDLESS_WORDS),
)

RUPTURE = Description(
    start_ms=84_644,
    anchor_ms=107_764,
    end_ms=126_990,
    family=Family.CONFRONTATION,
    direction=Direction.AGAINST_OTHER,
    components=(Component.BOND,),
    patient_side="She wanted somebody there that week, and says so at last.",
    therapist_side="I spoke for the clinic because it was easier than being the one who was away.",
    quote="The clinic did not cancel. You did.",
)

TRIES: tuple[Try, ...] = (
    Try(
        "Aditi",
        Dimension.THERAPIST_SELF,
        Form.SELF_DISCLOSURE,
        "You are right, it was me. I notice that I would rather talk about the clinic.",
        "At least you say it.",
        2,
        PathwayState.MIXED_EXPRESSION,
    ),
    Try("Ben"),
)
NOW_TRYING = Try(
    "Dao",
    Dimension.PATIENT_SELF,
    Form.QUESTION,
    "What was it like, on the bus, when the message came?",
)


def play(session: Session, group: Group, clip: Clip, now: datetime) -> SupervisionSession:
    """Open, live, and going on: the third person is trying."""
    stage = Stage(session, group, now - BEGAN)
    stage.all_join()
    stage.go_to(Phase.MINDFULNESS_INDUCTION, 0)
    stage.practise()
    stage.go_to(Phase.CHECK_IN, 6)
    stage.check_in(ARRIVALS)
    stage.go_to(Phase.CASE_SELECTION, 15)
    stage.take_up(stage.queue(clip), narrates=False)
    stage.go_to(Phase.VIEWING, 17)
    stage.play()
    stage.tag(TAPS)
    stage.film(clip.duration_ms)
    stage.go_to(Phase.AFFECT_ROUND, 22)
    stage.feel(FELT)
    stage.go_to(Phase.RUPTURE_DEFINITION, 25)
    _rotate(stage, _define(stage))
    stage.all_leave()
    session.flush()
    return stage.room


def _define(stage: Stage) -> RuptureEvent:
    stage.reveal()
    rupture = stage.define(RUPTURE, ("Ben", "Eszter", "Mirela", nasty.LONG))
    rupture.see(stage("Chiara"), Family.MIXED, Direction.AGAINST_OTHER, "There was hurt in it.")
    return rupture


def _rotate(stage: Stage, rupture: RuptureEvent) -> None:
    stage.go_to(Phase.EXERCISE, 34)
    type_, script = ExerciseType.ROTATING_ROLE_PLAY, "rotating_under_fire"
    exercise = Exercise.plan(stage.leader, rupture.id, type_, script)
    stage.line_up(exercise, [tried.name for tried in (*TRIES, NOW_TRYING)])
    stage.begin(exercise)
    for tried in TRIES:
        stage.turn(exercise, tried, 150)
    stage.speak(exercise, NOW_TRYING, 60)
