"""Signing in and out, one's own passphrase, and the link for whoever lost theirs."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from afttrainer import accounts, clock
from afttrainer.content.codes import Role
from afttrainer.extensions import db, socketio
from afttrainer.models import Group, Membership, SignInLink, User
from tests import database_troubles
from tests.people import Site

GOOD = "four words are plenty"


def has_passphrase(site: Site, name: str, passphrase: str = GOOD) -> None:
    with site.app.app_context():
        hashed = accounts.hash_of(passphrase)

    def keep(session: Session) -> None:
        session.scalars(select(User).where(User.username == name)).one().password = hashed

    site.write(keep)


def signs_in(browser: FlaskClient, name: str, passphrase: str = GOOD, **more: str) -> TestResponse:
    return browser.post("/sign-in", data={"username": name, "password": passphrase, **more})


def said(answer: TestResponse) -> str:
    return html.unescape(answer.get_data(as_text=True))


def alert(answer: TestResponse) -> list[str]:
    return re.findall(r'role="alert">([^<]+)<', said(answer))


# Signing in


@pytest.mark.parametrize("typed", ["aditi", "Aditi", " aditi "])
def test_name_and_passphrase_open_and_the_device_is_remembered(site: Site, typed: str) -> None:
    has_passphrase(site, "aditi")
    browser = site.app.test_client()
    assert signs_in(browser, typed).status_code == 302
    browser.delete_cookie("session")
    assert "Thursday group" in said(browser.get("/"))


@pytest.mark.parametrize("typed", ["Ștefan Érdi", "ștefan érdi", "ȘTEFAN ÉRDI"])
def test_capitals_of_other_letters_than_plain_ones_do_not_matter_either(
    site: Site, typed: str
) -> None:
    site.write(lambda session: session.add(User(username="Ștefan Érdi")))
    has_passphrase(site, "Ștefan Érdi")
    assert signs_in(site.app.test_client(), typed).status_code == 302


def test_the_answer_never_tells_which_of_both_was_wrong(site: Site) -> None:
    has_passphrase(site, "aditi")
    wrong = signs_in(site.app.test_client(), "aditi", "not the passphrase")
    unknown = signs_in(site.app.test_client(), "nobody", "not the passphrase")
    without = signs_in(site.app.test_client(), "ben", "not the passphrase")
    assert alert(wrong) == alert(unknown) == alert(without) != []
    assert 'value="aditi"' in said(wrong), "what was typed stays, the passphrase does not"
    assert "not the passphrase" not in said(wrong)


def test_the_answer_is_the_same_while_a_name_has_to_wait(site: Site) -> None:
    has_passphrase(site, "aditi")
    first = signs_in(site.app.test_client(), "aditi", "not the passphrase")
    for _n in range(5):
        signs_in(site.app.test_client(), "aditi", "not the passphrase")
    waits = signs_in(site.app.test_client(), "aditi")
    assert waits.status_code == 200
    assert alert(waits) == alert(first)


def test_many_tries_at_once_are_no_way_around_the_wait(site: Site) -> None:
    user = User(username="aditi")
    user.wrong_tries = 0
    now = clock.now()
    looked_at = [user.begin_try(now) for _n in range(50)]
    assert looked_at.count(True) == 5


def test_nothing_typed_is_asked_for(site: Site) -> None:
    assert "Please write" in said(signs_in(site.app.test_client(), "", ""))


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example/", "https://evil.example/", r"\\evil.example", r"/\evil.example"],
)
def test_signing_in_leads_to_no_other_host(site: Site, elsewhere: str) -> None:
    has_passphrase(site, "aditi")
    answer = signs_in(site.app.test_client(), "aditi", next=elsewhere)
    leads_to = urljoin("http://here/", answer.headers.get("Location", "/"))
    assert urlsplit(leads_to).hostname == "here"
    assert "\\" not in leads_to, "browsers read it as a slash"


def test_signing_in_leads_back_to_the_room_that_was_asked_for(site: Site) -> None:
    has_passphrase(site, "aditi")
    browser = site.app.test_client()
    there = browser.get(f"/supervision/{site.supervision_id}/companion").location
    answer = browser.post(there, data={"username": "aditi", "password": GOOD})
    assert answer.location.endswith(f"/supervision/{site.supervision_id}/companion")


# Signing out


def test_signing_out_closes_this_devices_screens_and_no_other(site: Site) -> None:
    laptop, phone = site.phone("Aditi"), site.phone("Aditi")
    laptop.http.post("/sign-out")
    assert not laptop.live.is_connected()
    assert phone.live.is_connected()
    assert site.look(lambda room: [p.is_here for p in room.participants if p.name == "Aditi"]) == [
        True
    ]
    phone.http.post("/sign-out")
    assert site.look(lambda room: [p.is_here for p in room.participants if p.name == "Aditi"]) == [
        False
    ]


def test_after_signing_out_the_device_is_a_strangers(site: Site) -> None:
    aditi = site.phone("Aditi")
    aditi.http.post("/sign-out")
    assert aditi.http.get(f"/supervision/{site.supervision_id}/companion").status_code == 302
    again = socketio.test_client(
        site.app, flask_test_client=aditi.http, auth={"supervision": site.supervision_id}
    )
    assert not again.is_connected()


def test_a_link_in_a_page_cannot_sign_anybody_out(site: Site) -> None:
    aditi = site.phone("Aditi")
    assert aditi.http.get("/sign-out").status_code == 405
    assert aditi.live.is_connected()


def test_signing_in_as_somebody_else_on_one_device_ends_the_first(site: Site) -> None:
    has_passphrase(site, "ben")
    aditi = site.phone("Aditi")
    member = site.look(lambda room: next(m.id for m in room.group.members if m.name == "Ben"))
    aditi.http.post("/sign-out")
    code = site.look(lambda room: room.join_code)
    aditi.http.post(f"/join/{code}/{member}", data={"way": "known", "passphrase": GOOD})
    assert not aditi.live.is_connected()
    assert "ben" in said(aditi.http.get("/account"))


# One's own passphrase


def test_who_came_by_link_chooses_a_passphrase_and_signs_in_with_it(site: Site) -> None:
    browser = site.browser("Chiara")
    assert "Your present passphrase" not in said(browser.get("/account"))
    assert browser.post("/account", data={"passphrase": GOOD}).status_code == 303
    assert signs_in(site.app.test_client(), "chiara").status_code == 302


def test_changing_it_asks_for_the_present_one(site: Site) -> None:
    has_passphrase(site, "aditi")
    browser = site.app.test_client()
    signs_in(browser, "aditi")
    wrong = browser.post(
        "/account", data={"present": "not this one at all", "passphrase": "new " * 4}
    )
    assert wrong.status_code == 422
    assert "not your present passphrase" in said(wrong)
    assert browser.post("/account", data={"passphrase": "new " * 4}).status_code == 422
    assert signs_in(site.app.test_client(), "aditi").status_code == 302
    right = browser.post("/account", data={"present": GOOD, "passphrase": "new " * 4})
    assert right.status_code == 303
    assert signs_in(site.app.test_client(), "aditi", "new " * 4).status_code == 302


def test_a_link_stands_for_the_passphrase_that_was_lost(site: Site) -> None:
    has_passphrase(site, "aditi")
    browser = site.browser("Aditi")
    assert browser.post("/account", data={"passphrase": "new " * 4}).status_code == 303
    browser.delete_cookie("session")
    assert "Your present passphrase" in said(browser.get("/account")), "but only that once"


def test_one_can_sign_out_while_nothing_can_be_kept(site: Site) -> None:
    phone = site.phone("Aditi")
    with site.app.app_context():
        writers = db.get_engine("writer")
    with database_troubles.shut(writers):
        assert phone.http.post("/sign-out").status_code < 400
    assert not phone.live.is_connected()
    assert phone.http.get("/account").status_code == 302


def test_one_can_sign_out_ones_other_devices(site: Site) -> None:
    phone, laptop = site.phone("Aditi"), site.phone("Aditi")
    laptop.http.post("/account", data={"passphrase": GOOD, "elsewhere": "y"})
    assert not phone.live.is_connected()
    assert phone.http.get("/account").status_code == 302
    assert laptop.http.get("/account").status_code == 200


def test_a_weak_new_passphrase_changes_nothing(site: Site) -> None:
    has_passphrase(site, "aditi")
    browser = site.browser("Aditi")
    assert browser.post("/account", data={"passphrase": "short"}).status_code == 422
    assert signs_in(site.app.test_client(), "aditi").status_code == 302


# The one-time link


def asks_for_link(site: Site, by: str, whose: str) -> TestResponse:
    group_id, member_id = site.look(
        lambda room: (
            room.group_id,
            next(m.id for m in room.group.memberships if m.name == whose),
        )
    )
    return site.browser(by).post(f"/groups/{group_id}/members/{member_id}/link")


def test_the_supervisor_makes_a_link_that_signs_in_once(site: Site) -> None:
    page = said(asks_for_link(site, "Mirela", "Dao"))
    token = re.findall(r"/link/([\w-]+)", page)[0]
    assert "<svg" in page, "it can be scanned too"
    phone = site.app.test_client()
    assert "dao" in said(phone.get(f"/link/{token}"))
    assert phone.post(f"/link/{token}").status_code == 303
    assert site.app.test_client().post(f"/link/{token}").status_code == 410


def test_its_person_sees_when_a_link_was_made_and_used(site: Site) -> None:
    """Whoever made it could have used it, and read what is private."""
    dao = site.browser("Dao")
    assert "used on" in said(dao.get("/account")), "the one by which this browser signed in"
    token = re.findall(r"/link/([\w-]+)", said(asks_for_link(site, "Mirela", "Dao")))[0]
    assert "not used yet" in said(dao.get("/account"))
    assert "not used yet" not in said(site.browser("Aditi").get("/account"))
    site.app.test_client().post(f"/link/{token}")
    page = said(dao.get("/account"))
    assert "not used yet" not in page
    assert page.count("used on") == 2


@pytest.mark.parametrize("by", ["Aditi", "Dao"])
def test_nobody_else_makes_links(site: Site, by: str) -> None:
    assert asks_for_link(site, by, "Dao").status_code == 403
    assert links(site) == 1, "only the one by which the browser of this test signed in"


def test_no_link_into_another_supervisors_account(site: Site) -> None:
    def appoint(session: Session) -> None:
        member = session.scalars(select(Membership).where(Membership.name == "Femi")).one()
        member.role = Role.CO_SUPERVISOR

    site.write(appoint)
    assert asks_for_link(site, "Mirela", "Femi").status_code == 403
    assert asks_for_link(site, "Femi", "Mirela").status_code == 403


def test_no_link_into_an_account_that_opens_another_group_too(site: Site) -> None:
    def elsewhere(session: Session) -> None:
        user = session.scalars(select(User).where(User.username == "dao")).one()
        other = Group(name="Monday group", made_at=clock.now())
        other.memberships.append(
            Membership(name="Dao", role=Role.TRAINEE, added_at=clock.now(), user=user)
        )
        session.add(other)

    site.write(elsewhere)
    answer = asks_for_link(site, "Mirela", "Dao")
    assert answer.status_code == 403
    assert "more than what you lead" in said(answer)


def test_no_link_for_a_name_that_nobody_has_taken(site: Site) -> None:
    def add(session: Session) -> None:
        group = session.scalars(select(Group)).one()
        group.memberships.append(Membership(name="Gül", role=Role.TRAINEE, added_at=clock.now()))

    site.write(add)
    assert asks_for_link(site, "Mirela", "Gül").status_code == 409


def links(site: Site) -> int:
    return site.write(lambda session: len(session.scalars(select(SignInLink)).all()))


# Cookies


@pytest.mark.parametrize("https", [False, True])
def test_cookies_are_for_https_only_where_there_is_https(site: Site, https: bool) -> None:
    site.app.config.update(HTTPS=https, SESSION_COOKIE_SECURE=https, REMEMBER_COOKIE_SECURE=https)
    has_passphrase(site, "aditi")
    answer = signs_in(site.app.test_client(), "aditi")
    cookies = answer.headers.getlist("Set-Cookie")
    assert {c.split("=")[0] for c in cookies} >= {"session", "remember_token"}
    for cookie in cookies:
        assert ("; Secure" in cookie) is https
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_the_librarys_second_sign_in_form_is_shut(site: Site) -> None:
    assert site.browser("Aditi").get("/verify").status_code == 404


def test_another_persons_link_ends_the_sign_in_of_this_device(site: Site) -> None:
    """A phone that is handed on: the screens of whoever had it are not the other's."""
    aditi = site.phone("Aditi")

    def link(session: Session) -> str:
        dao = session.scalars(select(User).where(User.username == "dao")).one()
        made, token = SignInLink.for_user(dao, clock.now(), timedelta(days=1))
        session.add(made)
        return token

    assert aditi.http.post(f"/link/{site.write(link)}").status_code == 303
    assert not aditi.live.is_connected()
    assert site.look(lambda room: [p.name for p in room.participants if p.is_here]) == []
