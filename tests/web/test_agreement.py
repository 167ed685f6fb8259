"""What the group agrees on: read by everybody, and each one's own yes is kept once (C-72)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from afttrainer.content.codes import SessionStatus
from afttrainer.models import SupervisionSession, agreement
from tests.people import Site, open_room, person

FIRST = "Nobody finds this easy"


def agreed(site: Site, name: str) -> object:
    return site.look(lambda room: person(room, name).membership.agreed_at)


def test_it_stands_on_each_phone_until_its_person_said_yes(site: Site) -> None:
    dao = site.phone("Dao")
    assert FIRST in dao.page()
    assert dao.do("agreement.agree")["ok"]
    assert FIRST not in dao.page()
    assert agreed(site, "Dao") is not None
    assert FIRST in site.phone("Aditi").page(), "it is nobody else's yes"
    assert agreed(site, "Aditi") is None


def test_it_is_read_again_on_the_groups_page_and_the_first_yes_counts(site: Site) -> None:
    browser, group = site.browser("Chiara"), site.look(lambda room: room.group_id)
    where = f"/groups/{group}/agreement"
    assert "not agreed to by you yet" in browser.get(f"/groups/{group}").get_data(as_text=True)
    assert browser.post(where).status_code == 303
    first = agreed(site, "Chiara")
    assert browser.post(where).status_code == 303
    assert agreed(site, "Chiara") == first
    page = browser.get(where).get_data(as_text=True)
    assert FIRST in page
    assert "You agreed on" in page


def test_nobodys_yes_is_shown_to_anybody_else(site: Site) -> None:
    site.phone("Dao").do("agreement.agree")
    console = site.console().page("console")
    assert "agreed" not in console.lower().replace(FIRST.lower(), "")


def test_who_leads_is_asked_to_begin_with_themselves(site: Site) -> None:
    console = site.console().page("console")
    assert any(str(one) in console for one in agreement.OF_THOSE_WHO_LEAD)
    assert not any(str(one) in site.phone("Dao").page() for one in agreement.OF_THOSE_WHO_LEAD)


def test_another_prompt_comes_with_every_meeting_and_all_have_their_turn(site: Site) -> None:
    """C-72: the supervisor's own line is asked for in turn."""
    asked = []
    for _meeting in agreement.OF_THOSE_WHO_LEAD:
        page = site.console().page("console")
        (prompt,) = [str(one) for one in agreement.OF_THOSE_WHO_LEAD if str(one) in page]
        asked.append(prompt)
        site.supervision_id = site.write(_the_next_meeting)
    assert asked == [str(one) for one in agreement.OF_THOSE_WHO_LEAD]


def _the_next_meeting(session: Session) -> int:
    last = session.query(SupervisionSession).order_by(SupervisionSession.id).all()[-1]
    last.status = SessionStatus.CLOSED
    session.flush()
    with session.no_autoflush:
        following = open_room(last.group)
        session.add(following)
    session.flush()
    return following.id


def test_it_says_that_all_is_invited_and_where_the_limits_are(site: Site) -> None:
    """F3: a no is everybody's, and whoever leads must act on danger and on unsafe practice."""
    page = site.phone("Aditi").page().split('id="agreement-h"')[1].split("</section>")[0]
    for said in (
        "Every question may be passed over",
        "in danger",
        "cannot do this work safely",
        "decides how far it goes",
    ):
        assert said in page


def test_it_and_the_way_in_say_that_nobody_records_unnoticed(site: Site) -> None:
    """F5: off to begin with, and told to everybody while it may be on."""
    assert "Nobody records our meetings" in site.phone("Aditi").page()
    code = site.look(lambda room: room.join_code)
    names = site.app.test_client().get(f"/join/{code}").get_data(as_text=True)
    assert "Nobody records in this room" in names
