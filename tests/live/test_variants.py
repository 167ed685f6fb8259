"""Harder evenings than the acceptance script's: what differs at the server.

The others of these variants are played where their noun is tested; docs/acceptance.md says where.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from afttrainer import clock
from afttrainer.content.codes import Phase, SessionStatus
from afttrainer.models import SupervisionSession
from tests.live.evening_screens import with_ruth
from tests.people import Site

BERLIN = ZoneInfo("Europe/Berlin")
#: When summer time ends there: this hour is there twice.
CHANGE = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)


def test_the_supervisor_signals_strain(site: Site) -> None:
    """She is one of those who lead: the plan waits for her as well, and nobody else is told."""
    site.begin(Phase.CHECK_IN)
    console, dao = site.console(), site.phone("Dao")
    dao.heard()
    signal = {"dyad": "supervisor_trainee", "words": "I was short with Dao"}
    assert console.do("strain.signal", **signal)["ok"]

    page = console.page("console")
    assert "This comes first." in page
    assert "I was short with Dao" in page
    assert site.look(lambda room: room.suspended_at) is not None
    assert dao.heard() == []
    assert "short with" not in dao.page()
    for name in ("Mirela", "Dao"):
        record = site.browser(name).get(f"/supervision/{site.supervision_id}/record.json")
        assert "short with" not in record.get_data(as_text=True)

    strain = site.look(lambda room: room.strains[0].id)
    assert console.do("strain.attend", strain=strain)["ok"]
    assert site.look(lambda room: room.suspended_at) is None


def test_the_supervisor_tells_the_site_contact_and_no_screen_moves(site: Site) -> None:
    site.write(with_ruth)
    ruth = site.look(lambda room: room.group.contacts[0].id)
    site.begin(Phase.CHECK_IN)
    console, before = site.console(), site.console().page("console")
    console.heard()
    signal = {"dyad": "trainee_group", "words": "I need help", "to": f"contact-{ruth}"}
    assert console.do("strain.signal", **signal)["ok"]
    assert site.look(lambda room: room.suspended_at) is None
    assert "This comes first." not in before
    assert "This comes first." not in console.page("console")


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as there:
        there.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_berlin")
def test_daylight_saving_changes_in_the_middle_of_a_meeting(site: Site) -> None:
    """Ninety minutes are ninety minutes, whatever the clock on the wall does meanwhile."""
    began = CHANGE - timedelta(minutes=45)

    def begun(room: SupervisionSession) -> None:
        room.planned_for = room.opened_at = room.started_at = began

    site.begin(Phase.CHECK_IN)
    site.in_room(begun)
    (shown,) = set(
        re.findall(r'Planned end <time[^>]*data-time-of="([\d.]+)"', site.console().page("console"))
    )
    assert float(shown) == clock.to_ms(began + timedelta(minutes=90))
    pace = site.look(lambda room: room.pace(CHANGE + timedelta(minutes=44)))
    assert pace is not None
    assert (pace.past_end_s, pace.minutes_past) == (-60, 0)

    def closed(room: SupervisionSession) -> None:
        room.status, room.closed_at = SessionStatus.CLOSED, began + timedelta(minutes=95)

    site.in_room(closed)
    record = site.browser("Mirela").get(f"/supervision/{site.supervision_id}/record.json")
    assert record.get_json()["supervision_session"]["length_s"] == 95 * 60


@pytest.mark.usefixtures("in_berlin")
def test_daylight_saving_does_not_move_the_next_meeting(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A week after a Thursday at two it is two o'clock again."""
    last = datetime(2026, 10, 22, 14, 0, tzinfo=BERLIN)
    monkeypatch.setattr(clock, "now", lambda: last.astimezone(UTC) + timedelta(hours=2))

    def was_then(room: SupervisionSession) -> int:
        room.planned_for = last
        return room.group_id

    group = site.in_room(was_then)
    answer = site.browser("Mirela").post(f"/groups/{group}/supervisions")
    assert answer.status_code == 303, answer.status
    number = int(answer.headers["Location"].split("/supervisions/")[1].split("/")[0])

    planned_for = site.look(
        lambda room: next(s.planned_for for s in room.group.supervisions if s.id == number)
    )
    there = planned_for.astimezone(BERLIN)
    assert (there.date(), there.hour) == (date(2026, 10, 29), 14)
