"""What earlier meetings saw of a case stays closed until its film has been seen (C-81)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Introduction, Role
from afttrainer.models import SupervisionSession
from tests.live.film_room import Wall, play, watch
from tests.people import Site, person
from tests.web.library import words

CLOSED = "Closed until the film has been seen"
TOLD = "Mirela has opened the case history."


@pytest.fixture
def case(site: Site) -> str:
    """Ben's case, whose film the room is about to watch."""
    watch(site)
    number = site.look(lambda room: room.queue[0].clip.recording.case_id)
    return f"/cases/{number}"


def opens(browser: FlaskClient, case: str) -> str:
    assert browser.post(f"{case}/history").status_code == 303
    return words(browser.get(case))


def test_by_default_there_is_no_introduction_and_the_history_is_closed(
    site: Site, case: str
) -> None:
    assert site.look(lambda room: room.queue[0].introduction) is Introduction.NONE
    for name in ("Mirela", "Ben"):
        assert CLOSED in words(site.browser(name).get(case))


def test_who_opens_it_before_or_during_the_film_is_written_down(site: Site, case: str) -> None:
    """And told to the presenter and to those who lead, and to nobody else."""
    mirela, ben, console = site.browser("Mirela"), site.phone("Ben"), site.console()
    ben.heard()
    assert CLOSED not in opens(mirela, case)
    assert any(push["audience"].startswith("participant:") for push in ben.heard())
    assert TOLD in ben.page()
    assert TOLD in console.page("console")
    for page in (words(mirela.get(case)), words(ben.http.get(case))):
        assert "Mirela opened the case history" in page
    assert "case history" not in site.phone("Dao").page() + Wall(site).page()
    assert site.browser("Dao").post(f"{case}/history").status_code == 404

    play(site, console)
    assert CLOSED in words(ben.http.get(case)), "for others it is still closed"
    opens(ben.http, case)
    opens(ben.http, case)
    lines = site.look(lambda r: [x.by.name for x in r.queue[0].clip.recording.case.audit_lines])
    assert lines == ["Mirela", "Ben"], "one look is one line"


def test_another_who_leads_has_it_closed_before_them(site: Site, case: str) -> None:
    def appoint(room: SupervisionSession) -> None:
        person(room, "Femi").membership.role = Role.CO_SUPERVISOR

    site.in_room(appoint)
    opens(site.browser("Mirela"), case)
    assert CLOSED in words(site.browser("Femi").get(case))


@pytest.mark.parametrize("over", ["revealed", "played", "closed"])
def test_after_the_film_it_lies_open_and_nothing_is_written_down(
    site: Site, case: str, over: str
) -> None:
    def seen(room: SupervisionSession) -> None:
        clip = room.queue[0]
        if over == "revealed":
            clip.revealed_at = clock.now()
        elif over == "played":
            clip.status = ClipStatus.PLAYED
        else:
            room.close(clock.now(), without_checkout=True)

    site.in_room(seen)
    mirela = site.browser("Mirela")
    assert CLOSED not in words(mirela.get(case))
    assert "Who opened the history" not in opens(mirela, case)


def test_what_was_opened_for_an_earlier_meeting_is_closed_for_the_next(
    site: Site, case: str
) -> None:
    mirela = site.browser("Mirela")
    opens(mirela, case)
    site.in_room(lambda room: setattr(room, "opened_at", clock.now() + timedelta(minutes=1)))
    page = words(mirela.get(case))
    assert CLOSED in page
    assert "Mirela opened the case history" in page
