"""Taking a name of the list, and the wait after tries that did not open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import Role
from afttrainer.models import Membership, Participant, User, claim
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.user import FIRST_WAIT, TRIES_BEFORE_WAITING, WAIT_AT_MOST
from tests.models.room import Room
from tests.people import T0, at, open_room, thursday_group


@pytest.fixture
def hana(room: Room) -> Membership:
    """A name on the list that nobody has taken."""
    member = Membership(name="Hana", role=Role.TRAINEE, added_at=T0)
    room.supervision.group.memberships.append(member)
    room.session.flush()
    return member


def test_a_name_taken_waits_for_the_supervisors_yes(room: Room, hana: Membership) -> None:
    user = claim.with_new_account(room.session, hana, "hash", at(1))
    assert (user.username, hana.user, hana.claimed_at) == ("hana", user, at(1))
    assert not hana.belongs
    with pytest.raises(NotYours):
        Participant.join(room.supervision, hana, at(2))


def test_a_name_is_taken_once(room: Room, hana: Membership) -> None:
    user = claim.with_new_account(room.session, hana, "hash", at(1))
    with pytest.raises(Refused, match="just taken"):
        claim.with_new_account(room.session, hana, "other", at(1))
    with pytest.raises(Refused, match="just taken"):
        claim.with_account(hana, User(username="other"), at(1))
    assert hana.user is user


def test_one_account_has_one_name_in_a_group(room: Room, hana: Membership) -> None:
    aditi = room.aditi.membership
    assert aditi.user is not None
    with pytest.raises(Refused, match="already"):
        claim.with_account(hana, aditi.user, at(1))


def test_sign_in_names_are_told_apart_by_a_number(room: Room) -> None:
    made = []
    for _n in range(3):
        member = Membership(name="Íñigo  Sanz", role=Role.TRAINEE, added_at=T0)
        room.supervision.group.memberships.append(member)
        made.append(claim.with_new_account(room.session, member, "hash", at(1)).username)
    assert made == ["inigo.sanz", "inigo.sanz2", "inigo.sanz3"]


def test_a_sign_in_name_is_not_given_twice_by_its_capitals(room: Room, hana: Membership) -> None:
    room.session.add(User(username="Hana"))
    assert claim.with_new_account(room.session, hana, "hash", at(1)).username == "hana2"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Ben", "ben"),
        ("D'Arcy O’Neil", "darcy.oneil"),
        ("Dr. A. B. Čapek-Nováková", "dr.a.b.capek.novakova"),
        ("李", "member"),
        ("...", "member"),
        ("Wilhelmina-Konstantina von und zu Hohenlohe", "wilhelmina.konstantina"),
        ("a" * 80, "a" * 24),
    ],
)
def test_a_sign_in_name_is_typed_on_any_keyboard(name: str, typed: str) -> None:
    assert claim.sign_in_name(name) == typed


def test_nobody_joins_a_room_that_is_not_their_groups(room: Room) -> None:
    room.supervision.group.name = "Tuesday group"
    for member in room.supervision.group.memberships:
        assert member.user is not None
        member.user.username += ".tuesday"
    room.session.flush()
    elsewhere = open_room(thursday_group(room.session), present=())
    room.session.add(elsewhere)
    room.session.flush()
    with pytest.raises(NotYours):
        Participant.join(elsewhere, room.aditi.membership, at(1))


# Tries


def test_five_tries_then_a_minute_then_twice_as_long(room: Room) -> None:
    user = User(username="hana")
    room.session.add(user)
    room.session.flush()
    now = T0
    assert [user.begin_try(now) for _n in range(TRIES_BEFORE_WAITING + 1)] == [True] * 5 + [False]
    waits = []
    for _n in range(8):
        assert user.wait_until is not None
        waits.append(user.wait_until - now)
        assert not user.begin_try(user.wait_until - timedelta(seconds=1))
        now = user.wait_until
        assert user.begin_try(now)
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert max(waits) == WAIT_AT_MOST


def test_a_right_passphrase_clears_what_was_tried_before(room: Room) -> None:
    user = User(username="hana")
    room.session.add(user)
    room.session.flush()
    for _n in range(4):
        user.begin_try(T0)
    user.opened()
    assert [user.begin_try(T0) for _n in range(6)] == [True] * 5 + [False]
