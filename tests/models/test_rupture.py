"""The rupture as the group came to see it, and whoever sees it otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afttrainer.content.codes import DIRECTIONS_OF, AllianceComponent, Direction, Family
from afttrainer.models import RuptureEvent
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, mine
from tests.models.room import R1, Room
from tests.people import CLIP_MS, at

AWAY, TOWARD, AGAINST = Direction


def test_r1_is_kept_as_the_group_described_it(room: Room) -> None:
    rupture = room.rupture()
    room.keep()

    assert rupture.name == "R1"
    assert (rupture.start_ms, rupture.anchor_ms, rupture.end_ms) == (322_000, 328_000, 340_000)
    assert rupture.components == [AllianceComponent.TASK, AllianceComponent.BOND]
    assert rupture.therapist_side == "I wanted to look capable."
    assert rupture.on_wall


def test_only_those_who_lead_describe_it(room: Room) -> None:
    with pytest.raises(NotYours):
        RuptureEvent.define(room.ben, R1, at(40))
    rupture = room.rupture()
    for verb in (lambda: rupture.describe(room.aditi, R1), lambda: rupture.show(room.aditi)):
        with pytest.raises(NotYours):
            verb()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        (replace(R1, end_ms=300_000), "end", "before the beginning"),
        (replace(R1, anchor_ms=321_999), "anchor", "between"),
        (replace(R1, anchor_ms=340_001), "anchor", "between"),
        (replace(R1, end_ms=CLIP_MS + 101), "end", "over by then"),
        (replace(R1, direction=AGAINST), "direction", "another"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_kept(
    room: Room, said: object, field: str, words: str
) -> None:
    with pytest.raises(Refused) as no:
        RuptureEvent.define(room.mirela, said, at(40))  # type: ignore[arg-type]
    assert words in no.value.fields[field][0]
    room.session.rollback()
    assert room.supervision.ruptures == []


@pytest.mark.parametrize("family", list(Family))
def test_a_direction_may_be_left_out_and_the_only_one_goes_without_saying(
    room: Room, family: Family
) -> None:
    said = replace(R1, family=family, direction=None)
    rupture = RuptureEvent.define(room.mirela, said, at(40))
    only = DIRECTIONS_OF[family] if len(DIRECTIONS_OF[family]) == 1 else (None,)
    assert rupture.direction is only[0]


def test_six_see_it_so_and_ben_otherwise(room: Room) -> None:
    rupture = room.rupture()
    for who in (room.mirela, room.aditi, room.chiara, room.dao, room.eszter, room.femi):
        rupture.see(who)
    rupture.see(room.ben, Family.WITHDRAWAL, TOWARD, "He hurried to please me.")
    room.keep()

    assert len(rupture.agreeing) == 6
    assert [(v.participant.name, v.direction, v.words) for v in rupture.differing] == [
        ("Ben", TOWARD, "He hurried to please me.")
    ]


def test_bens_view_outlasts_every_edit_of_others(room: Room) -> None:
    rupture = room.rupture()
    rupture.see(room.ben, Family.WITHDRAWAL, TOWARD, "He hurried to please me.")
    rupture.see(room.aditi)
    rupture.describe(room.mirela, replace(R1, patient_side="Other words", direction=TOWARD))
    room.keep()

    ben, aditi = rupture.view_of(room.ben), rupture.view_of(room.aditi)
    assert ben is not None
    assert aditi is not None
    assert (ben.direction, ben.words) == (TOWARD, "He hurried to please me.")
    # Aditi agreed with what it said then; it is not put into her mouth that she agrees now.
    assert (aditi.direction, aditi.agrees) == (AWAY, False)


def test_a_later_word_replaces_only_ones_own(room: Room) -> None:
    rupture = room.rupture()
    rupture.see(room.ben, Family.CONFRONTATION, AGAINST)
    rupture.see(room.ben)
    assert len(rupture.views) == 1
    assert rupture.views[0].agrees
    with pytest.raises(Refused, match="does not go with"):
        rupture.see(room.ben, Family.WITHDRAWAL, AGAINST)


def test_a_view_is_drawn_for_the_group_and_on_ones_own_phone(room: Room) -> None:
    rupture = room.rupture()
    room.touched()
    rupture.see(room.ben)
    assert room.touched() == {*ALL, mine(room.ben)}


def test_one_card_at_a_time_stands_on_the_wall(room: Room) -> None:
    first = room.rupture()
    second = RuptureEvent.define(
        room.mirela, replace(R1, family=Family.CONFRONTATION, direction=None), at(41)
    )
    assert (second.name, second.direction) == ("R2", AGAINST)
    assert (first.on_wall, second.on_wall) == (False, True)
    first.show(room.mirela)
    assert (first.on_wall, second.on_wall) == (True, False)


def test_without_a_clip_there_is_nothing_to_describe(room: Room) -> None:
    room.supervision.clip = None
    with pytest.raises(Refused, match="Choose a clip"):
        RuptureEvent.define(room.mirela, R1, at(40))
