"""What a person reads for each code of the glossary: short enough for a button on a phone.

The words belong to the clinicians who use them: plain, and neutral about ruptures and about people.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from afttrainer.content import codes as c

# By list first: members of two lists may be equal as strings and still need other words.
_WORDS: Final[Mapping[type[StrEnum], Mapping[StrEnum, LazyString]]] = {
    c.Role: {
        c.Role.SUPERVISOR: _l("supervisor"),
        c.Role.CO_SUPERVISOR: _l("co-supervisor"),
        c.Role.TRAINEE: _l("trainee"),
        c.Role.SITE_CONTACT: _l("site contact"),
    },
    c.SessionStatus: {
        c.SessionStatus.PLANNED: _l("planned"),
        c.SessionStatus.LIVE: _l("under way"),
        c.SessionStatus.CLOSED: _l("closed"),
    },
    c.Phase: {
        c.Phase.MINDFULNESS_INDUCTION: _l("Arriving"),
        c.Phase.CHECK_IN: _l("Check-in"),
        c.Phase.CASE_SELECTION: _l("Choosing a case"),
        c.Phase.INTRODUCTION: _l("Introduction"),
        c.Phase.VIEWING: _l("Watching"),
        c.Phase.AFFECT_ROUND: _l("How it feels"),
        c.Phase.RUPTURE_DEFINITION: _l("What happened between them"),
        c.Phase.EXERCISE: _l("Exercise"),
        c.Phase.DEBRIEF: _l("Debrief"),
        c.Phase.PRESENTER_CHECKOUT: _l("Presenter's check-out"),
        c.Phase.RATINGS: _l("A few questions"),
    },
    c.WishToPresent: {
        c.WishToPresent.NO: _l("not today"),
        c.WishToPresent.MAYBE: _l("maybe"),
        c.WishToPresent.YES: _l("yes, I would like to"),
    },
    c.FollowThrough: {
        c.FollowThrough.TRIED: _l("I tried it"),
        c.FollowThrough.NOT_YET: _l("not yet"),
        c.FollowThrough.OTHERWISE: _l("it went otherwise"),
    },
    c.PresenterPulse: {
        c.PresenterPulse.OK: _l("I am all right"),
        c.PresenterPulse.UNSURE: _l("I am not sure"),
        c.PresenterPulse.STOP: _l("please stop"),
    },
    c.CommonThought: {
        c.CommonThought.LOSING_THEM: _l("I am about to lose this patient"),
        c.CommonThought.MY_DOING: _l("It must be something I did"),
        c.CommonThought.PUT_IT_RIGHT: _l("I have to put this right, now"),
        c.CommonThought.BETTER_UNSAID: _l("Naming it would only make it bigger"),
        c.CommonThought.AFTER_ALL_THIS: _l("And that after all my trouble"),
        c.CommonThought.OTHERS_KNOW: _l("Others would know what to say"),
        c.CommonThought.OVER_SOON: _l("If only this hour were over"),
        c.CommonThought.LOST_THREAD: _l("I have no idea what we are doing"),
    },
    c.StrainDyad: {
        c.StrainDyad.SUPERVISOR_TRAINEE: _l("between the supervisor and one of us"),
        c.StrainDyad.TRAINEE_TRAINEE: _l("between two of us"),
        c.StrainDyad.TRAINEE_GROUP: _l("between one of us and the group"),
    },
    c.SupervisorStance: {
        c.SupervisorStance.SUPPORT: _l("support"),
        c.SupervisorStance.INFORMATION: _l("information"),
        c.SupervisorStance.CONFRONTATION: _l("a challenge"),
    },
    c.Audited: {
        c.Audited.NOTE_WRITTEN: _l("wrote a note"),
        c.Audited.NOTES_OPENED: _l("opened the notes"),
        c.Audited.NOTE_CHANGED: _l("changed a note"),
        c.Audited.NOTE_SHOWN: _l("showed a note to the trainee"),
        c.Audited.NOTE_HIDDEN: _l("hid a note again"),
        c.Audited.NOTE_FORGOTTEN: _l("took a note away"),
        c.Audited.HISTORY_OPENED: _l("opened the case history"),
        c.Audited.OWN_TO_LEADERS: _l("shown to those who lead"),
        c.Audited.OWN_TO_GROUP: _l("shown to the group"),
        c.Audited.OWN_NARROWED: _l("fewer may read it again"),
        c.Audited.OWN_READ: _l("read by whoever leads"),
    },
    c.OwnThing: {
        c.OwnThing.MARK_NOTE: _l("a note on a mark"),
        c.OwnThing.SOMETHING_IN_ME: _l("something in me"),
        c.OwnThing.MOMENT: _l("what else I noticed"),
        c.OwnThing.PULL: _l("what it pulled from me"),
        c.OwnThing.INNER_WORD: _l("one word for what was inside"),
        c.OwnThing.WISH: _l("what I would like from the group"),
        c.OwnThing.HOME_PRACTICE: _l("a line on practice at home"),
    },
    c.SoloOrRelational: {
        c.SoloOrRelational.SOLO: _l("by myself"),
        c.SoloOrRelational.RELATIONAL: _l("with somebody"),
    },
    c.Resonance: {
        c.Resonance.SAME: _l("the same for me"),
        c.Resonance.DIFFERENT: _l("different for me"),
    },
    c.Noticed: {
        c.Noticed.NOW: _l("I noticed it at that moment"),
        c.Noticed.LATER: _l("I noticed it later"),
    },
    c.Visibility: {
        c.Visibility.PRIVATE: _l("only me"),
        c.Visibility.SUPERVISOR: _l("me and the supervisor"),
        c.Visibility.PRESENTER: _l("me and the presenter"),
        c.Visibility.GROUP: _l("everyone in the group"),
    },
    c.CasePhase: {
        c.CasePhase.UNDER_WAY: _l("under way"),
        c.CasePhase.ENDING: _l("coming to its end"),
        c.CasePhase.ENDED: _l("over"),
    },
    c.CaseEnding: {
        c.CaseEnding.COMPLETED: _l("as the two had planned"),
        c.CaseEnding.DROPPED_OUT: _l("the patient stopped before"),
        c.CaseEnding.OTHER: _l("otherwise"),
    },
    c.CaseTheme: {
        c.CaseTheme.SEPARATION_LOSS: _l("parting and loss"),
        c.CaseTheme.ACCEPTANCE: _l("the limits of what help can do"),
        c.CaseTheme.BEING_ALONE: _l("being alone"),
        c.CaseTheme.IMPOSSIBLE_DEMAND: _l("a wish that nobody could meet"),
    },
    c.ClipOrigin: {
        c.ClipOrigin.PATIENT_RECORDING: _l("recorded with a patient"),
        c.ClipOrigin.SIMULATED: _l("acted"),
    },
    c.ClipStatus: {
        c.ClipStatus.QUEUED: _l("in the queue"),
        c.ClipStatus.OFFERED: _l("waiting for the presenter's yes"),
        c.ClipStatus.ACCEPTED: _l("ready to play"),
        c.ClipStatus.DECLINED: _l("not today"),
        c.ClipStatus.PLAYING: _l("showing now"),
        c.ClipStatus.PLAYED: _l("shown"),
        c.ClipStatus.WITHDRAWN: _l("taken back"),
        c.ClipStatus.BLOCKED: _l("no consent for the group"),
    },
    c.ConsentScope: {
        c.ConsentScope.SUPERVISOR_REVIEW: _l("the supervisor may watch it"),
        c.ConsentScope.GROUP_SUPERVISION: _l("the supervision group may watch it"),
        c.ConsentScope.TEACHING_BEYOND_GROUP: _l("it may be used for teaching"),
        c.ConsentScope.RESEARCH: _l("it may be used for research"),
    },
    c.OnBehalf: {
        c.OnBehalf.MINOR: _l("somebody for a minor"),
        c.OnBehalf.CAPACITY: _l("a guardian, or whoever may decide"),
        c.OnBehalf.COURT_ORDER: _l("by order of a court"),
    },
    c.Introduction: {
        c.Introduction.NONE: _l("straight into the film"),
        c.Introduction.BRIEF: _l("a brief word first"),
        c.Introduction.FULL: _l("the background first"),
    },
    c.Family: {
        c.Family.WITHDRAWAL: _l("withdrawal"),
        c.Family.CONFRONTATION: _l("confrontation"),
        c.Family.MIXED: _l("a mix of both"),
        c.Family.UNSURE: _l("something, unsure what"),
    },
    c.Direction: {
        c.Direction.AWAY_FROM_OTHER: _l("away from the other"),
        c.Direction.TOWARD_OTHER_AWAY_FROM_SELF: _l("toward the other, away from self"),
        c.Direction.AGAINST_OTHER: _l("against the other"),
    },
    c.Marker: {
        c.Marker.SILENCE: _l("goes silent"),
        c.Marker.MINIMAL_RESPONSE: _l("says very little"),
        c.Marker.TOPIC_SHIFT: _l("changes the subject"),
        c.Marker.ABSTRACT_TALK: _l("talks in the abstract"),
        c.Marker.STORYTELLING: _l("tells stories"),
        c.Marker.RELUCTANT_COMPLIANCE: _l("goes along, reluctantly"),
        c.Marker.OVERREADY_COMPLIANCE: _l("agrees very quickly"),
        c.Marker.ACTING_WITH_ANXIETY: _l("does it, anxiously"),
        c.Marker.ACTING_WITH_CYNICISM: _l("does it, cynically"),
        c.Marker.ANGER_AT_THERAPIST: _l("angry with the therapist"),
        c.Marker.DISSATISFACTION_WITH_THERAPIST: _l("unhappy with the therapist"),
        c.Marker.ANGER_AT_TREATMENT: _l("angry about the therapy"),
        c.Marker.DISSATISFACTION_WITH_TREATMENT: _l("unhappy with the therapy"),
        c.Marker.OVERFRIENDLY_PRESSURE: _l("presses with friendliness"),
        c.Marker.SEDUCTIVE_PRESSURE: _l("presses by charm or flirting"),
    },
    c.UnderlyingMovement: {
        c.UnderlyingMovement.AUTONOMY_ISOLATION: _l("keeping apart, being alone"),
        c.UnderlyingMovement.COMPLIANCE_APPEASEMENT: _l("giving in, keeping the peace"),
        c.UnderlyingMovement.AGGRESSION_CONTROL: _l("pushing, taking control"),
    },
    c.ConfrontationTarget: {
        c.ConfrontationTarget.THERAPIST: _l("the therapist"),
        c.ConfrontationTarget.TREATMENT: _l("the therapy"),
    },
    c.AllianceComponent: {
        c.AllianceComponent.TASK: _l("what we do"),
        c.AllianceComponent.GOAL: _l("what it is for"),
        c.AllianceComponent.BOND: _l("the bond"),
    },
    c.RuptureFacet: {
        c.RuptureFacet.COLLABORATION_BREAKDOWN: _l("working together came apart"),
        c.RuptureFacet.NEED_TENSION: _l("two needs pulled against each other"),
        c.RuptureFacet.ENACTMENT: _l("both were caught in a circle"),
    },
    c.RuptureSource: {
        c.RuptureSource.CLIP: _l("in the film"),
        c.RuptureSource.EXERCISE: _l("in the exercise"),
        c.RuptureSource.SUPERVISION: _l("in the group"),
    },
    c.Perspective: {
        c.Perspective.PATIENT: _l("the patient"),
        c.Perspective.THERAPIST: _l("the therapist"),
        c.Perspective.OBSERVER: _l("the group"),
    },
    c.Tension: {
        c.Tension.YES: _l("there was one"),
        c.Tension.NO: _l("there was none"),
        c.Tension.UNSURE: _l("hard to say"),
    },
    c.RuptureFace: {
        c.RuptureFace.AGREED: _l("what it was"),
        c.RuptureFace.SIDES: _l("what lay in it for each"),
        c.RuptureFace.CYCLE: _l("the circle"),
        c.RuptureFace.REPAIR: _l("how it went on"),
    },
    c.CycleStep: {
        c.CycleStep.PATIENT_DOES: _l("the patient does"),
        c.CycleStep.THERAPIST_FEELS: _l("the therapist feels"),
        c.CycleStep.THERAPIST_DOES: _l("the therapist does"),
        c.CycleStep.PATIENT_FEELS: _l("the patient feels"),
    },
    c.Need: {
        c.Need.AGENCY: _l("to be one's own person"),
        c.Need.RELATEDNESS: _l("to be close"),
        c.Need.UNSURE: _l("unsure"),
    },
    c.ResolutionStatus: {
        c.ResolutionStatus.NOT_ADDRESSED: _l("not spoken of so far"),
        c.ResolutionStatus.ADDRESSED: _l("spoken of"),
        c.ResolutionStatus.PARTLY_RESOLVED: _l("partly resolved"),
        c.ResolutionStatus.RESOLVED: _l("resolved"),
        c.ResolutionStatus.UNKNOWN: _l("hard to tell"),
    },
    c.WordPlace: {
        c.WordPlace.AWAY_FROM_OTHER: _l("away from the other"),
        c.WordPlace.TOWARD_OTHER_AWAY_FROM_SELF: _l("toward the other, away from self"),
        c.WordPlace.AGAINST_OTHER: _l("against the other"),
        c.WordPlace.THERAPIST_REACTION: _l("something in me"),
    },
    c.TherapistReaction: {
        c.TherapistReaction.SUBTLE_HOSTILITY: _l("an edge in me"),
        c.TherapistReaction.CONTROL: _l("I want to take over"),
        c.TherapistReaction.DISTANCE: _l("I pull back"),
        c.TherapistReaction.OVER_ACCOMMODATION: _l("I give way"),
        c.TherapistReaction.NONE: _l("nothing I notice"),
        c.TherapistReaction.OTHER: _l("something else"),
    },
    c.Strategy: {
        c.Strategy.CLARIFY_RATIONALE_OR_MISUNDERSTANDING: _l("explain, or clear something up"),
        c.Strategy.CHANGE_TASK_OR_GOAL: _l("change what we do or aim for"),
        c.Strategy.EXPLORE_CORE_RELATIONAL_THEME: _l("explore a deeper theme"),
        c.Strategy.NEW_RELATIONAL_EXPERIENCE: _l("offer a new experience together"),
    },
    c.StrategyRoute: {
        c.StrategyRoute.DIRECT: _l("direct"),
        c.StrategyRoute.INDIRECT: _l("indirect"),
    },
    c.StrategyLevel: {
        c.StrategyLevel.SURFACE: _l("on the surface"),
        c.StrategyLevel.DEPTH: _l("in depth"),
    },
    c.PathwayState: {
        c.PathwayState.RUPTURE_MARKER: _l("a sign of rupture"),
        c.PathwayState.RUPTURE_EXPERIENCE: _l("what it is like"),
        c.PathwayState.MIXED_EXPRESSION: _l("two things at once"),
        c.PathwayState.AVOIDANCE: _l("moving off it"),
        c.PathwayState.WISH_OR_NEED: _l("a wish or need"),
    },
    c.Intervention: {
        c.Intervention.ATTEND_TO_MARKER: _l("draw attention to it"),
        c.Intervention.EXPLORE_EXPERIENCE: _l("explore what it is like"),
        c.Intervention.CLARIFY_MIXED_EXPRESSION: _l("make room for both sides"),
        c.Intervention.EXPLORE_AVOIDANCE: _l("ask what feels risky"),
        c.Intervention.RECOGNIZE_WISH_OR_NEED: _l("recognize the wish or need"),
    },
    c.FourStage: {
        c.FourStage.RECOGNIZE_AND_DRAW_ATTENTION: _l("notice it and say so"),
        c.FourStage.EXPLORE_RUPTURE: _l("explore it together"),
        c.FourStage.EXPLORE_AVOIDANCE: _l("explore moving off it"),
        c.FourStage.CLARIFY_WISH_OR_FEAR: _l("find the wish or the fear"),
    },
    c.MixedKind: {
        c.MixedKind.QUALIFIED_ASSERTION: _l("says it and takes it back"),
        c.MixedKind.ANGRY_HURT: _l("angry and hurt"),
    },
    c.WishKind: {
        c.WishKind.NEED_TO_ASSERT: _l("to stand up for oneself"),
        c.WishKind.WISH_FOR_NURTURANCE: _l("to be looked after"),
    },
    c.WithdrawalStep: {
        c.WithdrawalStep.VAGUE_NEGATIVE_SENTIMENT: _l("a hint of discontent"),
        c.WithdrawalStep.CLEARER_NEGATIVE_SENTIMENT: _l("discontent, more plainly"),
        c.WithdrawalStep.SELF_ASSERTION: _l("stands up for self"),
    },
    c.ConfrontationStep: {
        c.ConfrontationStep.ANGER: _l("anger"),
        c.ConfrontationStep.HURT_DISAPPOINTMENT: _l("hurt, disappointment"),
        c.ConfrontationStep.VULNERABILITY_NEED_FOR_NURTURANCE: _l("vulnerable, wants care"),
    },
    c.Dimension: {
        c.Dimension.PATIENT_SELF: _l("the patient's experience"),
        c.Dimension.INTERPERSONAL_FIELD: _l("what is between us"),
        c.Dimension.THERAPIST_SELF: _l("the therapist's experience"),
    },
    c.Form: {
        c.Form.QUESTION: _l("a question"),
        c.Form.OBSERVATION: _l("an observation"),
        c.Form.SELF_DISCLOSURE: _l("a self-disclosure"),
    },
    c.Principle: {
        c.Principle.COLLABORATIVE_INQUIRY_SHARED_DILEMMA: _l("we look at it together"),
        c.Principle.IMMEDIATE_FOCUS_AWARENESS_OVER_CHANGE: _l("here and now, aware before change"),
        c.Principle.FLUIDITY_GAUGE_RELATEDNESS: _l("keep sensing the contact"),
        c.Principle.OWN_SUBJECTIVITY_CONTRIBUTION: _l("own my view and my part"),
        c.Principle.EXPECT_MORE_RUPTURES: _l("expect more ruptures"),
    },
    c.Pinned: {
        c.Pinned.COLLABORATIVE_INQUIRY_SHARED_DILEMMA: _l("we look at it together"),
        c.Pinned.IMMEDIATE_FOCUS_AWARENESS_OVER_CHANGE: _l("here and now, aware before change"),
        c.Pinned.FLUIDITY_GAUGE_RELATEDNESS: _l("keep sensing the contact"),
        c.Pinned.OWN_SUBJECTIVITY_CONTRIBUTION: _l("own my view and my part"),
        c.Pinned.EXPECT_MORE_RUPTURES: _l("expect more ruptures"),
        c.Pinned.WITHDRAWAL: _l("withdrawal"),
        c.Pinned.CONFRONTATION: _l("confrontation"),
        c.Pinned.MIXED: _l("a mix of both"),
        c.Pinned.SOMETHING_IN_ME: _l("something in me"),
    },
    c.Skill: {
        c.Skill.SELF_AWARENESS: _l("self-awareness"),
        c.Skill.AFFECT_REGULATION: _l("staying with feeling"),
        c.Skill.INTERPERSONAL_SENSITIVITY: _l("sensing the other"),
    },
    c.ExerciseType: {
        c.ExerciseType.TWO_CHAIR: _l("two chairs"),
        c.ExerciseType.ROTATING_ROLE_PLAY: _l("rotating role play"),
        c.ExerciseType.DYAD: _l("in pairs"),
        c.ExerciseType.CENTERING: _l("centering"),
        c.ExerciseType.PARSE_EXPERIENCE: _l("taking a moment apart"),
        c.ExerciseType.EXPERIENCING_LADDER: _l("going deeper, step by step"),
        c.ExerciseType.ANECDOTE: _l("a story of mine"),
        c.ExerciseType.FREE: _l("our own exercise"),
    },
    c.TherapistTask: {
        c.TherapistTask.EMPATHIZES: _l("felt with the patient"),
        c.TherapistTask.STAYS_NON_DEFENSIVE: _l("stayed open, without defending"),
        c.TherapistTask.OWNS_PART: _l("owned a part in it"),
    },
    c.HowSaid: {
        c.HowSaid.NOTICED: _l("noticed the moment"),
        c.HowSaid.INVITED: _l("invited to look at it together"),
        c.HowSaid.IMMEDIATE: _l("about this very moment"),
        c.HowSaid.LOW_INFERENCE: _l("close to what could be seen"),
        c.HowSaid.TENTATIVE: _l("left room to be mistaken"),
        c.HowSaid.OWN_EXPERIENCE: _l("out of one’s own experience"),
        c.HowSaid.INVITES_REPLY: _l("left room for an answer"),
    },
    c.Difficulty: {
        c.Difficulty.SOFTER: _l("softer"),
        c.Difficulty.AS_IT_WAS: _l("as it was"),
        c.Difficulty.HARDER: _l("harder"),
    },
    c.ScriptType: {
        c.ScriptType.TWO_CHAIR: _l("two chairs"),
        c.ScriptType.ROTATING_ROLE_PLAY: _l("rotating role play"),
        c.ScriptType.MINDFULNESS_INDUCTION: _l("mindfulness"),
        c.ScriptType.DYAD: _l("in pairs"),
        c.ScriptType.CENTERING: _l("centering"),
        c.ScriptType.PARSE_EXPERIENCE: _l("taking a moment apart"),
        c.ScriptType.FREE: _l("our own exercise"),
    },
    c.StepKind: {
        c.StepKind.PREPARE: _l("getting ready"),
        c.StepKind.PRACTICE: _l("trying it"),
        c.StepKind.GROUND: _l("coming back to the room"),
        c.StepKind.STEP_OUT: _l("stepping out of the role"),
    },
    c.ExerciseStatus: {
        c.ExerciseStatus.PLANNED: _l("planned"),
        c.ExerciseStatus.RUNNING: _l("under way"),
        c.ExerciseStatus.HELD: _l("paused"),
        c.ExerciseStatus.ENDED: _l("ended"),
        c.ExerciseStatus.SWITCHED: _l("gave way to another"),
        c.ExerciseStatus.WITHDRAWN: _l("taken back"),
    },
    c.Seat: {
        c.Seat.SELF: _l("myself"),
        c.Seat.PATIENT: _l("the patient"),
    },
    c.TurnStatus: {
        c.TurnStatus.WAITING: _l("still to come"),
        c.TurnStatus.CURRENT: _l("now"),
        c.TurnStatus.DONE: _l("done"),
        c.TurnStatus.PASSED: _l("later, if at all"),
        c.TurnStatus.TAKEN_LATER: _l("came back to it"),
    },
    c.RestartFrom: {
        c.RestartFrom.RUPTURE: _l("from the rupture"),
        c.RestartFrom.CONTINUE: _l("carry on from here"),
        c.RestartFrom.NEW_RUPTURE: _l("from the new rupture"),
    },
    c.Component: {
        c.Component.MANUAL: _l("reading"),
        c.Component.PROCESS_CODING: _l("coding"),
        c.Component.VIDEO_ANALYSIS: _l("watching film"),
        c.Component.MINDFULNESS: _l("mindfulness"),
        c.Component.TWO_CHAIR: _l("two chairs"),
        c.Component.ROLE_PLAY: _l("role play"),
        c.Component.CHECK_IN: _l("check-in"),
        c.Component.DEBRIEF: _l("debrief"),
        c.Component.METACOMMUNICATION_TEACHING: _l("learning to metacommunicate"),
    },
}

COMMON_THOUGHTS_ASKED: Final[LazyString] = _l(
    "When it is hard with a patient: which of these do you know from yourself?"
)

SOMETHING_IN_ME: Final[LazyString] = _l("something in me")

_FELT_EFFECT: Final[Mapping[int, LazyString]] = {
    -3: _l("pushed away"),
    -2: _l("further"),
    -1: _l("a little further"),
    0: _l("no different"),
    1: _l("a little closer"),
    2: _l("closer"),
    3: _l("drawn closer"),
}


def label(code: StrEnum) -> LazyString:
    """Words for any code of `afttrainer.content.codes`, in the reader's language when rendered.

    Raises KeyError for a code of any other list.
    """
    return _WORDS[type(code)][code]


def felt_effect_label(value: int) -> LazyString:
    """Words for -3 to +3; KeyError outside."""
    return _FELT_EFFECT[value]


_OBSERVED: Final[Mapping[int, LazyString]] = {
    0: _l("not this time"),
    1: _l("a little"),
    2: _l("clearly"),
}


def observed_label(value: int) -> LazyString:
    """Words for 0 to 2; KeyError outside."""
    return _OBSERVED[value]


#: What a number of `codes.INTENSITY` means, so that it means the same to all; 2 and 4 lie between.
_STRENGTH: Final[Mapping[int, LazyString]] = {
    1: _l("faint, easy to overlook"),
    3: _l("plain, and the talk goes on"),
    5: _l("very strong, nothing else has room"),
}


def strength_label(value: int) -> LazyString:
    """Words for 1, 3 and 5, which a rating of a rupture is held against; KeyError for any other."""
    return _STRENGTH[value]


#: What others who rate ruptures look for besides, for a group that wants it (3RS, 2015).
SUGGESTED: Final[tuple[tuple[c.WordPlace, LazyString], ...]] = (
    (c.WordPlace.AWAY_FROM_OTHER, _l("says that nothing is the matter")),
    (c.WordPlace.AWAY_FROM_OTHER, _l("blames themselves, or loses hope")),
    (c.WordPlace.AGAINST_OTHER, _l("turns down what was offered")),
    (c.WordPlace.AGAINST_OTHER, _l("defends what they did or said")),
)
