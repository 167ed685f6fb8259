"""The page on how the work with a patient goes on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from afttrainer import clock
from afttrainer.content.codes import ClipStatus
from afttrainer.models import SupervisionSession
from afttrainer.models.case_course import REVIEW_AFTER
from tests.people import Site
from tests.web.library import stocked, words

PARTING = "being alone"


@pytest.fixture
def where(site: Site) -> str:
    return f"/cases/{stocked(site).case}/course"


@pytest.fixture
def ben(site: Site) -> FlaskClient:
    return site.browser("Ben")


def test_long_ago_agreed_is_a_hint_until_it_was_looked_at_again(
    site: Site, where: str, ben: FlaskClient
) -> None:
    """C-33."""
    sent = {"agreed_tasks": "The homework, together", "agreed_goals": "To say no at work"}
    assert ben.post(f"{where}/agreed", data=sent).status_code == 303
    case = where.removesuffix("/course")
    hint = "since the two looked at what they do together"
    assert "The homework, together" in words(ben.get(case))
    assert hint not in words(ben.get(case))

    def long_ago(room: SupervisionSession) -> None:
        course = room.queue[0].clip.recording.case.course
        assert course is not None
        course.reviewed_at = clock.now() - REVIEW_AFTER - timedelta(weeks=1)

    site.in_room(long_ago)
    for page in (case, where):
        for reader in (ben, site.browser("Mirela")):
            assert hint in words(reader.get(page))
    assert ben.post(f"{where}/reviewed").status_code == 303
    assert hint not in words(ben.get(case))


def test_a_time_of_being_stuck_has_a_beginning_and_an_end(where: str, ben: FlaskClient) -> None:
    """C-42, in words that call nobody anything."""
    ben.post(f"{where}/stuck", data={"words": "Round and round"})
    page = words(ben.get(where))
    assert "Round and round" in page
    assert "It feels stuck just now" not in page
    assert "It has felt stuck since" in words(ben.get(where.removesuffix("/course")))
    assert ben.post(f"{where}/stuck/1/over").status_code == 303
    assert "It feels stuck just now" in words(ben.get(where))
    assert "Round and round" in words(ben.get(where)), "the span stays listed"
    assert ben.post(f"{where}/stuck/1/remove").status_code == 303
    assert "Round and round" not in words(ben.get(where))
    assert ben.post(f"{where}/stuck/1/over").status_code == 404


def test_a_time_of_being_stuck_is_listed_with_the_meetings_in_it(
    site: Site, where: str, ben: FlaskClient
) -> None:
    """C-42: across meetings."""
    ben.post(f"{where}/stuck", data={"words": "Round and round"})
    assert "Shown meanwhile" not in words(ben.get(where))

    def watched(room: SupervisionSession) -> None:
        room.queue[0].first_played_at = clock.now()

    site.in_room(watched)
    stuck = ben.get(where).get_data(as_text=True).split('id="stuck-1"')[1].split("</li>")[0]
    assert f"/supervision/{site.supervision_id}/record" in stuck.split("Shown meanwhile")[1]


def test_what_is_said_of_parting_for_the_group_is_on_the_shelf(
    site: Site, where: str, ben: FlaskClient
) -> None:
    """C-43: the exercise that the page speaks of is there to be chosen."""
    ben.post(f"{where}/ending", data={"phase": "ending"})
    told = re.search("exercise on parting: “(.+?)”", words(ben.get(where)))
    assert told is not None
    shelf = site.app.extensions["scripts"].of_type("free")
    assert told[1] in [script.title for script in shelf]


def test_parting_is_asked_about_as_it_comes_or_by_choice(where: str, ben: FlaskClient) -> None:
    """C-43, C-44."""
    page = words(ben.get(where))
    assert "a wish that nobody could meet" in page
    assert PARTING not in page
    assert PARTING in words(ben.get(f"{where}?ending=y"))
    answer = ben.post(f"{where}/themes", data={"themes": ["being_alone"]})
    assert answer.status_code == 422
    chosen = {"themes": ["being_alone", "impossible_demand"], "ending_too": "y"}
    assert ben.post(f"{where}/themes", data=chosen).status_code == 303
    assert PARTING in words(ben.get(where.removesuffix("/course")))

    ben.post(f"{where}/ending", data={"phase": "ending", "sessions_left": "6"})
    assert "6 sessions left" in words(ben.get(where.removesuffix("/course")))
    assert "Before we part" in words(ben.get(where))
    assert "parting and loss" in words(ben.get(where))
    ben.post(f"{where}/session-over")
    assert "5 sessions left" in words(ben.get(where.removesuffix("/course")))


def test_how_it_ended_stands_beside_its_ruptures(where: str, ben: FlaskClient) -> None:
    """C-12, R-09."""
    ben.post(f"{where}/ending", data={"phase": "ended", "ended_how": "dropped_out"})
    assert "the patient stopped before" in words(ben.get(where.removesuffix("/course")))


def test_what_needs_a_look_keeps_what_was_typed(where: str, ben: FlaskClient) -> None:
    answer = ben.post(f"{where}/ending", data={"phase": "ending", "sessions_left": "99"})
    assert answer.status_code == 422
    assert 'value="99"' in answer.get_data(as_text=True)
    long = "x" * 501
    answer = ben.post(f"{where}/agreed", data={"agreed_tasks": long})
    assert answer.status_code == 422
    assert long in answer.get_data(as_text=True)


def test_what_could_not_be_given_is_read_by_the_therapist_alone(
    site: Site, where: str, ben: FlaskClient
) -> None:
    """C-44."""
    limits = "That I were always there"
    assert ben.post(f"{where}/limits", data={"limits": limits}).status_code == 303
    assert limits in words(ben.get(where))
    mirela = site.browser("Mirela")
    for page in (where, where.removesuffix("/course")):
        assert limits not in mirela.get(page).get_data(as_text=True)
    assert mirela.post(f"{where}/limits", data={"limits": "not mine"}).status_code == 403
    assert limits in words(ben.get(where))


def test_an_empty_case_goes_with_all_of_it(site: Site, where: str, ben: FlaskClient) -> None:
    group = site.look(lambda room: room.group_id)
    begun = ben.post(f"/groups/{group}/cases", data={"code": "P-090"}).headers["Location"]
    ben.post(f"{begun}/course/agreed", data={"agreed_tasks": "To begin with"})
    ben.post(f"{begun}/course/stuck")
    assert ben.post(f"{begun}/remove").status_code == 303
    assert ben.get(begun).status_code == 404


def test_it_stays_closed_until_the_film_has_been_seen(site: Site, where: str) -> None:
    """As all that was known before does (C-81)."""
    mirela = site.browser("Mirela")
    mirela.post(f"{where}/agreed", data={"agreed_tasks": "The homework, together"})

    def offer(room: SupervisionSession) -> None:
        room.queue[0].status = ClipStatus.ACCEPTED

    site.in_room(offer)
    case = where.removesuffix("/course")
    assert mirela.get(where).headers["Location"].startswith(case)
    assert "The homework, together" not in words(mirela.get(case))
    mirela.post(f"{case}/history")
    assert "The homework, together" in words(mirela.get(where))
