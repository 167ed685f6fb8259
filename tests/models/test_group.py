"""Who belongs to a group, and who says so."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Role
from afttrainer.models import Group, Membership, User
from afttrainer.models.membership import MemberState
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at

#: Sixty characters, right to left, with a mark of its own.
LONG = "מרים בת אברהם הלוי מקהילת הקודש אשר בעיר הגדולה ליד הים א׳"


def member(room: Room, name: str) -> Membership:
    return next(m for m in room.supervision.group.members if m.name == name)


def test_whoever_makes_a_group_supervises_it_and_is_in_it_at_once(room: Room) -> None:
    user = User(username="mo")
    group = Group.begin(user, "  Monday   group ", "Mo", T0)
    room.session.add(group)
    room.session.flush()

    assert group.name == "Monday group"
    assert [(m.name, m.role, m.state) for m in group.members] == [
        ("Mo", Role.SUPERVISOR, MemberState.MEMBER)
    ]
    assert Membership.of(room.session, group.id, user.id) is group.members[0]


def test_an_added_name_waits_for_its_person_and_opens_nothing(room: Room) -> None:
    group = room.supervision.group
    added = group.add(member(room, "Mirela"), LONG, at(0))
    assert (added.name, added.role, added.state) == (LONG, Role.TRAINEE, MemberState.UNCLAIMED)
    assert not added.belongs


@pytest.mark.parametrize("same", ["Ben", "ben", "BEN", " Ben "])
def test_the_same_name_twice_is_refused_in_words(room: Room, same: str) -> None:
    group = room.supervision.group
    with pytest.raises(Refused) as no:
        group.add(member(room, "Mirela"), same, at(0))
    assert "already" in no.value.fields["name"][0]
    assert len(group.members) == 7


def test_a_name_that_was_freed_by_a_removal_may_be_given_again(room: Room) -> None:
    mirela = member(room, "Mirela")
    member(room, "Dao").remove(mirela, at(0))
    room.supervision.group.add(mirela, "Dao", at(1))
    assert member(room, "Dao").state is MemberState.UNCLAIMED


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_has_1_to_80_characters(room: Room, name: str) -> None:
    with pytest.raises(Refused) as no:
        room.supervision.group.add(member(room, "Mirela"), name, at(0))
    assert "1 to 80" in no.value.fields["name"][0]


def test_only_a_supervisor_of_this_group_changes_its_list(room: Room) -> None:
    group, ben = room.supervision.group, member(room, "Ben")
    elsewhere = Group.begin(User(username="mo"), "Monday group", "Mo", T0).members[0]
    for by in (ben, elsewhere):
        for act in (
            lambda by=by: group.add(by, "Gil", at(0)),
            lambda by=by: group.rename(by, "Ours"),
            lambda by=by: ben.rename(by, "Benjamin"),
            lambda by=by: ben.appoint(by),
            lambda by=by: ben.remove(by, at(0)),
            lambda by=by: ben.confirm(by, at(0)),
        ):
            with pytest.raises(NotYours):
                act()
    assert (group.name, ben.name, ben.role, ben.belongs) == (
        "Thursday group",
        "Ben",
        Role.TRAINEE,
        True,
    )


def test_a_claimed_name_becomes_a_member_by_one_yes(room: Room) -> None:
    mirela = member(room, "Mirela")
    gil = room.supervision.group.add(mirela, "Gil", at(0))
    with pytest.raises(Refused):
        gil.confirm(mirela, at(0))
    gil.user, gil.claimed_at = User(username="gil"), at(1)
    assert gil.state is MemberState.WAITING

    gil.confirm(mirela, at(2))
    gil.confirm(mirela, at(3))
    assert (gil.state, gil.confirmed_at) == (MemberState.MEMBER, at(2))


def test_a_name_that_somebody_else_claimed_is_free_again_and_their_account_opens_nothing(
    room: Room,
) -> None:
    mirela = member(room, "Mirela")
    gil = room.supervision.group.add(mirela, "Gil", at(0))
    stranger = User(username="gil")
    gil.user, gil.claimed_at = stranger, at(1)
    gil.give_back(mirela)
    assert (gil.state, gil.user, stranger.active) == (MemberState.UNCLAIMED, None, False)


def test_a_member_who_claimed_a_second_name_keeps_their_account(room: Room) -> None:
    mirela, ben = member(room, "Mirela"), member(room, "Ben")
    other = Group.begin(User(username="mo"), "Monday group", "Mo", T0)
    room.session.add(other)
    gil = other.add(other.members[0], "Gil", at(0))
    gil.user, gil.claimed_at = ben.user, at(1)
    gil.give_back(other.members[1] if other.members[0] is gil else other.members[0])
    assert ben.user is not None
    assert ben.user.active
    assert mirela.belongs


def test_a_co_supervisor_may_what_a_supervisor_may_until_they_step_down(room: Room) -> None:
    mirela, chiara = member(room, "Mirela"), member(room, "Chiara")
    chiara.appoint(mirela)
    room.supervision.group.add(chiara, "Gil", at(0))
    chiara.step_down(mirela)
    with pytest.raises(NotYours):
        room.supervision.group.add(chiara, "Hana", at(0))


def test_a_group_keeps_at_least_one_supervisor_who_is_really_there(room: Room) -> None:
    mirela, chiara = member(room, "Mirela"), member(room, "Chiara")
    unclaimed = room.supervision.group.add(mirela, "Gil", at(0))
    unclaimed.appoint(mirela)
    for leave in (lambda: mirela.remove(mirela, at(0)), lambda: mirela.step_down(mirela)):
        with pytest.raises(Refused, match="at least one supervisor"):
            leave()
    chiara.appoint(mirela)
    mirela.remove(mirela, at(0))
    assert not mirela.belongs


def test_nobody_removes_the_supervisor_but_themselves(room: Room) -> None:
    mirela, chiara = member(room, "Mirela"), member(room, "Chiara")
    chiara.appoint(mirela)
    for act in (lambda: mirela.remove(chiara, at(0)), lambda: mirela.step_down(chiara)):
        with pytest.raises(NotYours):
            act()


def test_a_removed_member_finds_no_door_of_the_group(room: Room) -> None:
    ben = member(room, "Ben")
    group_id, user_id, meeting_id = ben.group_id, ben.user_id or 0, room.supervision.id
    ben.remove(member(room, "Mirela"), at(0))
    room.session.flush()
    assert Membership.of(room.session, group_id, user_id) is None
    assert Membership.around(room.session, meeting_id, user_id) is None
