"""The pages of cases."""

from __future__ import annotations

import pytest

from afttrainer import clock
from afttrainer.content.codes import ResolutionStatus
from afttrainer.models import RuptureEvent, SupervisionSession
from afttrainer.models.rupture_repair import Repair
from tests.live.after_film import described
from tests.models.room import R1
from tests.people import Site, person
from tests.web.library import stocked, value_of, words


def test_a_trainee_begins_a_case_of_their_own(site: Site) -> None:
    ids, dao = stocked(site), site.browser("Dao")
    answer = dao.post(f"/groups/{ids.group}/cases", data={"code": "P-040"})
    assert answer.status_code == 303
    page = words(dao.get(answer.headers["Location"]))
    assert "P-040" in page
    assert "No films yet" in page
    assert f"/cases/{ids.case}" not in dao.get(f"/groups/{ids.group}/cases").get_data(as_text=True)


def test_a_supervisor_begins_one_for_a_trainee(site: Site) -> None:
    ids, mirela = stocked(site), site.browser("Mirela")
    sent = {"code": "P-041", "therapist": str(ids.member)}
    page = mirela.get(mirela.post(f"/groups/{ids.group}/cases", data=sent).headers["Location"])
    assert "Therapist: Ben" in words(page)
    assert "P-041" in words(site.browser("Ben").get(f"/groups/{ids.group}/cases"))


@pytest.mark.parametrize("code", ["Anna Berg", "P", "", "x" * 21, "<b>P-1</b>"])
def test_a_name_is_no_code_and_what_was_typed_stays(site: Site, code: str) -> None:
    ids, dao = stocked(site), site.browser("Dao")
    answer = dao.post(f"/groups/{ids.group}/cases", data={"code": code})
    assert answer.status_code == 422
    assert value_of(answer, "code") == code
    assert "No case yet" in words(dao.get(f"/groups/{ids.group}/cases"))


def test_a_therapist_of_no_number_is_answered_in_words(site: Site) -> None:
    ids, mirela = stocked(site), site.browser("Mirela")
    for therapist in ("", "99999", "Ben"):
        answer = mirela.post(
            f"/groups/{ids.group}/cases", data={"code": "P-041", "therapist": therapist}
        )
        assert answer.status_code == 422
        assert value_of(answer, "code") == "P-041"


def test_a_case_is_given_another_code_and_an_empty_one_goes(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    ben.post(f"/cases/{ids.case}/code", data={"code": "P-015"})
    assert "P-015" in words(ben.get(f"/cases/{ids.case}"))
    assert "still has films" in words(ben.post(f"/cases/{ids.case}/remove"))

    begun = ben.post(f"/groups/{ids.group}/cases", data={"code": "P-016"}).headers["Location"]
    assert "Remove the case P-016?" in words(ben.get(f"{begun}/remove"))
    ben.post(f"{begun}/remove")
    assert ben.get(begun).status_code == 404


def test_the_ruptures_of_a_case_are_followed_from_meeting_to_meeting(site: Site) -> None:
    """And those still open can be looked at alone (C-12)."""
    site.in_room(described)

    def resolve(room: SupervisionSession) -> None:
        again = RuptureEvent.define(person(room, "Mirela"), R1, clock.now())
        said = Repair(eased_ms=382_000, resolution_status=ResolutionStatus.RESOLVED)
        again.add(person(room, "Mirela"), said)

    site.in_room(resolve)
    case = site.look(lambda room: room.queue[0].clip.recording.case_id)
    ben = site.browser("Ben")
    page = words(ben.get(f"/cases/{case}"))
    assert "R1" in page
    assert "eased after 1:00" in page
    still_open = words(ben.get(f"/cases/{case}?open=y"))
    assert "R1" in still_open
    assert "R2" not in still_open
    assert site.browser("Dao").get(f"/cases/{case}").status_code == 404
