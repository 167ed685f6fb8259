"""What is said further of a rupture: both sides, the circle, how it went on; and what each adds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afttrainer.content.codes import (
    AllianceComponent,
    ConfrontationTarget,
    CycleStep,
    Direction,
    Family,
    Need,
    ResolutionStatus,
    RuptureFace,
    RuptureFacet,
    Strategy,
    TherapistReaction,
    Visibility,
)
from afttrainer.models import CyclePin, Pull, RuptureEvent
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, mine
from afttrainer.models.rupture_cycle import Circle
from afttrainer.models.rupture_repair import Repair
from afttrainer.models.rupture_sides import Sides
from afttrainer.models.visibility import WALL, Reader, may_read, reader_for
from tests.models.room import R1, Room
from tests.people import at

CIRCLE = Circle(
    patient_does="goes quiet",
    therapist_feels="hurried",
    therapist_does="explains faster",
    patient_feels="marked",
)


@pytest.mark.parametrize("facet", list(RuptureFacet))
def test_each_of_three_facets_is_set_by_itself(room: Room, facet: RuptureFacet) -> None:
    rupture = RuptureEvent.define(room.mirela, replace(R1, facets=[facet]), at(40))
    room.keep()
    assert rupture.shows == [facet]


def test_task_and_bond_are_kept_together(room: Room) -> None:
    rupture = room.rupture()
    room.keep()
    assert rupture.strained == [AllianceComponent.TASK, AllianceComponent.BOND]


@pytest.mark.parametrize("direction", list(Direction))
def test_needs_are_unsure_whatever_the_direction_until_somebody_says(
    room: Room, direction: Direction
) -> None:
    family = Family.CONFRONTATION if direction is Direction.AGAINST_OTHER else Family.WITHDRAWAL
    said = replace(R1, family=family, direction=direction)
    rupture = RuptureEvent.define(room.mirela, said, at(40))
    room.keep()
    for side in (rupture.patient, rupture.therapist):
        assert (side.pursued, side.sacrificed) == (Need.UNSURE, Need.UNSURE)


def test_both_sides_of_r1_are_kept_and_a_new_description_leaves_them(room: Room) -> None:
    rupture = room.rupture()
    said = Sides(
        patient_state="dread",
        patient_need_pursued=Need.RELATEDNESS,
        patient_need_sacrificed=Need.AGENCY,
        therapist_wanted="to look capable",
    )
    rupture.add(room.mirela, said)
    rupture.describe(room.mirela, replace(R1, family=Family.MIXED, direction=None))
    room.keep()
    assert rupture.said(RuptureFace.SIDES) == said
    assert rupture.patient.sacrificed is Need.AGENCY
    assert rupture.therapist.wanted == "to look capable"


def test_the_circle_is_redrawn_in_its_order_with_a_pin_on_one_step(room: Room) -> None:
    rupture = room.rupture()
    assert not rupture.has(RuptureFace.CYCLE)
    out = replace(CIRCLE, disembedding_step=CycleStep.THERAPIST_FEELS, disembedding="I hurry.")
    rupture.add(room.mirela, out)
    room.keep()
    assert [words for _step, words in rupture.cycle] == [
        "goes quiet",
        "hurried",
        "explains faster",
        "marked",
    ]
    assert rupture.disembedding_step is CycleStep.THERAPIST_FEELS
    assert rupture.further == [RuptureFace.CYCLE]
    assert (rupture.on_wall, rupture.wall_face) == (True, RuptureFace.CYCLE)


def test_each_puts_one_pin_where_they_could_step_out(room: Room) -> None:
    rupture = room.rupture()
    with pytest.raises(Refused):
        CyclePin.put(room.dao, rupture, CycleStep.THERAPIST_DOES, at(41))
    rupture.add(room.mirela, CIRCLE)
    CyclePin.put(room.dao, rupture, CycleStep.THERAPIST_DOES, at(41))
    CyclePin.put(room.dao, rupture, CycleStep.THERAPIST_FEELS, at(41))
    CyclePin.put(room.ben, rupture, CycleStep.PATIENT_DOES, at(41))
    CyclePin.put(room.ben, rupture, CycleStep.PATIENT_DOES, at(42))
    room.keep()
    assert [(p.author.name, p.step) for p in rupture.pins] == [("Dao", CycleStep.THERAPIST_FEELS)]


def test_from_rupture_to_how_it_ended(room: Room) -> None:
    rupture = room.rupture()
    assert rupture.is_open
    said = Repair(
        noticed_ms=331_000,
        strategy=Strategy.CLARIFY_RATIONALE_OR_MISUNDERSTANDING,
        new_experience=True,
        meant="That she would sooner explain than hear him.",
        eased_ms=382_000,
        resolution_status=ResolutionStatus.PARTLY_RESOLVED,
        learned="To wait.",
    )
    rupture.add(room.mirela, said)
    room.keep()
    assert rupture.said(RuptureFace.REPAIR) == said
    assert (rupture.time_to_notice_ms, rupture.time_to_repair_ms) == (9_000, 60_000)
    assert rupture.is_open
    rupture.add(room.mirela, replace(said, resolution_status=ResolutionStatus.RESOLVED))
    assert not rupture.is_open


@pytest.mark.parametrize("status", [None, *ResolutionStatus])
def test_all_but_what_was_resolved_is_open(room: Room, status: ResolutionStatus | None) -> None:
    """C-12."""
    rupture = room.rupture()
    rupture.add(room.mirela, Repair(resolution_status=status))
    room.keep()
    assert rupture.resolution_status is status
    assert rupture.is_open is (status is not ResolutionStatus.RESOLVED)


def test_a_beginning_moved_behind_it_leaves_no_time_before_the_beginning(room: Room) -> None:
    rupture = room.rupture()
    rupture.add(room.mirela, Repair(noticed_ms=323_000, eased_ms=382_000))
    rupture.describe(room.mirela, replace(R1, start_ms=326_000))
    assert (rupture.time_to_notice_ms, rupture.time_to_repair_ms) == (None, 56_000)
    assert rupture.noticed_ms == 323_000, "what was said of it stays"


@pytest.mark.parametrize("strategy", list(Strategy))
def test_a_new_experience_may_come_with_each_of_the_four(room: Room, strategy: Strategy) -> None:
    rupture = room.rupture()
    rupture.add(room.mirela, Repair(strategy=strategy, new_experience=True))
    assert (rupture.strategy, rupture.new_experience) == (strategy, True)


@pytest.mark.parametrize(
    ("field", "said"),
    [("noticed", Repair(noticed_ms=321_000)), ("eased", Repair(eased_ms=9_000_000))],
)
def test_times_outside_are_answered_at_their_field(room: Room, field: str, said: Repair) -> None:
    rupture = room.rupture()
    with pytest.raises(Refused) as no:
        rupture.add(room.mirela, said)
    assert field in no.value.fields


def test_only_those_who_lead_say_more_of_it(room: Room) -> None:
    rupture = room.rupture()
    for said in (Sides(), CIRCLE, Repair()):
        with pytest.raises(NotYours):
            rupture.add(room.ben, said)


def test_against_whom_is_asked_only_where_somebody_turns_against(room: Room) -> None:
    against = replace(R1, family=Family.CONFRONTATION, direction=None)
    r2 = RuptureEvent.define(
        room.mirela, replace(against, target=ConfrontationTarget.THERAPIST), at(41)
    )
    assert r2.target is ConfrontationTarget.THERAPIST
    with pytest.raises(Refused) as no:
        RuptureEvent.define(room.mirela, replace(R1, target=ConfrontationTarget.THERAPIST), at(41))
    assert "target" in no.value.fields


def test_how_strong_it_was_is_each_ones_own_word(room: Room) -> None:
    rupture = room.rupture()
    with pytest.raises(Refused):
        rupture.weigh(room.dao, 3)
    rupture.see(room.dao)
    rupture.weigh(room.dao, 3)
    rupture.see(room.dao, Family.MIXED)
    room.keep()
    assert [view.intensity for view in rupture.views] == [3]
    with pytest.raises(Refused):
        rupture.weigh(room.dao, 6)


def pull(room: Room, rupture: RuptureEvent, level: Visibility) -> Pull:
    return Pull.say(
        room.chiara,
        rupture,
        at(42),
        reaction=TherapistReaction.CONTROL,
        words="I want to take him by the shoulders.",
        visibility=level,
    )


def test_a_pull_is_ones_own_until_one_shares_it(room: Room) -> None:
    rupture = room.rupture()
    room.touched()
    mine_alone = pull(room, rupture, Visibility.PRIVATE)
    room.session.flush()
    assert room.touched() == {mine(room.chiara)}
    readers = [WALL, Reader(None, supervises=True), reader_for(room.ben, room.ben)]
    assert not any(may_read(reader, mine_alone) for reader in readers)
    assert pull(room, rupture, Visibility.GROUP) is mine_alone
    assert all(may_read(reader, mine_alone) for reader in readers)
    assert room.touched() == {*ALL, mine(room.chiara)}


def test_a_level_that_a_pull_has_not_stays_private(room: Room) -> None:
    rupture = room.rupture()
    assert pull(room, rupture, Visibility.SUPERVISOR).visibility is Visibility.PRIVATE


def test_what_is_longer_than_a_wall_is_wide_is_known(room: Room) -> None:
    rupture = room.rupture()
    rupture.add(room.mirela, CIRCLE)
    assert not rupture.is_long(RuptureFace.CYCLE)
    rupture.add(room.mirela, replace(CIRCLE, patient_does="x" * 200, therapist_feels="y" * 200))
    assert rupture.is_long(RuptureFace.CYCLE)
