"""A strain about the supervisor, told to the site contact: a quiet count on their first page, and
nothing that anybody else notices (F3, C-59)."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import Phase, Role
from afttrainer.models import Membership, SupervisionSession, User
from tests.people import Phone, Site
from tests.web.library import words

WORDS = "I am afraid of her"


@pytest.fixture
def ruth(site: Site) -> int:
    """The site contact's number; she is in no room."""

    def make(session: Session) -> int:
        room, now = session.get_one(SupervisionSession, site.supervision_id), clock.now()
        member = Membership(
            name="Ruth", role=Role.SITE_CONTACT, added_at=now, claimed_at=now, confirmed_at=now
        )
        member.user = User(username="ruth")
        room.group.memberships.append(member)
        session.flush()
        return member.id

    site.begin(Phase.CHECK_IN)
    return site.write(make)


def tells(phone: Phone, contact: int, said: str = WORDS) -> None:
    to = f"contact-{contact}"
    assert phone.do("strain.signal", dyad="supervisor_trainee", words=said, to=to)["ok"]


def test_a_count_stands_on_the_contacts_first_page_and_on_nobody_elses(
    site: Site, ruth: int
) -> None:
    browser, console = site.browser("Ruth"), site.console()
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    assert "Nothing is told to you just now." in words(browser.get("/"))
    console.heard()
    tells(aditi, ruth)
    tells(dao, ruth, "I am, too")
    home = words(browser.get("/"))
    assert "2 strains were told to you." in home
    assert WORDS not in home, "a count, and no words, on a page that may stand open"
    assert WORDS in words(browser.get(f"/contact/{group(site)}"))
    assert console.heard() == []
    for name in ("Mirela", "Aditi"):
        assert "told to you" not in words(site.browser(name).get("/"))
    assert WORDS not in console.page("console")


def test_what_was_taken_up_or_taken_back_is_not_counted_any_more(site: Site, ruth: int) -> None:
    browser, aditi = site.browser("Ruth"), site.phone("Aditi")
    tells(aditi, ruth)
    tells(aditi, ruth, "and once more")
    first, second = site.look(lambda room: [s.id for s in room.strains])
    assert aditi.do("strain.take_back", strain=second)["ok"]
    assert "1 strain was told to you." in words(browser.get("/"))
    address = f"/contact/{group(site)}/strain/{first}/attend"
    assert browser.post(address).status_code == 303
    assert "Nothing is told to you just now." in words(browser.get("/"))


def group(site: Site) -> int:
    return site.look(lambda room: room.group_id)
