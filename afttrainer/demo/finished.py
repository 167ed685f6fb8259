"""The demo group's meeting of last week, from the first bell to the closing.

All people and words are invented; the film is the acted scene of the polite patient.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from afttrainer.content.codes import AllianceComponent as Component
from afttrainer.content.codes import Direction, Family, Marker, Phase, Visibility
from afttrainer.content.codes import WishToPresent as Wish
from afttrainer.demo import finished_end, finished_exercises, finished_ruptures, nasty
from afttrainer.demo.stage import Arrival, Felt, Stage, Tap
from afttrainer.models import Clip, Group, Hold, RuptureEvent, SupervisionSession, narration
from afttrainer.models.rupture_description import Description

AGO = timedelta(days=7)
_W, _ALL, _OWN = Family.WITHDRAWAL, Visibility.GROUP, Visibility.PRIVATE

ARRIVALS: tuple[Arrival, ...] = (
    (
        "Aditi",
        6,
        "scattered",
        "Tried a longer pause with my Monday patient. We both lived.",
        Wish.NO,
    ),
    ("Ben", 3, "uneasy", "He says yes to whatever I suggest. Then nothing comes of it.", Wish.YES),
    ("Chiara", 7, "curious", "", Wish.MAYBE),
    ("Dao", 5, "slow", "One new patient, two who stayed away.", Wish.NO),
    ("Eszter", 4, "prickly", "Somebody told me I sounded like her headmistress.", Wish.MAYBE),
    ("Femi", 6, "in a rush", "Straight from the ward.", Wish.NO),
    (nasty.LONG, 8, "wach", nasty.MIXED_WORDS, None),
    (nasty.ARABIC, 5, "هادئة", nasty.ARABIC_WORDS, Wish.MAYBE),
    (nasty.HEBREW, 7, "עייפה", nasty.HEBREW_WORDS, Wish.NO),
    (nasty.ZALGO, None, nasty.EMOJI_WORD, nasty.ZALGO_WORDS, None),
    (nasty.MARKUP, 0, "<i>&amp;</i>", nasty.MARKUP_WORDS, Wish.YES),
    (nasty.ENDLESS, 10, "x" * 40, nasty.ENDLESS_WORDS, Wish.NO),
)

BEFORE_THE_STOP: tuple[Tap, ...] = (
    ("Femi", 29_800, _W, Marker.ABSTRACT_TALK, 2, "“One keeps busy.” Who is one?", _ALL),
    (nasty.ARABIC, 41_900, _W, Marker.OVERREADY_COMPLIANCE, 2, "", _OWN),
    ("Chiara", 48_400, _W, Marker.SILENCE, 3, "", _OWN),
    ("Aditi", 49_200, _W, Marker.SILENCE, 3, "I held my breath with him.", _ALL),
    ("Eszter", 50_600, _W, Marker.SILENCE, 4, "", _OWN),
    ("Mirela", 53_200, _W, Marker.MINIMAL_RESPONSE, 3, "", _OWN),
    ("Dao", 54_100, _W, Marker.MINIMAL_RESPONSE, 3, "I know this floor he looks at.", _OWN),
    (nasty.MARKUP, 57_300, _W, Marker.MINIMAL_RESPONSE, 1, nasty.MARKUP_WORDS, _ALL),
    ("Ben", 60_300, _W, Marker.MINIMAL_RESPONSE, 4, "", _OWN),
)

AFTER_THE_STOP: tuple[Tap, ...] = (
    ("Chiara", 78_400, _W, Marker.OVERREADY_COMPLIANCE, 3, "He agrees before she is done.", _ALL),
    (nasty.ENDLESS, 79_000, _W, Marker.OVERREADY_COMPLIANCE, 5, nasty.ENDLESS_WORDS, _ALL),
    ("Femi", 80_100, _W, Marker.OVERREADY_COMPLIANCE, 3, "", _OWN),
    (nasty.HEBREW, 93_600, _W, Marker.ACTING_WITH_CYNICISM, 2, nasty.HEBREW_WORDS, _ALL),
    ("Eszter", 94_200, Family.CONFRONTATION, Marker.DISSATISFACTION_WITH_THERAPIST, 2, "", _OWN),
    ("Aditi", 104_800, _W, Marker.SILENCE, 4, "", _OWN),
    ("Dao", 106_000, _W, Marker.SILENCE, 5, "", _OWN),
    ("Mirela", 117_900, _W, Marker.TOPIC_SHIFT, 4, "", _OWN),
    (nasty.LONG, 118_600, _W, Marker.TOPIC_SHIFT, 3, nasty.QUOTED_WORDS, _ALL),
    ("Ben", 119_400, _W, Marker.TOPIC_SHIFT, 5, "Here I was glad of the plant.", _ALL),
    (nasty.ZALGO, 121_000, Family.UNSURE, None, None, nasty.ZALGO_WORDS, _ALL),
    ("Chiara", 137_700, _W, Marker.OVERREADY_COMPLIANCE, 4, "", _OWN),
)

FELT: tuple[Felt, ...] = (
    ("Aditi", "tight", "throat", ""),
    ("Chiara", "left out", "chest", "As if they had agreed to keep me out of it."),
    ("Dao", "sleepy", "everywhere", ""),
    ("Eszter", "cornered", "shoulders", ""),
    ("Femi", "want to rescue", "hands", "Her, not him."),
    (nasty.ARABIC, "حزينة", "الصدر", nasty.ARABIC_WORDS),
    (nasty.MARKUP, "<u>numb</u>", '"everywhere"', ""),
    (nasty.ENDLESS, "r" * 60, "nowhere I can tell", ""),
)

R1 = Description(
    start_ms=103_561,
    anchor_ms=117_802,
    end_ms=126_964,
    family=Family.WITHDRAWAL,
    direction=Direction.AWAY_FROM_OTHER,
    components=(Component.TASK, Component.BOND),
    facets=finished_ruptures.FACETS,
    patient_side="He is asked about himself and shows her the plant. Nothing he wants is said.",
    therapist_side="I had named it and could not bear the silence that followed, so I let him go.",
    quote="I am just tired, I expect. – Is that plant new?",
)
R2 = Description(
    start_ms=78_154,
    anchor_ms=78_254,
    end_ms=94_779,
    family=Family.WITHDRAWAL,
    direction=Direction.TOWARD_OTHER_AWAY_FROM_SELF,
    components=(Component.GOAL,),
    patient_side=nasty.MIXED_WORDS,
    therapist_side="I wanted a plan by the end of the hour, and he wanted me to have one.",
)


def play(session: Session, group: Group, clip: Clip, now: datetime) -> SupervisionSession:
    """The whole meeting, closed 93 minutes after it began."""
    stage = Stage(session, group, now - AGO)
    stage.all_join()
    stage.go_to(Phase.MINDFULNESS_INDUCTION, 0)
    stage.practise()
    stage.go_to(Phase.CHECK_IN, 6.5)
    stage.check_in(ARRIVALS)
    stage.go_to(Phase.CASE_SELECTION, 14)
    stage.take_up(stage.queue(clip), narrates=True)
    _watch(stage)
    finished_exercises.play(stage, _look_together(stage))
    finished_end.play(stage)
    session.flush()
    return stage.room


def _watch(stage: Stage) -> None:
    """With a stop by the presenter in the middle, of which the record will know nothing."""
    stage.go_to(Phase.VIEWING, 16)
    stage.play()
    stage.tag(BEFORE_THE_STOP)
    stage.narrate([(64_000, "I am already making it smaller for him.")])
    ben = stage("Ben")
    Hold.ask(ben, stage.film(70_000))
    narration.switch(ben, stage.clip, on=False, now=stage.now)
    stage.after(95)
    Hold.lift(ben)
    stage.play()
    stage.tag(AFTER_THE_STOP)
    stage.film(144_880)


def _look_together(stage: Stage) -> RuptureEvent:
    stage.go_to(Phase.AFFECT_ROUND, 25)
    stage.feel(FELT)
    stage.go_to(Phase.RUPTURE_DEFINITION, 28)
    stage.reveal()
    finished_ruptures.look_again(stage)
    first = stage.define(R1, ("Aditi", "Chiara", "Dao", "Femi", "Mirela", nasty.HEBREW))
    toward = Direction.TOWARD_OTHER_AWAY_FROM_SELF
    first.see(stage("Ben"), Family.WITHDRAWAL, toward, "He was looking after me.")
    first.see(stage(nasty.MARKUP), Family.UNSURE, None, nasty.MARKUP_WORDS[:200])
    second = stage.define(R2, ("Chiara", "Ben", nasty.ARABIC))
    second.see(stage("Eszter"), Family.MIXED, Direction.AGAINST_OTHER, "There was an edge to it.")
    finished_ruptures.say_more(stage, first)
    first.show(stage.leader)
    return first
