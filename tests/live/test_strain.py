"""A strain in the supervision itself comes first, and reaches whom its author chose (C-59, F3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer import clock
from afttrainer.content.codes import Phase, Role
from afttrainer.models import SupervisionSession, pace
from tests.live.film_room import Wall
from tests.people import Phone, Site, person


def _with_co_lead(site: Site) -> int:
    """Femi leads beside Mirela; returns her number in the room."""

    def appoint(room: SupervisionSession) -> int:
        femi = person(room, "Femi")
        femi.membership.role = Role.CO_SUPERVISOR
        return femi.id

    number: int = site.in_room(appoint)
    return number


def test_a_signal_reaches_those_who_lead_and_the_plan_waits(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    aditi, dao, console = site.phone("Aditi"), site.phone("Dao"), site.console()
    wall = Wall(site)
    wall.live.get_received()
    dao.heard()

    console.heard()
    assert aditi.do("strain.signal", dyad="trainee_group", words="I feel left out")["ok"]

    # With the answer to its author, and not some time after it.
    (news,) = [m for m in console.heard() if m["audience"] == "supervisor"]
    assert "I feel left out" in news["html"]
    page = console.page("console")
    assert "This comes first." in page
    assert "I feel left out" in page
    assert site.look(lambda room: room.suspended_at) is not None
    assert dao.heard() == []
    assert "left out" not in dao.page()
    assert wall.live.get_received() == [], "C-59: not on the projector"
    assert "left out" not in wall.page()
    assert "comes first" not in wall.page()


def test_the_plan_goes_on_when_it_was_taken_up(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    aditi, console = site.phone("Aditi"), site.console()
    aditi.do("strain.signal", dyad="trainee_trainee")
    strain_id = site.look(lambda room: room.strains[0].id)

    assert not site.phone("Dao").do("strain.attend", strain=strain_id)["ok"]
    assert console.do("strain.attend", strain=strain_id)["ok"]

    assert site.look(lambda room: room.suspended_at) is None
    assert "This comes first." not in console.page("console")


def test_one_about_the_supervisor_touches_nothing_that_the_supervisor_sees(site: Site) -> None:
    femi_id = _with_co_lead(site)
    site.begin(Phase.CHECK_IN)
    aditi, console, femi = site.phone("Aditi"), site.console(), site.phone("Femi")
    console.heard()

    before = console.page("console")
    signal = {"dyad": "supervisor_trainee", "words": "I am afraid of her", "to": femi_id}
    assert aditi.do("strain.signal", **signal)["ok"]

    assert console.heard() == []
    assert "afraid" not in console.page("console")
    assert before.count("stands still") == console.page("console").count("stands still") == 0
    assert site.look(lambda room: room.suspended_at) is None
    assert "I am afraid of her" in femi.page()
    assert "I am afraid of her" not in femi.page("console").split('class="own"')[0]


def test_whom_it_is_about_finds_out_by_no_number_that_there_is_one(site: Site) -> None:
    femi_id = _with_co_lead(site)
    site.begin(Phase.CHECK_IN)
    signal = {"dyad": "supervisor_trainee", "to": femi_id}
    assert site.phone("Aditi").do("strain.signal", **signal)["ok"]
    there = site.look(lambda room: room.strains[0].id)
    console = site.console()
    for name in ("strain.attend", "strain.take_back"):
        asked = [console.do(name, strain=number) for number in (there, there + 1)]
        assert not asked[0]["ok"]
        assert asked[0]["words"] == asked[1]["words"]
    assert site.phone("Femi").do("strain.attend", strain=there)["ok"]


def test_it_can_be_taken_back(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    aditi = site.phone("Aditi")
    aditi.do("strain.signal", dyad="trainee_group")
    strain_id = site.look(lambda room: room.strains[0].id)
    assert not site.phone("Dao").do("strain.take_back", strain=strain_id)["ok"]
    assert aditi.do("strain.take_back", strain=strain_id)["ok"]
    assert site.look(lambda room: (list(room.strains), room.suspended_at)) == ([], None)


def test_it_is_told_to_nobody_who_does_not_lead(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    dao_id = site.look(lambda room: person(room, "Dao").id)
    answer = site.phone("Aditi").do("strain.signal", dyad="trainee_group", to=dao_id)
    assert not answer["ok"]
    assert site.look(lambda room: list(room.strains)) == []


def test_minutes_that_stood_still_do_not_count_against_the_plan(site: Site) -> None:
    site.begin(Phase.CHECK_IN)

    def ahead(room: SupervisionSession, minutes: float) -> float:
        began = room.phase.began_at if room.phase else clock.now()
        found = room.pace(began + timedelta(minutes=minutes))
        assert found is not None
        return round(found.ahead_s)

    def stand(room: SupervisionSession) -> None:
        began = room.phase.began_at if room.phase else clock.now()
        pace.suspend(room, began + timedelta(minutes=12))
        assert ahead(room, 12) == ahead(room, 15)
        pace.resume(room, began + timedelta(minutes=15))
        assert ahead(room, 16) == ahead(room, 15) - 60

    site.in_room(stand)


def test_no_record_and_no_export_has_it(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    site.phone("Aditi").do("strain.signal", dyad="trainee_group", words="I feel left out")
    for name in ("Mirela", "Aditi", "Dao"):
        browser = site.browser(name)
        for page in ("record", "record.json"):
            answer = browser.get(f"/supervision/{site.supervision_id}/{page}")
            assert answer.status_code == 200
            assert "left out" not in answer.get_data(as_text=True)
            assert "strain" not in answer.get_data(as_text=True).lower()


def test_its_author_may_tell_all_of_us_and_never_the_wall(site: Site) -> None:
    """F2: by author; C-59: not on the projector."""
    site.begin(Phase.CHECK_IN)
    aditi, dao, console, wall = site.phone("Aditi"), site.phone("Dao"), site.console(), Wall(site)
    assert "All of us, 6 others" in aditi.page()
    dao.heard()
    said = {"dyad": "trainee_group", "words": "I feel left out", "to": "group"}
    assert aditi.do("strain.signal", **said)["ok"]
    assert [push["audience"] for push in dao.heard()] == ["everyone"]
    assert "I feel left out" in dao.page()
    assert "I feel left out" in console.page("console")
    assert "This comes first." in console.page("console")
    assert site.look(lambda room: room.suspended_at) is not None
    assert "left out" not in wall.page()
    assert not [m for m in wall.live.get_received() if m["name"] == "changed"]
    assert "left out" not in site.browser("Dao").get(
        f"/supervision/{site.supervision_id}/record.json"
    ).get_data(as_text=True)
    strain = site.look(lambda room: room.strains[0].id)
    assert not dao.do("strain.attend", strain=strain)["ok"], "whoever leads takes it up"
    assert aditi.do("strain.take_back", strain=strain)["ok"]
    assert "I feel left out" not in dao.page()
    assert site.look(lambda room: room.suspended_at) is None


def _next_step(console: Phone) -> str:
    return console.page("console").split('<footer class="next-step">')[1].split("</footer>")[0]


@pytest.mark.parametrize("part", [Phase.RATINGS, Phase.MINDFULNESS_INDUCTION])
def test_the_plan_waits_with_its_buttons_too(site: Site, part: Phase) -> None:
    site.begin(part)
    aditi, console = site.phone("Aditi"), site.console()
    assert "primary" in _next_step(console)
    assert aditi.do("strain.signal", dyad="trainee_group", words="x")["ok"]
    assert "primary" not in _next_step(console)
    assert "<button" in _next_step(console), "it waits, and nobody is held by it"


def test_a_reader_that_is_none_is_answered_in_words(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    said = {"dyad": "trainee_group", "words": "x", "to": "group\n"}
    assert not site.phone("Aditi").do("strain.signal", **said)["ok"]
