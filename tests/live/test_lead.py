"""In whose hands the room is, on two consoles: a tap hands it over, and nobody takes it unasked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer import clock
from afttrainer.content.codes import Phase, Role
from afttrainer.models import SupervisionSession
from tests.live.after_film import drawn, shown
from tests.people import Phone, Site, person


@pytest.fixture
def femi(site: Site) -> Phone:
    """Femi leads beside Mirela; the room is at its check-in."""

    def appoint(room: SupervisionSession) -> None:
        person(room, "Femi").membership.role = Role.CO_SUPERVISOR

    site.in_room(appoint)
    site.begin(Phase.CHECK_IN)
    return site.phone("Femi", "console")


def moving(site: Site) -> dict[str, object]:
    """To the next part, as both consoles show it."""
    return site.look(lambda room: {"phase": room.phases[2].id, "shown": room.phase_id})


def number(site: Site, name: str) -> int:
    return site.look(lambda room: person(room, name).id)


def test_who_leads_beside_sees_the_same_and_moves_nothing(site: Site, femi: Phone) -> None:
    mirela = site.console()
    page = femi.page("console")
    assert "The room is in the hands of Mirela" in page
    assert "data-looks-on" in page
    assert "phase.move" in page.split("data-looks-on")[1].split(">")[0]
    assert "data-looks-on" not in mirela.page("console")
    for command, body in (("phase.move", moving(site)), ("phase.extend", {"minutes": 5})):
        ack = femi.do(command, **body)
        assert not ack["ok"]
        assert "hands of Mirela" in ack["words"]
    assert mirela.do("phase.move", **moving(site))["ok"]


def test_who_leads_beside_describes_with_the_group_and_leaves_the_wall_as_it_is(
    site: Site, femi: Phone
) -> None:
    site.in_room(shown)
    said = {"start": "5:22", "anchor": "5:28", "end": "5:40", "family": "withdrawal"}
    assert femi.do("rupture.define", **said)["ok"]
    rupture = site.look(lambda room: room.ruptures[0].id)
    assert femi.do("rupture.sides", rupture=rupture, patient_state="dread")["ok"]
    assert 'data-scene="agreed"' not in drawn(site, "wall"), "the marks are still looked at"
    assert "dread" in drawn(site, "everyone")
    again = {"rupture": rupture, "therapist_state": "hurry"}
    assert site.console().do("rupture.sides", **again)["ok"]
    assert 'data-face="sides"' in drawn(site, "wall")


def test_one_tap_hands_the_room_over(site: Site, femi: Phone) -> None:
    mirela = site.console()
    mirela.heard()
    femi.heard()
    assert "Hand over the room" in mirela.page("console")
    assert mirela.do("lead.hand", participant=number(site, "Femi"))["ok"]

    told = {m["audience"] for m in femi.heard()}
    assert "supervisor" in told
    assert f"participant:{number(site, 'Femi')}" in told
    assert "Take the room back" in mirela.page("console")
    ack = mirela.do("phase.move", **moving(site))
    assert not ack["ok"]
    assert "hands of Femi" in ack["words"]
    assert femi.do("phase.move", **moving(site))["ok"]
    assert mirela.do("lead.take")["ok"]
    assert "data-looks-on" in femi.page("console")


def test_gone_for_a_minute_is_stood_in_for_when_the_other_says_yes(site: Site, femi: Phone) -> None:
    mirela = site.console()
    assert not femi.do("lead.take")["ok"], "she is here"
    mirela.live.disconnect()
    assert not femi.do("lead.take")["ok"], "she has only just gone"
    assert "if you say yes" not in femi.page("console")

    def a_minute_ago(room: SupervisionSession) -> None:
        gone = clock.now() - timedelta(seconds=61)
        mirela = person(room, "Mirela")
        mirela.joined_at = mirela.stays[-1].heard_at = gone
        for screen in mirela.connections:
            screen.seen_at, screen.awake = gone, False

    site.in_room(a_minute_ago)
    assert "Mirela has not been heard of for a minute" in femi.page("console")
    ack = femi.do("phase.move", **moving(site))
    assert not ack["ok"], "nothing is handed over by a clock"
    assert femi.do("lead.take")["ok"]
    assert femi.do("phase.move", **moving(site))["ok"]


def test_a_trainee_learns_nothing_of_it(site: Site, femi: Phone) -> None:
    dao = site.phone("Dao")
    site.console().do("lead.hand", participant=number(site, "Femi"))
    assert dao.heard() == []
    assert "hands of" not in dao.page()
    assert not dao.do("lead.take")["ok"]
    assert femi.page("console")
