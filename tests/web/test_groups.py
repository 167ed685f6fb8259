"""The pages of a group: its list, and who changes it."""

from __future__ import annotations

import pytest

from afttrainer import clock
from afttrainer.content.codes import Role
from afttrainer.models import User
from afttrainer.models.membership import MemberState
from tests.people import Site
from tests.web.library import Statements, stocked, stranger, value_of, words

LONG = "Prinzessin Wilhelmina-Charlotte von Hohenzollern-Sigmaringen"


def members(site: Site) -> dict[str, tuple[str, str]]:
    return site.look(
        lambda room: {m.name: (m.role.value, m.state.value) for m in room.group.members}
    )


def number_of(site: Site, name: str) -> int:
    return site.look(lambda room: next(m.id for m in room.group.members if m.name == name))


def claimed(site: Site, name: str) -> None:
    """Somebody has taken that name on their own device."""

    def claim(room: object) -> None:
        member = next(m for m in room.group.members if m.name == name)  # type: ignore[attr-defined]
        member.user, member.claimed_at = User(username=name.lower()), clock.now()

    site.in_room(claim)


def test_whoever_makes_a_group_finds_it_on_their_first_page(site: Site) -> None:
    ben = site.browser("Ben")
    made = ben.post("/groups", data={"name": "Friday group", "own_name": "Ben"})
    assert made.status_code == 303
    assert "Plan a meeting" in words(ben.get("/"))
    assert "supervisor" in words(ben.get(made.headers["Location"]))


def test_a_form_that_needs_a_look_keeps_what_was_typed_and_makes_nothing(site: Site) -> None:
    ben = site.browser("Ben")
    answer = ben.post("/groups", data={"name": "x" * 81, "own_name": ""})
    assert answer.status_code == 422
    assert value_of(answer, "name") == "x" * 81
    assert "At most 80 characters" in words(answer)
    assert "Please write something here" in words(answer)
    assert "Make the group" in words(answer)


def test_a_supervisor_adds_renames_and_removes(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    mirela.post(f"/groups/{ids.group}/members", data={"name": LONG})
    assert members(site)[LONG] == ("trainee", "unclaimed")
    assert "not claimed yet" in words(mirela.get(f"/groups/{ids.group}"))

    number = number_of(site, LONG)
    mirela.post(f"/groups/{ids.group}/members/{number}/name", data={"name": "Mina"})
    assert "Mina" in members(site)

    asked = mirela.get(f"/groups/{ids.group}/members/{number}/remove")
    assert "Remove Mina from the group?" in words(asked)
    assert "Mina" in members(site)
    mirela.post(f"/groups/{ids.group}/members/{number}/remove")
    assert "Mina" not in members(site)


def test_the_same_name_again_is_answered_beside_the_field_with_what_was_typed(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    for address in ("members", f"members/{number_of(site, 'Dao')}/name"):
        answer = mirela.post(f"/groups/{ids.group}/{address}", data={"name": "ben"})
        assert answer.status_code == 422
        assert value_of(answer, "name") == "ben"
        assert "on the list already" in words(answer)
    assert len(members(site)) == 7


def test_a_claimed_name_waits_for_one_tap(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    mirela.post(f"/groups/{ids.group}/members", data={"name": "Gil"})
    claimed(site, "Gil")
    assert "claimed, waiting for your yes" in words(mirela.get(f"/groups/{ids.group}"))

    gil = site.browser("Gil")
    assert gil.get(f"/groups/{ids.group}").status_code == 404
    mirela.post(f"/groups/{ids.group}/members/{number_of(site, 'Gil')}/confirm")
    assert gil.get(f"/groups/{ids.group}").status_code == 200


def test_a_wrong_claim_is_given_back_by_one_tap(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    mirela.post(f"/groups/{ids.group}/members", data={"name": "Gil"})
    claimed(site, "Gil")
    gil = site.browser("Gil")
    mirela.post(f"/groups/{ids.group}/members/{number_of(site, 'Gil')}/give-back")
    assert members(site)["Gil"] == (Role.TRAINEE.value, MemberState.UNCLAIMED.value)
    assert gil.get("/groups").status_code == 302


def test_a_co_supervisor_leads_until_made_a_trainee_again(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    chiara, number = site.browser("Chiara"), number_of(site, "Chiara")
    mirela.post(f"/groups/{ids.group}/members/{number}/appoint")
    assert chiara.get(f"/supervisions/{ids.meeting}/plan").status_code == 200
    mirela.post(f"/groups/{ids.group}/members/{number}/step-down")
    assert chiara.get(f"/supervisions/{ids.meeting}/plan").status_code == 403


def test_the_only_supervisor_is_not_removed_and_it_is_said_why(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    answer = mirela.post(f"/groups/{ids.group}/members/{number_of(site, 'Mirela')}/remove")
    assert answer.status_code == 409
    assert "at least one supervisor" in words(answer)
    assert members(site)["Mirela"] == ("supervisor", "member")


def test_a_removed_members_screens_close_and_the_consoles_list_forgets_them(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    console, dao = site.console(), site.phone("Dao")
    console.heard()
    mirela.post(f"/groups/{ids.group}/members/{number_of(site, 'Dao')}/remove")

    assert not dao.live.is_connected()
    drawn = [m["html"] for m in console.heard() if m["audience"] == "supervisor"]
    assert drawn
    assert "Dao" not in drawn[-1]


def test_a_trainee_sees_the_list_and_no_more(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    page = ben.get(f"/groups/{ids.group}")
    assert "Femi" in words(page)
    for beyond in ("Add somebody", "Change", "State", "Plan a meeting"):
        assert beyond not in words(page)


def test_an_unusual_size_is_a_hint_and_no_wall(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    assert "usually has 3 to 10" not in words(mirela.get(f"/groups/{ids.group}"))
    for number in range(5):
        mirela.post(f"/groups/{ids.group}/members", data={"name": f"Trainee {number}"})
    assert "usually has 3 to 10 trainees; this one has 11" in words(
        mirela.get(f"/groups/{ids.group}")
    )
    assert len(members(site)) == 12


def test_the_first_page_leads_each_to_what_is_theirs(site: Site) -> None:
    stocked(site)
    assert "To the console" in words(site.browser("Mirela").get("/"))
    bens = words(site.browser("Ben").get("/"))
    assert "Join" in bens
    assert "My films" in bens
    assert "console" not in bens
    assert "Thursday" not in words(stranger(site).get("/"))


@pytest.mark.parametrize("many", [1, 9])
def test_the_groups_page_asks_as_much_of_the_database_for_many_as_for_few(
    site: Site, many: int
) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    for number in range(many):
        mirela.post(f"/groups/{ids.group}/members", data={"name": f"Trainee {number}"})
    with Statements(site) as asked:
        mirela.get(f"/groups/{ids.group}")
    assert asked.count <= 8
