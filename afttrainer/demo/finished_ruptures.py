"""Last week's moment that was seen in two ways, and all that the group said of its two ruptures."""

from __future__ import annotations

from afttrainer.content.codes import CycleStep, Direction, Family, Need, Strategy, Visibility
from afttrainer.content.codes import ResolutionStatus as Ended
from afttrainer.content.codes import RuptureFacet as Facet
from afttrainer.content.codes import TherapistReaction as Reaction
from afttrainer.demo import nasty
from afttrainer.demo.stage import Stage
from afttrainer.models import CyclePin, Pull, RuptureEvent, SecondLook
from afttrainer.models.rupture_cycle import Circle
from afttrainer.models.rupture_repair import Repair
from afttrainer.models.rupture_sides import Sides

#: Where two marked within a second of each other and saw two things, in ms.
DIVIDED_FROM = 93_600
FACETS = (Facet.NEED_TENSION, Facet.ENACTMENT)

SIDES = Sides(
    patient_state="On his guard, and sorry for the trouble he makes.",
    patient_wanted="That she stays pleased with him.",
    patient_need_pursued=Need.RELATEDNESS,
    patient_need_sacrificed=Need.AGENCY,
    therapist_state="Rushed, and a little ashamed of it.",
    therapist_wanted="To have something to show for the hour.",
    therapist_need_pursued=Need.UNSURE,
    therapist_need_sacrificed=Need.RELATEDNESS,
)
CIRCLE = Circle(
    patient_does="shows her the plant",
    therapist_feels="relief, then haste",
    therapist_does="asks about the plant",
    patient_feels="let off, and alone with it",
    disembedding_step=CycleStep.THERAPIST_FEELS,
    disembedding="I notice that I was glad of the plant. Were you?",
)
REPAIR = Repair(
    noticed_ms=119_400,
    strategy=Strategy.CHANGE_TASK_OR_GOAL,
    meant="That she can bear no more than he can.",
    resolution_status=Ended.NOT_ADDRESSED,
    learned="Relief can be a sign, too.",
)


def look_again(stage: Stage) -> None:
    """At the moment that Eszter and another saw in two ways."""
    look = SecondLook.open(stage.leader, stage.clip.id, DIVIDED_FROM, stage.after(20))
    look.say(stage("Eszter"), "There is a blade in that thank you.", stage.after(25))
    look.say(stage(nasty.HEBREW), nasty.HEBREW_WORDS[:140], stage.after(5))
    look.say(stage("Dao"), "I had not heard it at all.", stage.after(5))
    look.see(stage(nasty.HEBREW), Family.MIXED, None, stage.after(5))
    look.see(stage("Eszter"), Family.CONFRONTATION, Direction.AGAINST_OTHER, stage.after(5))
    look.close(stage.leader)


def say_more(stage: Stage, first: RuptureEvent) -> None:
    """Both sides, the circle with three pins, how it went on, and what it pulled."""
    for said in (SIDES, CIRCLE, REPAIR):
        stage.after(25)
        first.add(stage.leader, said)
    for name, step in (
        ("Ben", CycleStep.THERAPIST_FEELS),
        ("Aditi", CycleStep.THERAPIST_DOES),
        (nasty.ARABIC, CycleStep.THERAPIST_FEELS),
    ):
        CyclePin.put(stage(name), first, step, stage.after(4))
    for name, strong in (("Aditi", 3), ("Ben", 5), ("Chiara", 3), ("Femi", 2)):
        first.weigh(stage(name), strong)
    everyone, oneself = Visibility.GROUP, Visibility.PRIVATE
    for name, reaction, words, readers in (
        ("Femi", Reaction.OVER_ACCOMMODATION, "I would have watered it.", everyone),
        (nasty.ARABIC, None, nasty.ARABIC_WORDS[:200], everyone),
        ("Dao", Reaction.DISTANCE, "I left before he did.", oneself),
    ):
        Pull.say(
            stage(name),
            first,
            stage.after(4),
            reaction=reaction,
            words=words,
            visibility=readers,
        )
