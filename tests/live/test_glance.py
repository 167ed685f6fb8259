"""All of the group at a glance, for those who lead and for no other screen (C-71: S2)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import object_session

from afttrainer import clock
from afttrainer.content.codes import Phase, Role, SessionStatus
from afttrainer.models import SupervisionSession
from tests.live.after_film import described, drawn, exercise_id, rupture_id
from tests.people import TRAINEES, Site, open_room, person, queued_clip
from tests.web.library import words

#: What nobody but those who lead has on a screen: the row of each name, and the words under them.
ITS_OWN = ("data-spoke", "At a glance", "has spoken", "nothing shown here yet", "signal of strain")


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shown_weeks_ago(room: SupervisionSession, name: str, weeks: float) -> None:
    """A clip of that person's was played in an earlier meeting of the group."""
    session = object_session(room)
    assert session is not None
    with session.no_autoflush:
        before = open_room(room.group, present=())
        session.add(before)
    session.flush()
    clip = queued_clip(before, name, f"P-{name}")
    clip.first_played_at = clock.now() - timedelta(weeks=weeks, hours=1)
    before.status = SessionStatus.CLOSED


def row(html: str, name: str) -> str:
    """What stands in one person's row of the console."""
    rows = [one.split("</li>")[0] for one in html.split('<li class="person"')[1:]]
    return next(text(one) for one in rows if f'dir="auto">{name}<' in one)


def people(site: Site) -> str:
    """That part of the console."""
    return drawn(site, "supervisor").split('<section class="people"')[1]


def test_c71_how_long_ago_each_was_on_stands_beside_the_name(site: Site) -> None:
    site.in_room(lambda room: shown_weeks_ago(room, "Ben", 5))
    site.in_room(lambda room: shown_weeks_ago(room, "Ben", 9))
    site.in_room(lambda room: shown_weeks_ago(room, "Chiara", 0.5))
    html = drawn(site, "supervisor")
    assert "shown 5 weeks ago" in row(html, "Ben")
    assert "shown within the last week" in row(html, "Chiara")
    assert "nothing shown here yet" in row(html, "Dao")
    assert "shown" not in row(html, "Mirela")


def test_c71_whose_film_is_on_today_was_shown_today(site: Site) -> None:
    site.in_room(lambda room: shown_weeks_ago(room, "Ben", 5))
    site.in_room(described)
    assert "shown today" in row(drawn(site, "supervisor"), "Ben")


def test_c71_open_signals_of_strain_are_told_until_they_are_taken_up(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    console = site.console()
    assert "No signal of strain is open." in text(drawn(site, "supervisor"))
    assert site.phone("Aditi").do("strain.signal", dyad="trainee_group")["ok"]
    assert "1 signal of strain is open." in text(drawn(site, "supervisor"))
    number = site.look(lambda room: room.strains[0].id)
    assert f'href="#strain-{number}"' in drawn(site, "supervisor")
    assert console.do("strain.attend", strain=number)["ok"]
    assert "No signal of strain is open." in text(drawn(site, "supervisor"))


def test_c71_one_about_the_supervisor_is_not_told_there(site: Site) -> None:
    def appoint(room: SupervisionSession) -> int:
        person(room, "Femi").membership.role = Role.CO_SUPERVISOR
        return person(room, "Femi").id

    femi = site.in_room(appoint)
    site.begin(Phase.CHECK_IN)
    aditi, before = site.phone("Aditi"), people(site)
    assert aditi.do("strain.signal", dyad="supervisor_trainee", to=femi)["ok"]
    assert people(site) == before


@pytest.mark.parametrize("kind", list(Phase))
def test_c71_no_trainees_page_and_no_wall_has_it(site: Site, kind: Phase) -> None:
    """And a co-supervisor's own companion part has not, either: it is the console's."""
    site.in_room(lambda room: shown_weeks_ago(room, "Ben", 5))
    if kind is Phase.EXERCISE:
        site.in_room(described)
    site.begin(kind)
    for audience in ("wall", "everyone", "Aditi", "Ben", "Dao", "Mirela"):
        html = drawn(site, audience)
        assert not [one for one in ITS_OWN if one in html], audience
    for name in ("Aditi", "Ben"):
        page = site.phone(name).page()
        assert not [one for one in ITS_OWN if one in page], name
        answer = site.browser(name).get(f"/supervision/{site.supervision_id}/console")
        assert answer.status_code in (302, 303, 403), answer.status
        assert not [one for one in ITS_OWN if one in words(answer)]
    assert "At a glance" in site.console().page("console")


def test_c71_a_pass_changes_nothing_of_it(site: Site) -> None:
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    console, phones = site.console(), {name: site.phone(name) for name in TRAINEES}
    script = "rotating_first_words"
    assert console.do("exercise.plan", rupture=rupture_id(site), script=script)["ok"]
    one = exercise_id(site)
    assert phones["Ben"].do("exercise.agree", exercise=one)["ok"]
    assert console.do("exercise.begin", exercise=one)["ok"]

    def trying(room: SupervisionSession) -> tuple[str, int]:
        slot = next(s for s in room.exercises[-1].slots if s.is_current)
        return slot.participant.name, slot.id

    before = people(site)
    name, slot = site.look(trying)
    assert phones[name].do("rotation.pass", exercise=one, slot=slot)["ok"]
    assert site.look(trying) != (name, slot)
    assert people(site) == before


def test_c71_what_is_pressed_has_no_door_to_go_through(site: Site) -> None:
    """Who has spoken is the page's own: no form, no command, nothing that is kept."""
    html = drawn(site, "supervisor")
    button = re.search(r"<button[^>]*data-spoke[^>]*>", html)
    assert button is not None
    assert 'type="button"' in button[0]
    script = site.app.test_client().get("/static/js/glance/spoken.js").get_data(as_text=True)
    for way_out in ("outbox", "fetch", "socket", "localStorage", "sessionStorage", "indexedDB"):
        assert way_out not in script, way_out
    assert "loaded anew" in text(html)
