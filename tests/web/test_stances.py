"""Notes on what a trainee needs are those of who leads: no trainee reads one, the one it is about
least of all (C-58, F2)."""

from __future__ import annotations

from afttrainer.content.codes import Role
from afttrainer.models import SupervisionSession
from tests.databases import rows_of
from tests.people import Site, person

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
    one = f"{where}/{dict(note)['id'] if isinstance(note, dict) else note[0]}/forget"
    assert site.browser("Femi").post(one).status_code == 403
    assert mirela.post(one).status_code == 303
    assert rows_of(site.app)["stance_note"] == []
    assert mirela.post(one).status_code == 404


def test_it_says_which_of_the_three(site: Site) -> None:
    answer = site.browser("Mirela").post(address(site, "Aditi"), data={"words": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.get_data(as_text=True), "what was typed stays"
