"""The closed lists of a rupture, its resolution and the exercises are exactly the field's.

Codes are stored and exported, so a list that grew, shrank or was spelled otherwise would read
otherwise in every study. A list marked with `+` may be longer than what stands here.
"""

from __future__ import annotations

from enum import StrEnum

import pytest

from afttrainer.content import codes as c

RUPTURE: list[tuple[type[StrEnum], str]] = [
    (c.AllianceComponent, "task goal bond"),
    (c.RuptureFacet, "collaboration_breakdown need_tension enactment"),
    (c.RuptureSource, "clip exercise supervision"),
    (c.Family, "withdrawal confrontation mixed unsure"),
    (c.Direction, "away_from_other toward_other_away_from_self against_other"),
    (
        c.Marker,
        "silence minimal_response topic_shift abstract_talk storytelling "
        "reluctant_compliance overready_compliance acting_with_anxiety acting_with_cynicism "
        "anger_at_therapist dissatisfaction_with_therapist anger_at_treatment "
        "dissatisfaction_with_treatment overfriendly_pressure seductive_pressure +",
    ),
    (c.UnderlyingMovement, "autonomy_isolation compliance_appeasement aggression_control"),
    (c.ConfrontationTarget, "therapist treatment"),
    (c.Need, "agency relatedness unsure"),
    (c.ResolutionStatus, "not_addressed addressed partly_resolved resolved unknown"),
    (c.TherapistReaction, "subtle_hostility control distance over_accommodation none other +"),
    (c.CycleStep, "patient_does therapist_feels therapist_does patient_feels"),
]
RESOLUTION: list[tuple[type[StrEnum], str]] = [
    (c.StrategyRoute, "direct indirect"),
    (c.StrategyLevel, "surface depth"),
    (
        c.Strategy,
        "clarify_rationale_or_misunderstanding change_task_or_goal explore_core_relational_theme "
        "new_relational_experience",
    ),
    (c.PathwayState, "rupture_marker rupture_experience mixed_expression avoidance wish_or_need"),
    (c.MixedKind, "qualified_assertion angry_hurt"),
    (c.WishKind, "need_to_assert wish_for_nurturance"),
    (
        c.Intervention,
        "attend_to_marker explore_experience clarify_mixed_expression explore_avoidance "
        "recognize_wish_or_need",
    ),
    (c.WithdrawalStep, "vague_negative_sentiment clearer_negative_sentiment self_assertion"),
    (c.ConfrontationStep, "anger hurt_disappointment vulnerability_need_for_nurturance"),
    (
        c.FourStage,
        "recognize_and_draw_attention explore_rupture explore_avoidance clarify_wish_or_fear",
    ),
    (c.Dimension, "patient_self interpersonal_field therapist_self"),
    (c.Form, "question observation self_disclosure"),
    (
        c.Principle,
        "collaborative_inquiry_shared_dilemma immediate_focus_awareness_over_change "
        "fluidity_gauge_relatedness own_subjectivity_contribution expect_more_ruptures",
    ),
    (c.TurnStatus, "waiting current done passed taken_later"),
    (c.RestartFrom, "rupture continue new_rupture"),
]
LEARNING: list[tuple[type[StrEnum], str]] = [
    (c.Skill, "self_awareness affect_regulation interpersonal_sensitivity"),
    (
        c.ExerciseType,
        "two_chair rotating_role_play dyad centering parse_experience experiencing_ladder anecdote "
        "free +",
    ),
    (c.ExerciseStatus, "planned running held ended switched withdrawn"),
    (c.Seat, "self patient"),
    (
        c.Component,
        "manual process_coding video_analysis mindfulness two_chair role_play check_in debrief "
        "metacommunication_teaching",
    ),
    (c.SupervisorStance, "support information confrontation"),
    (c.StrainDyad, "supervisor_trainee trainee_trainee trainee_group"),
    (c.PresenterPulse, "ok unsure stop"),
]


@pytest.mark.parametrize(
    ("found", "said"), RUPTURE + RESOLUTION + LEARNING, ids=lambda one: getattr(one, "__name__", "")
)
def test_a_list_of_the_glossary_is_the_fields(found: type[StrEnum], said: str) -> None:
    values = said.split()
    spelled = [code.value for code in found]
    if values[-1] == "+":
        spelled, values = spelled[: len(values) - 1], values[:-1]
    assert spelled == values


def test_how_strong_how_close_and_how_it_was_felt_have_their_ends() -> None:
    """1 faint to 5 very strong; -3 far apart, or pushed away, to +3 close, or drawn closer."""
    assert list(c.INTENSITY) == [1, 2, 3, 4, 5]
    assert list(c.RELATEDNESS) == list(c.FELT_EFFECT) == [-3, -2, -1, 0, 1, 2, 3]


def test_each_family_has_its_directions_and_each_direction_its_movement() -> None:
    away, toward, against = c.Direction
    assert {
        c.Family.WITHDRAWAL: (away, toward),
        c.Family.CONFRONTATION: (against,),
        c.Family.MIXED: (away, toward, against),
        c.Family.UNSURE: (),
    } == c.DIRECTIONS_OF
    assert [c.MOVEMENT_OF[one] for one in c.Direction] == list(c.UnderlyingMovement)


def test_the_two_by_two_has_a_strategy_in_each_place() -> None:
    """C-19."""
    direct, indirect = c.StrategyRoute
    surface, depth = c.StrategyLevel
    assert [c.CELL_OF[one] for one in c.Strategy] == [
        (direct, surface),
        (indirect, surface),
        (direct, depth),
        (indirect, depth),
    ]


def test_of_three_by_three_there_are_six() -> None:
    """C-52: one discloses oneself, and observes the other or what lies between."""
    question, observation, disclosure = c.Form
    patient, between, therapist = c.Dimension
    assert {
        patient: (question, observation),
        between: (question, observation),
        therapist: (question, disclosure),
    } == c.FORMS_OF


def test_what_a_need_is_suggested_to_be_is_never_said_of_moving_away() -> None:
    """C-16: of two minds in the field itself."""
    away, toward, against = c.Direction
    agency, relatedness, unsure = c.Need
    assert {
        away: (unsure, unsure),
        toward: (relatedness, agency),
        against: (agency, relatedness),
    } == c.SUGGESTED_NEEDS


def test_what_makes_a_metacommunication_are_five_things_beside_the_first_task() -> None:
    """C-20 and C-51."""
    assert [one.value for one in c.HowSaid] == [
        "noticed",
        "invited",
        "immediate",
        "low_inference",
        "tentative",
        "own_experience",
        "invites_reply",
    ]
    assert [one.value for one in c.TherapistTask] == [
        "empathizes",
        "stays_non_defensive",
        "owns_part",
    ], "C-25"
    assert list(c.OBSERVED) == [0, 1, 2]
