"""Three sides of a session on the case's page, for its therapist and those who lead (R-08, F2)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from afttrainer import clock
from afttrainer.content.codes import ClipStatus
from afttrainer.models import SupervisionSession
from tests.live.after_film import described
from tests.people import Site
from tests.web.library import Ids, stocked, words


@pytest.fixture
def ids(site: Site) -> Ids:
    return stocked(site)


def say(browser: FlaskClient, ids: Ids, **sides: str) -> int:
    return browser.post(f"/films/{ids.recording}/tension", data=sides).status_code


def test_r08_a_case_has_its_sessions_side_by_side(site: Site, ids: Ids) -> None:
    ben, mirela = site.browser("Ben"), site.browser("Mirela")
    assert say(ben, ids, patient="yes", therapist="no") == 303
    assert say(mirela, ids, observer="no") == 303
    for browser in (ben, mirela):
        page = words(browser.get(f"/cases/{ids.case}"))
        assert "Session of P-014" in page
        assert "there was one there was none there was none" in page
        assert "Views differ" in page
        assert "seen by one side only: the patient" in page
        listed = words(browser.get(f"/groups/{ids.group}/cases"))
        assert "seen by one side only: the patient" in listed


def test_r08_sides_that_agree_are_not_listed(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    say(ben, ids, patient="yes", therapist="yes")
    assert "Views differ" not in words(ben.get(f"/cases/{ids.case}"))
    assert "Views differ" not in words(ben.get(f"/groups/{ids.group}/cases"))


def test_r08_each_is_offered_what_is_theirs_to_say(site: Site, ids: Ids) -> None:
    offered = {}
    for name in ("Ben", "Mirela"):
        html = site.browser(name).get(f"/films/{ids.recording}/tension").get_data(as_text=True)
        sides = ("patient", "therapist", "observer")
        offered[name] = [side for side in sides if f'name="{side}"' in html]
    assert offered == {"Ben": ["patient", "therapist"], "Mirela": ["patient", "observer"]}
    # What is not offered and sent all the same is not kept.
    say(site.browser("Mirela"), ids, therapist="no")
    assert "there was none" not in words(site.browser("Ben").get(f"/cases/{ids.case}"))


def test_r08_nobody_else_reads_or_says_it(site: Site, ids: Ids) -> None:
    say(site.browser("Ben"), ids, patient="yes", therapist="no")
    dao = site.browser("Dao")
    assert dao.get(f"/films/{ids.recording}/tension").status_code == 404
    assert say(dao, ids, patient="no") == 404
    assert "Views differ" not in words(dao.get(f"/groups/{ids.group}/cases"))


def test_r08_taken_back_it_is_not_noted_any_more(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    say(ben, ids, patient="yes", therapist="no")
    say(ben, ids, patient="", therapist="no")
    page = words(ben.get(f"/films/{ids.recording}/tension"))
    assert "the patient nothing is noted" in page


def test_r08_an_answer_that_there_is_not_is_told_at_its_field(site: Site, ids: Ids) -> None:
    answer = site.browser("Ben").post(f"/films/{ids.recording}/tension", data={"patient": "much"})
    assert answer.status_code == 422
    assert "Was there a tension?" in words(answer)


def test_r08_what_the_group_described_stands_as_its_side(site: Site) -> None:
    site.in_room(described)
    case, recording = site.look(
        lambda room: (
            room.queue[0].clip.recording.case_id,
            room.queue[0].clip.recording_id,
        )
    )
    ben = site.browser("Ben")
    ben.post(f"/films/{recording}/tension", data={"patient": "no"})
    assert "seen by one side only: the group" in words(ben.get(f"/cases/{case}"))
    page = site.browser("Mirela").get(f"/films/{recording}/tension").get_data(as_text=True)
    assert "has described 1 rupture" in page
    assert 'name="observer"' not in page


def test_r08_it_stays_closed_with_the_history_until_the_film_was_seen(site: Site, ids: Ids) -> None:
    """C-81: what is known of the case is not opened before the group has watched."""
    ben, mirela = site.browser("Ben"), site.browser("Mirela")
    say(ben, ids, patient="yes", therapist="no")

    def accepted(room: SupervisionSession) -> None:
        room.clip = room.queue[0]
        room.queue[0].status, room.queue[0].accepted_at = ClipStatus.ACCEPTED, clock.now()

    site.in_room(accepted)
    answer = mirela.get(f"/films/{ids.recording}/tension")
    assert answer.status_code == 303
    assert "Views differ" not in words(mirela.get(f"/cases/{ids.case}"))
    assert "Views differ" not in words(mirela.get(f"/groups/{ids.group}/cases"))
