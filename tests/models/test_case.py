"""Cases are a trainee's own, under codes."""

from __future__ import annotations

import pytest

from afttrainer.models import Case
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import at


def test_a_trainee_begins_a_case_and_their_supervisor_may_for_them(room: Room) -> None:
    dao, mirela = room.dao.membership, room.mirela.membership
    own = Case.begin(dao, dao, "P-020", at(0))
    noted = Case.begin(dao, mirela, "P-021", at(0))
    assert [c.therapist for c in (own, noted)] == [dao, dao]
    with pytest.raises(NotYours):
        Case.begin(dao, room.ben.membership, "P-022", at(0))


@pytest.mark.parametrize("code", ["", "P", "-14", "P 014", "Anna Berg", "P.014", "x" * 21, "P\n14"])
def test_what_is_no_code_is_refused_in_words(room: Room, code: str) -> None:
    dao = room.dao.membership
    with pytest.raises(Refused) as no:
        Case.begin(dao, dao, code, at(0))
    assert "P-014" in no.value.fields["code"][0]
    assert dao.cases == []


def test_one_code_is_one_case_of_a_therapist(room: Room) -> None:
    ben = room.ben.membership
    with pytest.raises(Refused, match="already"):
        Case.begin(ben, ben, "p-014", at(0))
    Case.begin(room.dao.membership, room.dao.membership, "P-014", at(0))


def test_a_case_is_open_to_its_therapist_and_the_supervisors_only(room: Room) -> None:
    case = room.ben.membership.cases[0]
    for name, opens in {"ben": True, "mirela": True, "dao": False}.items():
        user_id = getattr(room, name).membership.user_id or 0
        assert (Case.of(room.session, case.id, user_id) is not None) is opens
    assert Case.of(room.session, 2**70, room.ben.membership.user_id or 0) is None


def test_trainees_see_their_own_list_and_supervisors_all(room: Room) -> None:
    dao = room.dao.membership
    Case.begin(dao, dao, "P-020", at(0))
    room.session.flush()
    listed = {
        name: [c.code for c in Case.listed_for(room.session, getattr(room, name).membership)]
        for name in ("ben", "dao", "aditi", "mirela")
    }
    assert listed == {
        "ben": ["P-014"],
        "dao": ["P-020"],
        "aditi": [],
        "mirela": ["P-014", "P-020"],
    }


def test_a_case_with_films_stays(room: Room) -> None:
    ben = room.ben.membership
    with pytest.raises(Refused, match="films"):
        ben.cases[0].remove(ben)
    empty = Case.begin(ben, ben, "P-015", at(0))
    room.session.flush()
    empty.remove(ben)
    room.session.flush()
    room.session.expire_all()
    assert [c.code for c in ben.cases] == ["P-014"]
