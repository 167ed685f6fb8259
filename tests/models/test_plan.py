"""The plan of a meeting, and the opening of its room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import Phase as Kind
from afttrainer.content.codes import SessionStatus
from afttrainer.models import SupervisionSession, plan
from afttrainer.models.plan import Part
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at

NEXT_WEEK = T0 + timedelta(weeks=1)


def planned(room: Room) -> SupervisionSession:
    mirela = room.mirela.membership
    scripts = {Kind.EXERCISE: "two_chair_both_sides"}
    made = plan.plan_meeting(mirela.group, mirela, plan.usual_parts(scripts), NEXT_WEEK)
    room.session.flush()
    return made


def test_a_new_plan_has_the_usual_parts_in_90_minutes_without_an_introduction(room: Room) -> None:
    made = planned(room)
    assert sum(p.planned_minutes for p in made.phases) == made.planned_minutes == 90
    assert Kind.INTRODUCTION not in {p.kind for p in made.phases}
    keys = {p.kind: p.script_key for p in made.phases if p.script_key}
    assert keys == {Kind.EXERCISE: "two_chair_both_sides"}


def test_minutes_that_do_not_sum_up_need_an_express_yes(room: Room) -> None:
    made, mirela = planned(room), room.mirela.membership
    short = [Part(Kind.CHECK_IN, 10), Part(Kind.VIEWING, 50)]
    with pytest.raises(Refused) as no:
        plan.replan(made, mirela, short, NEXT_WEEK, 90, anyway=False)
    assert "60" in no.value.fields["anyway"][0]
    assert "90" in no.value.fields["anyway"][0]
    assert len(made.phases) == 10

    plan.replan(made, mirela, short, NEXT_WEEK, 90, anyway=True)
    room.session.flush()
    assert [(p.position, p.kind, p.planned_minutes) for p in made.phases] == [
        (0, Kind.CHECK_IN, 10),
        (1, Kind.VIEWING, 50),
    ]


def test_a_plan_that_sums_to_its_own_length_needs_none(room: Room) -> None:
    made = planned(room)
    parts = [Part(Kind.CHECK_IN, 10, "ignored"), Part(Kind.VIEWING, 50)]
    plan.replan(made, room.mirela.membership, parts, at(0), 60, anyway=False)
    assert (made.planned_minutes, made.planned_for) == (60, at(0))
    assert made.phases[0].script_key is None


@pytest.mark.parametrize("parts", [[], [Part(Kind.VIEWING, 0)], [Part(Kind.VIEWING, 241)]])
def test_a_plan_has_parts_and_each_part_has_minutes(room: Room, parts: list[Part]) -> None:
    made = planned(room)
    with pytest.raises(Refused):
        plan.replan(made, room.mirela.membership, parts, at(0), 90, anyway=True)
    assert len(made.phases) == 10


def test_only_who_leads_the_group_plans_and_opens(room: Room) -> None:
    made, ben = planned(room), room.ben.membership
    for act in (
        lambda: plan.plan_meeting(ben.group, ben, [], NEXT_WEEK),
        lambda: plan.replan(made, ben, [Part(Kind.VIEWING, 90)], NEXT_WEEK, 90, anyway=False),
        lambda: plan.open_room(made, ben, at(0)),
        lambda: plan.drop(made, ben),
    ):
        with pytest.raises(NotYours):
            act()


def test_a_co_supervisor_may_all_of_it(room: Room) -> None:
    made, chiara = planned(room), room.chiara.membership
    chiara.appoint(room.mirela.membership)
    plan.replan(made, chiara, [Part(Kind.VIEWING, 90)], NEXT_WEEK, 90, anyway=False)
    room.supervision.status = SessionStatus.CLOSED
    assert plan.open_room(made, chiara, NEXT_WEEK).membership is chiara


def test_a_group_has_one_open_room_at_a_time(room: Room) -> None:
    made, mirela = planned(room), room.mirela.membership
    with pytest.raises(Refused, match="Another room"):
        plan.open_room(made, mirela, NEXT_WEEK)
    assert made.status is SessionStatus.PLANNED

    room.supervision.status = SessionStatus.CLOSED
    me = plan.open_room(made, mirela, NEXT_WEEK)
    assert (made.status, made.opened_at, me.membership) == (SessionStatus.LIVE, NEXT_WEEK, mirela)


def test_opening_twice_is_coming_in(room: Room) -> None:
    before = list(room.supervision.participants)
    assert plan.open_room(room.supervision, room.mirela.membership, at(5)) is room.mirela
    assert room.supervision.participants == before


def test_an_open_room_is_not_planned_anew_nor_given_up(room: Room) -> None:
    mirela = room.mirela.membership
    with pytest.raises(Refused):
        plan.replan(room.supervision, mirela, [Part(Kind.VIEWING, 90)], T0, 90, anyway=False)
    with pytest.raises(Refused):
        plan.drop(room.supervision, mirela)


def test_a_planned_meeting_may_be_given_up(room: Room) -> None:
    made = planned(room)
    plan.drop(made, room.mirela.membership)
    room.session.flush()
    assert room.session.query(SupervisionSession).count() == 1
