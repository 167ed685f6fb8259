"""The pages of a plan: parts, queue, and the opening of the room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import SessionStatus
from afttrainer.content.problems import Problem
from afttrainer.content.scripts import ScriptShelf
from afttrainer.extensions import db
from afttrainer.models import Clip, Recording, SupervisionSession
from tests.people import Site, queued_clip
from tests.web.library import Ids, stocked, value_of, words


def planned(browser: FlaskClient, ids: Ids) -> str:
    """A new meeting; returns its address."""
    made = browser.post(f"/groups/{ids.group}/supervisions")
    assert made.status_code == 303
    return made.headers["Location"].removesuffix("/plan")


def closed(site: Site) -> None:
    def close(room: SupervisionSession) -> None:
        room.status = SessionStatus.CLOSED

    site.in_room(close)


def spare(site: Site, owner: str = "Chiara", code: str = "P-022") -> int:
    """A clip with live consent in no queue; its number."""

    def make(room: SupervisionSession) -> int:
        queued = queued_clip(room, owner, code)
        room.clip = None
        return queued

    def number(room: SupervisionSession) -> int:
        last = room.queue[-1]
        return last.clip_id

    site.in_room(lambda room: make(room) and None)
    clip_id = site.look(number)
    site.in_room(lambda room: room.queue.remove(room.queue[-1]))
    return clip_id


def parts(**more: Any) -> dict[str, Any]:
    sent = {
        "planned_for": "2026-03-12T14:00",
        "planned_minutes": "60",
        "parts-0-kind": "check_in",
        "parts-0-minutes": "10",
        "parts-1-kind": "viewing",
        "parts-1-minutes": "50",
    }
    return sent | more


def phases_of(site: Site, address: str) -> list[tuple[str, int]]:
    with site.app.app_context():
        meeting = db.session.get_one(SupervisionSession, int(address.rsplit("/", 1)[1]))
        return [(p.kind.value, p.planned_minutes) for p in meeting.phases]


def test_a_new_plan_stands_with_its_sum(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    page = words(mirela.get(planned(mirela, ids) + "/plan"))
    assert "90 minutes in all" in page
    assert "Open the room" in page
    assert "Introduction" not in page


def test_a_plan_that_sums_up_is_kept(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at = planned(mirela, ids)
    assert mirela.post(f"{at}/plan/parts", data=parts()).status_code == 303
    assert phases_of(site, at) == [("check_in", 10), ("viewing", 50)]
    assert "12 March 2026" in words(mirela.get(f"{at}/plan"))


def test_another_sum_is_asked_about_and_everything_typed_stays(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at = planned(mirela, ids)
    typed = parts(**{"parts-1-minutes": "45", "planned_minutes": "75"})
    answer = mirela.post(f"{at}/plan/parts", data=typed)
    assert answer.status_code == 422
    assert "come to 55 minutes, the meeting to 75" in words(answer)
    assert value_of(answer, "parts-1-minutes") == "45"
    assert value_of(answer, "planned_for") == "2026-03-12T14:00"
    assert len(phases_of(site, at)) == 10

    assert mirela.post(f"{at}/plan/parts", data={**typed, "anyway": "y"}).status_code == 303
    assert phases_of(site, at)[1] == ("viewing", 45)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("parts-0-minutes", "ten"),
        ("parts-0-minutes", "0"),
        ("parts-0-minutes", "241"),
        ("planned_minutes", ""),
        ("planned_minutes", "9"),
        ("planned_for", "next Thursday"),
        ("planned_for", ""),
    ],
)
def test_what_cannot_be_read_is_answered_at_its_field_and_kept(
    site: Site, field: str, typed: str
) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at = planned(mirela, ids)
    answer = mirela.post(f"{at}/plan/parts", data=parts(**{field: typed}))
    assert answer.status_code == 422
    assert value_of(answer, field) == typed
    assert len(phases_of(site, at)) == 10


@pytest.mark.parametrize("kind", ["", "lunch", "<b>"])
def test_a_part_that_does_not_exist_is_none(site: Site, kind: str) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at = planned(mirela, ids)
    answer = mirela.post(f"{at}/plan/parts", data=parts(**{"parts-1-kind": kind}))
    assert answer.status_code == 422
    assert len(phases_of(site, at)) == 10


def test_arranging_keeps_what_was_typed_and_saves_nothing_yet(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at = planned(mirela, ids)

    def step(what: str, **more: str) -> list[str | None]:
        answer = mirela.post(f"{at}/plan/parts", data=parts(step=what, **more))
        assert answer.status_code == 200
        assert value_of(answer, "parts-0-minutes") is not None
        return [value_of(answer, f"parts-{i}-{n}") for i in range(3) for n in ("kind", "minutes")]

    assert step("up-1") == ["viewing", "50", "check_in", "10", None, None]
    assert step("down-0") == ["viewing", "50", "check_in", "10", None, None]
    assert step("drop-0", **{"parts-1-minutes": "soon"}) == ["viewing", "soon", *[None] * 4]
    assert step("add", add="debrief") == ["check_in", "10", "viewing", "50", "debrief", ""]
    for nonsense in ("drop-9", "up-", "add", "fly-1", "up--1"):
        assert step(nonsense)[:4] == ["check_in", "10", "viewing", "50"]
    assert len(phases_of(site, at)) == 10


def test_the_plan_of_an_open_room_is_changed_there(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    before = phases_of(site, f"/supervisions/{ids.meeting}")
    mirela.post(f"/supervisions/{ids.meeting}/plan/parts", data=parts())
    assert phases_of(site, f"/supervisions/{ids.meeting}") == before


def test_clips_are_queued_ordered_and_taken_out(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at, other = planned(mirela, ids), spare(site)

    def queue() -> list[int]:
        with site.app.app_context():
            meeting = db.session.get_one(SupervisionSession, int(at.rsplit("/", 1)[1]))
            return [q.clip_id for q in meeting.queue]

    def arrange(clip_id: int, step: str) -> None:
        with site.app.app_context():
            meeting = db.session.get_one(SupervisionSession, int(at.rsplit("/", 1)[1]))
            queued = next(q.id for q in meeting.queue if q.clip_id == clip_id)
        assert mirela.post(f"{at}/queue/{queued}", data={"step": step}).status_code == 303

    for clip in (ids.clip, other):
        mirela.post(f"{at}/queue", data={"clip": str(clip)})
    assert queue() == [ids.clip, other]
    arrange(other, "up")
    assert queue() == [other, ids.clip]
    arrange(other, "out")
    assert queue() == [ids.clip]


def test_a_clip_without_consent_is_refused_without_a_word_of_the_patient(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at, other = planned(mirela, ids), spare(site, "Eszter", "P-031")

    def withdraw(session: Session) -> None:
        recording: Recording = session.get_one(Clip, other).recording
        yesterday = clock.now() - timedelta(days=1)
        recording.withdraw_consent(recording.case.therapist, yesterday)

    site.write(withdraw)
    answer = mirela.post(f"{at}/queue", data={"clip": str(other)})
    assert answer.status_code == 409
    said = words(answer).split("90 minutes")[1].split("When you are")[0]
    assert "no consent at present" in said
    assert "P-031" not in said
    assert "No clip is queued yet" in words(answer)


def test_the_queue_says_how_long_ago_somebody_presented_and_ranks_nobody(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)

    def shown(room: SupervisionSession) -> None:
        room.queue[0].first_played_at = clock.now() - timedelta(weeks=5, hours=3)
        room.status = SessionStatus.CLOSED

    other = spare(site, "Aditi", "P-050")
    site.in_room(shown)
    page = words(mirela.get(planned(mirela, ids) + "/plan"))
    assert "presented 5 weeks ago" in page
    assert "not presented yet" in page
    assert page.index("P-050") < page.index("P-014")
    assert other


def test_opening_the_room_leads_to_the_console(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at = planned(mirela, ids)
    closed(site)
    answer = mirela.post(f"{at}/open")
    assert answer.headers["Location"].endswith("/console")
    assert mirela.get(answer.headers["Location"]).status_code == 200
    assert mirela.post(f"{at}/open").headers["Location"] == answer.headers["Location"]


def test_a_second_open_room_is_refused_with_the_way_to_the_first(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    answer = mirela.post(planned(mirela, ids) + "/open")
    assert answer.status_code == 409
    assert "Another room of this group is open" in words(answer)
    assert f"/supervision/{ids.meeting}/console" in answer.get_data(as_text=True)


def test_a_planned_meeting_is_given_up_after_one_question(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    at = planned(mirela, ids)
    assert "Give up this planned meeting?" in words(mirela.get(f"{at}/drop"))
    mirela.post(f"{at}/drop")
    assert mirela.get(f"{at}/plan").status_code == 404


def test_mistakes_on_the_shelf_are_told_with_file_line_and_field(site: Site) -> None:
    mirela, ids = site.browser("Mirela"), stocked(site)
    wrong = Problem("my_script.yaml", 7, "steps → 2 → seconds", "write a number")  # type: ignore[arg-type]
    shelf = site.app.extensions["scripts"]
    site.app.extensions["scripts"] = ScriptShelf(shelf.scripts, (wrong,))
    page = words(mirela.get(f"/supervisions/{ids.meeting}/plan"))
    for told in ("my_script.yaml", "line 7", "steps → 2 → seconds", "write a number"):
        assert told in page
