"""The closed lists of the glossary, as codes that are stored and exported.

A code is never shown to a person: `afttrainer.content.words.label` gives its words. Sources: S2 is
Muran, Safran and Eubanks-Carter on training alliance negotiation, S1 is Macdonald and Muran 2020.

Members of different lists may share a spelling (`unsure`, `private`), and as strings they then
compare equal; key a mapping by one list only.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

# --- The meeting -------------------------------------------------------------------------------


class Role(StrEnum):
    """A member's part in one group; presenter and observer follow from the clip being shown."""

    SUPERVISOR = "supervisor"
    CO_SUPERVISOR = "co_supervisor"
    TRAINEE = "trainee"
    #: Outside the group: a strain about its supervisor may be told to them. Sees nothing else.
    SITE_CONTACT = "site_contact"


class SessionStatus(StrEnum):
    PLANNED = "planned"
    LIVE = "live"
    CLOSED = "closed"


class Phase(StrEnum):
    """Parts of one meeting, in the usual order (S2, Training process and structure)."""

    MINDFULNESS_INDUCTION = "mindfulness_induction"
    CHECK_IN = "check_in"
    CASE_SELECTION = "case_selection"
    INTRODUCTION = "introduction"
    VIEWING = "viewing"
    AFFECT_ROUND = "affect_round"
    RUPTURE_DEFINITION = "rupture_definition"
    EXERCISE = "exercise"
    DEBRIEF = "debrief"
    PRESENTER_CHECKOUT = "presenter_checkout"
    RATINGS = "ratings"


#: Minutes of a new plan. They sum to 90. Introduction is 0 because playing without one is the
#: encouraged way (S2); a plan that wants it gives it minutes.
DEFAULT_MINUTES: Final[Mapping[Phase, int]] = MappingProxyType(
    {
        Phase.MINDFULNESS_INDUCTION: 6,
        Phase.CHECK_IN: 10,
        Phase.CASE_SELECTION: 1,
        Phase.INTRODUCTION: 0,
        Phase.VIEWING: 17,
        Phase.AFFECT_ROUND: 2,
        Phase.RUPTURE_DEFINITION: 6,
        Phase.EXERCISE: 31,
        Phase.DEBRIEF: 8,
        Phase.PRESENTER_CHECKOUT: 7,
        Phase.RATINGS: 2,
    }
)
PLANNED_MINUTES: Final = 90


class WishToPresent(StrEnum):
    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class FollowThrough(StrEnum):
    """What has become of what a presenter took home last time."""

    TRIED = "tried"
    NOT_YET = "not_yet"
    OTHERWISE = "otherwise"


class PresenterPulse(StrEnum):
    OK = "ok"
    UNSURE = "unsure"
    STOP = "stop"


class CommonThought(StrEnum):
    """What many therapists think under strain with a patient, in words of our own (S1, Additional
    exercises: a thought is seen as one that others have too)."""

    LOSING_THEM = "losing_them"
    MY_DOING = "my_doing"
    PUT_IT_RIGHT = "put_it_right"
    BETTER_UNSAID = "better_unsaid"
    AFTER_ALL_THIS = "after_all_this"
    OTHERS_KNOW = "others_know"
    OVER_SOON = "over_soon"
    LOST_THREAD = "lost_thread"


class StrainDyad(StrEnum):
    """Between whom a strain in the supervision itself is felt."""

    SUPERVISOR_TRAINEE = "supervisor_trainee"
    TRAINEE_TRAINEE = "trainee_trainee"
    TRAINEE_GROUP = "trainee_group"


class SupervisorStance(StrEnum):
    """What a trainee needs of the supervisor just now (S2, the relational context)."""

    SUPPORT = "support"
    INFORMATION = "information"
    CONFRONTATION = "confrontation"


class Audited(StrEnum):
    """What was done with a thing that is not for everybody."""

    NOTE_WRITTEN = "note_written"
    NOTES_OPENED = "notes_opened"
    NOTE_CHANGED = "note_changed"
    NOTE_SHOWN = "note_shown"
    NOTE_HIDDEN = "note_hidden"
    NOTE_FORGOTTEN = "note_forgotten"
    HISTORY_OPENED = "history_opened"
    OWN_TO_LEADERS = "own_to_leaders"
    OWN_TO_GROUP = "own_to_group"
    OWN_NARROWED = "own_narrowed"
    OWN_READ = "own_read"


class OwnThing(StrEnum):
    """What is its author's alone, or theirs and the supervisors', until they let more read it."""

    MARK_NOTE = "mark_note"
    SOMETHING_IN_ME = "something_in_me"
    MOMENT = "moment"
    PULL = "pull"
    INNER_WORD = "inner_word"
    WISH = "wish"
    HOME_PRACTICE = "home_practice"


class SoloOrRelational(StrEnum):
    """With whom somebody practised at home: what is practised alone need not carry into contact
    with others by itself (R-35: S1)."""

    SOLO = "solo"
    RELATIONAL = "relational"


class Resonance(StrEnum):
    """What a presenter says to another's feeling with their film (S2, Videotape analysis): either
    tells something, and neither is right."""

    SAME = "same"
    DIFFERENT = "different"


class Noticed(StrEnum):
    """When the viewer became aware of it (S1, reflection in action)."""

    NOW = "now"
    LATER = "later"


class Visibility(StrEnum):
    """Who may read an entry besides its author."""

    PRIVATE = "private"
    SUPERVISOR = "supervisor"
    PRESENTER = "presenter"
    GROUP = "group"


class CasePhase(StrEnum):
    """Where the work with one patient is (S2, Approaching termination)."""

    UNDER_WAY = "under_way"
    ENDING = "ending"
    ENDED = "ended"


class CaseEnding(StrEnum):
    """How a treatment came to its end."""

    COMPLETED = "completed"
    DROPPED_OUT = "dropped_out"
    OTHER = "other"


class CaseTheme(StrEnum):
    """What comes up between the two: the first three as they part, the last at any time (S2)."""

    SEPARATION_LOSS = "separation_loss"
    ACCEPTANCE = "acceptance"
    BEING_ALONE = "being_alone"
    IMPOSSIBLE_DEMAND = "impossible_demand"


#: Offered while a treatment ends, or where somebody would like to think of it before.
ENDING_THEMES: Final = (CaseTheme.SEPARATION_LOSS, CaseTheme.ACCEPTANCE, CaseTheme.BEING_ALONE)


# --- The film ----------------------------------------------------------------------------------


class ClipOrigin(StrEnum):
    PATIENT_RECORDING = "patient_recording"
    SIMULATED = "simulated"


class ClipStatus(StrEnum):
    """A clip's place in the queue.

    `offered` waits for the presenter's own yes; `withdrawn` is the presenter taking it back;
    `blocked` is missing consent.
    """

    QUEUED = "queued"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PLAYING = "playing"
    PLAYED = "played"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"


class ConsentScope(StrEnum):
    """What a patient has agreed to, ticked one by one; all off unless ticked."""

    SUPERVISOR_REVIEW = "supervisor_review"
    GROUP_SUPERVISION = "group_supervision"
    TEACHING_BEYOND_GROUP = "teaching_beyond_group"
    RESEARCH = "research"


class OnBehalf(StrEnum):
    """Why somebody else has consented in the patient's place."""

    MINOR = "minor"
    CAPACITY = "capacity"
    COURT_ORDER = "court_order"


class Introduction(StrEnum):
    """The presenter's choice of preface; `none` is the default."""

    NONE = "none"
    BRIEF = "brief"
    FULL = "full"


# --- The rupture -------------------------------------------------------------------------------


class Family(StrEnum):
    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
    MIXED = "mixed"
    UNSURE = "unsure"


class Direction(StrEnum):
    """Where the patient moves (S2, Defining ruptures)."""

    AWAY_FROM_OTHER = "away_from_other"
    TOWARD_OTHER_AWAY_FROM_SELF = "toward_other_away_from_self"
    AGAINST_OTHER = "against_other"


class Marker(StrEnum):
    SILENCE = "silence"
    MINIMAL_RESPONSE = "minimal_response"
    TOPIC_SHIFT = "topic_shift"
    ABSTRACT_TALK = "abstract_talk"
    STORYTELLING = "storytelling"
    RELUCTANT_COMPLIANCE = "reluctant_compliance"
    OVERREADY_COMPLIANCE = "overready_compliance"
    ACTING_WITH_ANXIETY = "acting_with_anxiety"
    ACTING_WITH_CYNICISM = "acting_with_cynicism"
    ANGER_AT_THERAPIST = "anger_at_therapist"
    DISSATISFACTION_WITH_THERAPIST = "dissatisfaction_with_therapist"
    ANGER_AT_TREATMENT = "anger_at_treatment"
    DISSATISFACTION_WITH_TREATMENT = "dissatisfaction_with_treatment"
    # Pressing closeness on the other is a confrontation, not a withdrawal (S2): it controls.
    OVERFRIENDLY_PRESSURE = "overfriendly_pressure"
    SEDUCTIVE_PRESSURE = "seductive_pressure"


class UnderlyingMovement(StrEnum):
    AUTONOMY_ISOLATION = "autonomy_isolation"
    COMPLIANCE_APPEASEMENT = "compliance_appeasement"
    AGGRESSION_CONTROL = "aggression_control"


class ConfrontationTarget(StrEnum):
    THERAPIST = "therapist"
    TREATMENT = "treatment"


class AllianceComponent(StrEnum):
    TASK = "task"
    GOAL = "goal"
    BOND = "bond"


class RuptureFacet(StrEnum):
    COLLABORATION_BREAKDOWN = "collaboration_breakdown"
    NEED_TENSION = "need_tension"
    ENACTMENT = "enactment"


class RuptureSource(StrEnum):
    CLIP = "clip"
    EXERCISE = "exercise"
    SUPERVISION = "supervision"


class Perspective(StrEnum):
    """Who reports on a session (S1: rates of rupture differ by it)."""

    PATIENT = "patient"
    THERAPIST = "therapist"
    OBSERVER = "observer"


class Tension(StrEnum):
    """What one of them says of it: whether there was one."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class RuptureFace(StrEnum):
    """What of a described rupture stands on the wall: one side of its card at a time."""

    AGREED = "agreed"
    SIDES = "sides"
    CYCLE = "cycle"
    REPAIR = "repair"


class CycleStep(StrEnum):
    """The four steps of an enactment, in their order: the last leads into the first (S2)."""

    PATIENT_DOES = "patient_does"
    THERAPIST_FEELS = "therapist_feels"
    THERAPIST_DOES = "therapist_does"
    PATIENT_FEELS = "patient_feels"


class Need(StrEnum):
    AGENCY = "agency"
    RELATEDNESS = "relatedness"
    UNSURE = "unsure"


class ResolutionStatus(StrEnum):
    NOT_ADDRESSED = "not_addressed"
    ADDRESSED = "addressed"
    PARTLY_RESOLVED = "partly_resolved"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"


class TherapistReaction(StrEnum):
    """Something in me: a viewer's or therapist's own pull, private unless shared (S1)."""

    SUBTLE_HOSTILITY = "subtle_hostility"
    CONTROL = "control"
    DISTANCE = "distance"
    OVER_ACCOMMODATION = "over_accommodation"
    NONE = "none"
    OTHER = "other"


class WordPlace(StrEnum):
    """Where on the tag pad a group's own word stands: under a direction, or as something in me."""

    AWAY_FROM_OTHER = "away_from_other"
    TOWARD_OTHER_AWAY_FROM_SELF = "toward_other_away_from_self"
    AGAINST_OTHER = "against_other"
    THERAPIST_REACTION = "therapist_reaction"

    @property
    def direction(self) -> Direction | None:
        """None for something in me."""
        return None if self is WordPlace.THERAPIST_REACTION else Direction(self.value)


#: Second tap of the tag pad. Mixed may lean any way; unsure asks no more.
DIRECTIONS_OF: Final[Mapping[Family, tuple[Direction, ...]]] = MappingProxyType(
    {
        Family.WITHDRAWAL: (Direction.AWAY_FROM_OTHER, Direction.TOWARD_OTHER_AWAY_FROM_SELF),
        Family.CONFRONTATION: (Direction.AGAINST_OTHER,),
        Family.MIXED: tuple(Direction),
        Family.UNSURE: (),
    }
)
MARKERS_OF: Final[Mapping[Direction, tuple[Marker, ...]]] = MappingProxyType(
    {
        Direction.AWAY_FROM_OTHER: (
            Marker.SILENCE,
            Marker.MINIMAL_RESPONSE,
            Marker.TOPIC_SHIFT,
            Marker.ABSTRACT_TALK,
            Marker.STORYTELLING,
        ),
        Direction.TOWARD_OTHER_AWAY_FROM_SELF: (
            Marker.RELUCTANT_COMPLIANCE,
            Marker.OVERREADY_COMPLIANCE,
            Marker.ACTING_WITH_ANXIETY,
            Marker.ACTING_WITH_CYNICISM,
        ),
        Direction.AGAINST_OTHER: (
            Marker.ANGER_AT_THERAPIST,
            Marker.DISSATISFACTION_WITH_THERAPIST,
            Marker.ANGER_AT_TREATMENT,
            Marker.DISSATISFACTION_WITH_TREATMENT,
            Marker.OVERFRIENDLY_PRESSURE,
            Marker.SEDUCTIVE_PRESSURE,
        ),
    }
)
DIRECTION_OF: Final[Mapping[Marker, Direction]] = MappingProxyType(
    {marker: direction for direction, markers in MARKERS_OF.items() for marker in markers}
)
MOVEMENT_OF: Final[Mapping[Direction, UnderlyingMovement]] = MappingProxyType(
    dict(zip(Direction, UnderlyingMovement, strict=True))
)
#: (pursued, sacrificed), to suggest and never to fill in silently. S2 is of two minds about
#: moving away from the other, so there we suggest nothing.
SUGGESTED_NEEDS: Final[Mapping[Direction, tuple[Need, Need]]] = MappingProxyType(
    {
        Direction.AWAY_FROM_OTHER: (Need.UNSURE, Need.UNSURE),
        Direction.TOWARD_OTHER_AWAY_FROM_SELF: (Need.RELATEDNESS, Need.AGENCY),
        Direction.AGAINST_OTHER: (Need.AGENCY, Need.RELATEDNESS),
    }
)
#: 1 faint to 5 very strong.
INTENSITY: Final = range(1, 6)


# --- Resolution --------------------------------------------------------------------------------


class Strategy(StrEnum):
    CLARIFY_RATIONALE_OR_MISUNDERSTANDING = "clarify_rationale_or_misunderstanding"
    CHANGE_TASK_OR_GOAL = "change_task_or_goal"
    EXPLORE_CORE_RELATIONAL_THEME = "explore_core_relational_theme"
    NEW_RELATIONAL_EXPERIENCE = "new_relational_experience"


class StrategyRoute(StrEnum):
    """One side of the two by two (S2, Figure 16.1)."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class StrategyLevel(StrEnum):
    """Its other side."""

    SURFACE = "surface"
    DEPTH = "depth"


#: Where each of the four stands in it.
CELL_OF: Final[Mapping[Strategy, tuple[StrategyRoute, StrategyLevel]]] = MappingProxyType(
    {
        Strategy.CLARIFY_RATIONALE_OR_MISUNDERSTANDING: (
            StrategyRoute.DIRECT,
            StrategyLevel.SURFACE,
        ),
        Strategy.CHANGE_TASK_OR_GOAL: (StrategyRoute.INDIRECT, StrategyLevel.SURFACE),
        Strategy.EXPLORE_CORE_RELATIONAL_THEME: (StrategyRoute.DIRECT, StrategyLevel.DEPTH),
        Strategy.NEW_RELATIONAL_EXPERIENCE: (StrategyRoute.INDIRECT, StrategyLevel.DEPTH),
    }
)


class PathwayState(StrEnum):
    """Where the two of them are; any state may follow any other (S2, stage-process model)."""

    RUPTURE_MARKER = "rupture_marker"
    RUPTURE_EXPERIENCE = "rupture_experience"
    MIXED_EXPRESSION = "mixed_expression"
    AVOIDANCE = "avoidance"
    WISH_OR_NEED = "wish_or_need"


class Intervention(StrEnum):
    ATTEND_TO_MARKER = "attend_to_marker"
    EXPLORE_EXPERIENCE = "explore_experience"
    CLARIFY_MIXED_EXPRESSION = "clarify_mixed_expression"
    EXPLORE_AVOIDANCE = "explore_avoidance"
    RECOGNIZE_WISH_OR_NEED = "recognize_wish_or_need"


class FourStage(StrEnum):
    """S1's four stages, a second view of the same states."""

    RECOGNIZE_AND_DRAW_ATTENTION = "recognize_and_draw_attention"
    EXPLORE_RUPTURE = "explore_rupture"
    EXPLORE_AVOIDANCE = "explore_avoidance"
    CLARIFY_WISH_OR_FEAR = "clarify_wish_or_fear"


PAIRED_INTERVENTION: Final[Mapping[PathwayState, Intervention]] = MappingProxyType(
    dict(zip(PathwayState, Intervention, strict=True))
)
STAGE_OF: Final[Mapping[PathwayState, FourStage]] = MappingProxyType(
    {
        PathwayState.RUPTURE_MARKER: FourStage.RECOGNIZE_AND_DRAW_ATTENTION,
        PathwayState.RUPTURE_EXPERIENCE: FourStage.EXPLORE_RUPTURE,
        PathwayState.MIXED_EXPRESSION: FourStage.EXPLORE_RUPTURE,
        PathwayState.AVOIDANCE: FourStage.EXPLORE_AVOIDANCE,
        PathwayState.WISH_OR_NEED: FourStage.CLARIFY_WISH_OR_FEAR,
    }
)


class MixedKind(StrEnum):
    QUALIFIED_ASSERTION = "qualified_assertion"
    ANGRY_HURT = "angry_hurt"


class WishKind(StrEnum):
    NEED_TO_ASSERT = "need_to_assert"
    WISH_FOR_NURTURANCE = "wish_for_nurturance"


class WithdrawalStep(StrEnum):
    VAGUE_NEGATIVE_SENTIMENT = "vague_negative_sentiment"
    CLEARER_NEGATIVE_SENTIMENT = "clearer_negative_sentiment"
    SELF_ASSERTION = "self_assertion"


class ConfrontationStep(StrEnum):
    ANGER = "anger"
    HURT_DISAPPOINTMENT = "hurt_disappointment"
    VULNERABILITY_NEED_FOR_NURTURANCE = "vulnerability_need_for_nurturance"


#: Both progressions (S2) as views of the same states. A marker stands before either, and an
#: avoidance is a step aside at any place of it.
WITHDRAWAL_STEP_OF: Final[Mapping[PathwayState, WithdrawalStep]] = MappingProxyType(
    {
        PathwayState.RUPTURE_EXPERIENCE: WithdrawalStep.VAGUE_NEGATIVE_SENTIMENT,
        PathwayState.MIXED_EXPRESSION: WithdrawalStep.CLEARER_NEGATIVE_SENTIMENT,
        PathwayState.WISH_OR_NEED: WithdrawalStep.SELF_ASSERTION,
    }
)
CONFRONTATION_STEP_OF: Final[Mapping[PathwayState, ConfrontationStep]] = MappingProxyType(
    {
        PathwayState.RUPTURE_EXPERIENCE: ConfrontationStep.ANGER,
        PathwayState.MIXED_EXPRESSION: ConfrontationStep.HURT_DISAPPOINTMENT,
        PathwayState.WISH_OR_NEED: ConfrontationStep.VULNERABILITY_NEED_FOR_NURTURANCE,
    }
)


# --- Metacommunication -------------------------------------------------------------------------


class Dimension(StrEnum):
    PATIENT_SELF = "patient_self"
    INTERPERSONAL_FIELD = "interpersonal_field"
    THERAPIST_SELF = "therapist_self"


class Form(StrEnum):
    QUESTION = "question"
    OBSERVATION = "observation"
    SELF_DISCLOSURE = "self_disclosure"


#: Six cells in all: one discloses oneself, one observes the other or what lies between (S2).
FORMS_OF: Final[Mapping[Dimension, tuple[Form, ...]]] = MappingProxyType(
    {
        Dimension.PATIENT_SELF: (Form.QUESTION, Form.OBSERVATION),
        Dimension.INTERPERSONAL_FIELD: (Form.QUESTION, Form.OBSERVATION),
        Dimension.THERAPIST_SELF: (Form.QUESTION, Form.SELF_DISCLOSURE),
    }
)


class Principle(StrEnum):
    """Five principles of metacommunication (S2)."""

    COLLABORATIVE_INQUIRY_SHARED_DILEMMA = "collaborative_inquiry_shared_dilemma"
    IMMEDIATE_FOCUS_AWARENESS_OVER_CHANGE = "immediate_focus_awareness_over_change"
    FLUIDITY_GAUGE_RELATEDNESS = "fluidity_gauge_relatedness"
    OWN_SUBJECTIVITY_CONTRIBUTION = "own_subjectivity_contribution"
    EXPECT_MORE_RUPTURES = "expect_more_ruptures"


class Pinned(StrEnum):
    """What somebody marked in another's try: one of the five principles, a kind of rupture, or
    something in themselves."""

    COLLABORATIVE_INQUIRY_SHARED_DILEMMA = "collaborative_inquiry_shared_dilemma"
    IMMEDIATE_FOCUS_AWARENESS_OVER_CHANGE = "immediate_focus_awareness_over_change"
    FLUIDITY_GAUGE_RELATEDNESS = "fluidity_gauge_relatedness"
    OWN_SUBJECTIVITY_CONTRIBUTION = "own_subjectivity_contribution"
    EXPECT_MORE_RUPTURES = "expect_more_ruptures"
    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
    MIXED = "mixed"
    SOMETHING_IN_ME = "something_in_me"


class TherapistTask(StrEnum):
    """What a therapist does all along while a rupture is being resolved (S2)."""

    EMPATHIZES = "empathizes"
    STAYS_NON_DEFENSIVE = "stays_non_defensive"
    OWNS_PART = "owns_part"


class HowSaid(StrEnum):
    """What makes of words a metacommunication (S2): seen or not, by whoever tried and whoever
    watched."""

    NOTICED = "noticed"
    INVITED = "invited"
    IMMEDIATE = "immediate"
    LOW_INFERENCE = "low_inference"
    TENTATIVE = "tentative"
    OWN_EXPERIENCE = "own_experience"
    INVITES_REPLY = "invites_reply"


#: How far an observer saw a principle or a task: 0 not this time, 1 a little, 2 clearly.
OBSERVED: Final = range(3)

#: Reported by the one playing the patient, in role: -3 pushed away to +3 drawn closer.
FELT_EFFECT: Final = range(-3, 4)
#: Felt contact now, same ends; no data is None and not 0.
RELATEDNESS: Final = range(-3, 4)
#: Calm, closeness, shame, distress: 0 not at all to 10 fully.
ZERO_TO_TEN: Final = range(11)


# --- Skills and exercises ----------------------------------------------------------------------


class Skill(StrEnum):
    SELF_AWARENESS = "self_awareness"
    AFFECT_REGULATION = "affect_regulation"
    INTERPERSONAL_SENSITIVITY = "interpersonal_sensitivity"


class Difficulty(StrEnum):
    """How the one who tries would like the patient to be played."""

    SOFTER = "softer"
    AS_IT_WAS = "as_it_was"
    HARDER = "harder"


class ExerciseType(StrEnum):
    TWO_CHAIR = "two_chair"
    ROTATING_ROLE_PLAY = "rotating_role_play"
    DYAD = "dyad"
    CENTERING = "centering"
    PARSE_EXPERIENCE = "parse_experience"
    EXPERIENCING_LADDER = "experiencing_ladder"
    ANECDOTE = "anecdote"
    FREE = "free"


#: Those in which somebody plays the patient: made from a rupture, and only with that person's yes.
PLAYED: Final = (ExerciseType.TWO_CHAIR, ExerciseType.ROTATING_ROLE_PLAY)


class ScriptType(StrEnum):
    """What a file in `roleplay_scripts/` may be a script for."""

    TWO_CHAIR = "two_chair"
    ROTATING_ROLE_PLAY = "rotating_role_play"
    MINDFULNESS_INDUCTION = "mindfulness_induction"
    DYAD = "dyad"
    CENTERING = "centering"
    PARSE_EXPERIENCE = "parse_experience"
    FREE = "free"


class StepKind(StrEnum):
    """`ground` comes back to the body and the room; `step_out` is leaving the played role, which
    closes every role play."""

    PREPARE = "prepare"
    PRACTICE = "practice"
    GROUND = "ground"
    STEP_OUT = "step_out"


class ExerciseStatus(StrEnum):
    """`switched` is one exercise giving way to another, with all that was entered kept."""

    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    ENDED = "ended"
    SWITCHED = "switched"
    WITHDRAWN = "withdrawn"


class Seat(StrEnum):
    SELF = "self"
    PATIENT = "patient"


class TurnStatus(StrEnum):
    WAITING = "waiting"
    CURRENT = "current"
    DONE = "done"
    PASSED = "passed"
    TAKEN_LATER = "taken_later"


class RestartFrom(StrEnum):
    RUPTURE = "rupture"
    CONTINUE = "continue"
    NEW_RUPTURE = "new_rupture"


class Component(StrEnum):
    """Training ingredients whose minutes are kept, for dismantling studies (S2)."""

    MANUAL = "manual"
    PROCESS_CODING = "process_coding"
    VIDEO_ANALYSIS = "video_analysis"
    MINDFULNESS = "mindfulness"
    TWO_CHAIR = "two_chair"
    ROLE_PLAY = "role_play"
    CHECK_IN = "check_in"
    DEBRIEF = "debrief"
    METACOMMUNICATION_TEACHING = "metacommunication_teaching"
