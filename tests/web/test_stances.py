"""Notes on what a trainee needs are those of who leads: no trainee reads one, the one it is about
least of all (C-58, F2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from afttrainer import clock
from afttrainer.content.codes import Audited, Role
from afttrainer.extensions import db
from afttrainer.models import AuditLine, SupervisionSession
from afttrainer.models.audit import KEPT_FOR
from afttrainer.retention import sweep
from tests.databases import rows_of
from tests.people import Site, person
from tests.web.library import words

WORDS = "She needs to hear that it is hard for me as well"


def address(site: Site, name: str) -> str:
    group, member = site.look(lambda r: (r.group_id, person(r, name).membership_id))
    return f"/groups/{group}/members/{member}/notes"


def test_a_note_is_read_by_those_who_lead_and_by_nobody_else(site: Site) -> None:
    where = address(site, "Aditi")
    mirela = site.browser("Mirela")
    assert mirela.post(where, data={"stance": "support", "words": WORDS}).status_code == 303
    assert WORDS in mirela.get(where).get_data(as_text=True)
    for name in ("Aditi", "Dao"):
        assert site.browser(name).get(where).status_code == 403
        assert WORDS not in site.phone(name).page()
        record = f"/supervision/{site.supervision_id}/record"
        for ending in ("", ".json"):
            assert WORDS not in site.browser(name).get(record + ending).get_data(as_text=True)
    assert WORDS not in site.console().page("console")


def test_who_leads_by_now_does_not_read_what_was_noted_about_them(site: Site) -> None:
    where = address(site, "Aditi")
    site.browser("Mirela").post(where, data={"stance": "information", "words": WORDS})

    def appoint(room: SupervisionSession) -> None:
        person(room, "Aditi").membership.role = Role.CO_SUPERVISOR

    site.in_room(appoint)
    assert WORDS not in site.browser("Aditi").get(where).get_data(as_text=True)


def test_its_author_takes_it_away_and_only_they(site: Site) -> None:
    where = address(site, "Aditi")
    mirela = site.browser("Mirela")
    mirela.post(where, data={"stance": "confrontation"})

    def appoint(room: SupervisionSession) -> None:
        person(room, "Femi").membership.role = Role.CO_SUPERVISOR

    site.in_room(appoint)
    (note,) = rows_of(site.app)["stance_note"]
    one = f"{where}/{note[0]}/forget"
    assert site.browser("Femi").post(one).status_code == 403
    assert mirela.post(one).status_code == 303
    assert rows_of(site.app)["stance_note"] == []
    assert mirela.post(one).status_code == 404


def test_it_says_which_of_the_three(site: Site) -> None:
    answer = site.browser("Mirela").post(address(site, "Aditi"), data={"words": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.get_data(as_text=True), "what was typed stays"


def co_lead(site: Site, name: str = "Femi") -> None:
    def appoint(room: SupervisionSession) -> None:
        person(room, name).membership.role = Role.CO_SUPERVISOR

    site.in_room(appoint)


def log(site: Site) -> list[tuple[str, Audited]]:
    with site.app.app_context():
        lines = db.session.scalars(select(AuditLine).order_by(AuditLine.id))
        return [(line.by.name, line.what) for line in lines]


@pytest.fixture
def noted(site: Site) -> str:
    """The address of Mirela's note on Aditi."""
    where = address(site, "Aditi")
    site.browser("Mirela").post(where, data={"stance": "support", "words": WORDS})
    (note,) = rows_of(site.app)["stance_note"]
    return f"{where}/{note[0]}"


def test_who_opened_changed_and_showed_it_is_there_for_those_who_lead(
    site: Site, noted: str
) -> None:
    """C-58: the audit log."""
    co_lead(site)
    where = noted.rpartition("/")[0]
    mirela, femi = site.browser("Mirela"), site.browser("Femi")
    femi.get(where)
    femi.get(where)
    mirela.post(noted, data={"stance": "information", "words": "less"})
    mirela.post(noted, data={"stance": "information", "words": "less"})
    mirela.post(f"{noted}/show")
    mirela.post(f"{noted}/hide")
    mirela.post(f"{noted}/forget")
    assert log(site) == [
        ("Mirela", Audited.NOTE_WRITTEN),
        ("Femi", Audited.NOTES_OPENED),
        ("Mirela", Audited.NOTE_CHANGED),
        ("Mirela", Audited.NOTE_SHOWN),
        ("Mirela", Audited.NOTE_HIDDEN),
        ("Mirela", Audited.NOTE_FORGOTTEN),
    ]
    page = words(femi.get(where))
    for told in ("Femi opened the notes", "Mirela showed a note", "Mirela took a note away"):
        assert told in page
    assert all(WORDS not in str(row) for row in rows_of(site.app)["audit_line"])


def test_the_trainee_reads_it_when_it_is_shown_and_only_then(site: Site, noted: str) -> None:
    """C-58, F2: its author widens it, told who will read it, and takes it back from then on."""
    group = site.look(lambda room: room.group_id)
    aditi, mirela = site.browser("Aditi"), site.browser("Mirela")
    mine = f"/groups/{group}/notes-for-me"
    assert WORDS not in words(aditi.get(mine)) + words(aditi.get("/"))
    asked = words(mirela.get(f"{noted}/show"))
    assert "One person more will read it: Aditi." in asked
    assert WORDS in asked
    assert mirela.post(f"{noted}/show").status_code == 303

    assert WORDS in words(aditi.get(mine))
    assert "A note was shown to you" in words(aditi.get("/"))
    for name in ("Dao", "Mirela"):
        assert WORDS not in words(site.browser(name).get(mine))
    assert "opened the notes" not in words(aditi.get(mine)), "the log is for those who lead"
    assert aditi.get(noted.rpartition("/")[0]).status_code == 403

    mirela.post(f"{noted}/hide")
    assert WORDS not in words(aditi.get(mine)) + words(aditi.get("/"))


def test_nobody_but_its_author_changes_or_shows_it(site: Site, noted: str) -> None:
    co_lead(site)
    femi = site.browser("Femi")
    sent: dict[str, Any] = {"stance": "information", "words": "mine now"}
    assert femi.get(f"{noted}/show").status_code == 403
    for what in ("", "/show", "/hide", "/forget"):
        assert femi.post(noted + what, data=sent).status_code == 403
    assert log(site) == [("Mirela", Audited.NOTE_WRITTEN)]
    assert WORDS in words(femi.get(noted.rpartition("/")[0]))


def test_a_change_that_is_none_keeps_what_was_typed(site: Site, noted: str) -> None:
    answer = site.browser("Mirela").post(noted, data={"words": "what I typed"})
    assert answer.status_code == 422
    assert "what I typed" in words(answer)
    assert WORDS in words(site.browser("Mirela").get(noted.rpartition("/")[0]))


def test_who_it_is_about_never_sees_the_log_also_when_they_lead(site: Site, noted: str) -> None:
    co_lead(site, "Aditi")
    assert "wrote a note" not in words(site.browser("Aditi").get(noted.rpartition("/")[0]))


def test_lines_of_the_log_go_after_three_years(site: Site, noted: str) -> None:
    """F4."""
    with site.app.test_request_context():
        sweep(clock.now() + KEPT_FOR - timedelta(days=1))
        assert len(log(site)) == 1
        sweep(clock.now() + KEPT_FOR + timedelta(days=1))
    assert log(site) == []
