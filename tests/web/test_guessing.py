"""Join codes, passphrases and links can be guessed at for a while, and then one is told to wait."""

from __future__ import annotations

import html

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from afttrainer import accounts, clock
from afttrainer.guesses import AT_MOST, WITHIN
from afttrainer.models import SignInLink, SupervisionSession, User, WallPass
from tests.people import Site

GOOD = "four words are plenty"
CLINIC, ELSEWHERE = "192.0.2.7", "192.0.2.8"
WAIT = "come back in 10 minutes"


def stranger(site: Site, address: str = CLINIC) -> FlaskClient:
    """A browser that nobody has been seen with before."""
    browser = site.app.test_client()
    browser.environ_base["REMOTE_ADDR"] = address
    return browser


def guess(site: Site, address: str = CLINIC) -> None:
    """As many wrong codes as one place may try, each by a new browser."""
    for _n in range(AT_MOST):
        assert stranger(site, address).get("/join/WRONG4").status_code == 404


def code(site: Site) -> str:
    return site.look(lambda room: room.join_code)


def said(answer: TestResponse) -> str:
    return html.unescape(answer.get_data(as_text=True))


def test_after_many_wrong_codes_the_right_one_waits_too_and_says_how_long(site: Site) -> None:
    guess(site)
    for answer in (
        stranger(site).post("/join", data={"code": code(site)}),
        stranger(site).get(f"/join/{code(site)}"),
        stranger(site).get(f"/join/{code(site)}/1"),
        stranger(site).get(f"/join/{code(site)}/waiting"),
    ):
        assert answer.status_code == 429
        assert WAIT in said(answer)
        assert 0 < int(answer.headers["Retry-After"]) <= WITHIN.total_seconds()
        assert f'value="{code(site)}"' in said(answer), "what was typed stays"
        assert "Thursday" not in said(answer)


def test_a_whole_clinic_behind_one_address_comes_in(site: Site) -> None:
    for _n in range(2 * AT_MOST):
        assert stranger(site).get(f"/join/{code(site)}").status_code == 200


def test_another_address_goes_on(site: Site) -> None:
    guess(site)
    assert stranger(site, ELSEWHERE).get(f"/join/{code(site)}").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
    ],
)
def test_one_network_of_ipv6_is_one_place(site: Site, one: str, other: str, same: bool) -> None:
    guess(site, one)
    answer = stranger(site, other).get(f"/join/{code(site)}")
    assert answer.status_code == (429 if same else 200)


def test_whoever_is_signed_in_there_is_not_kept_waiting(site: Site) -> None:
    aditi = site.browser("Aditi")
    aditi.environ_base["REMOTE_ADDR"] = CLINIC
    guess(site)
    assert aditi.get(f"/join/{code(site)}").status_code == 303
    assert aditi.get(f"/supervision/{site.supervision_id}/companion").status_code == 200


def test_whoever_is_signed_in_guesses_no_longer_than_others(site: Site) -> None:
    aditi = site.browser("Aditi")
    for _n in range(AT_MOST):
        assert aditi.get("/join/WRONG4").status_code == 404
    assert aditi.get("/join/WRONG4").status_code == 429
    assert site.browser("Ben").get("/join/WRONG4").status_code == 404


def test_passphrases_wait_as_well_and_are_not_looked_at(site: Site) -> None:
    with site.app.app_context():
        hashed = accounts.hash_of(GOOD)

    def has_one(session: Session) -> None:
        session.scalars(select(User).where(User.username == "aditi")).one().password = hashed

    site.write(has_one)
    guess(site)
    browser = stranger(site)
    answer = browser.post("/sign-in", data={"username": "aditi", "password": GOOD})
    assert WAIT in said(answer)
    assert 'value="aditi"' in said(answer)
    assert browser.get("/").status_code == 302, "nobody is signed in"
    right = {"username": "aditi", "password": GOOD}
    assert stranger(site, ELSEWHERE).post("/sign-in", data=right).status_code == 302


def test_a_passphrase_that_opens_nothing_counts(site: Site) -> None:
    for _n in range(AT_MOST - 1):
        stranger(site).get("/join/WRONG4")
    wrong = {"username": "nobody", "password": "not the passphrase"}
    assert "did not open" in said(stranger(site).post("/sign-in", data=wrong))
    assert stranger(site).get(f"/join/{code(site)}").status_code == 429


def test_wrong_links_wait_and_right_ones_open_all_the_same(site: Site) -> None:
    """Nobody guesses a link; who has one is let in, whatever others at this address have done."""

    def make(session: Session) -> str:
        user = session.scalars(select(User).where(User.username == "aditi")).one()
        link, token = SignInLink.for_user(user, clock.now(), WITHIN)
        session.add(link)
        return token

    token = site.write(make)
    for _n in range(AT_MOST):
        assert stranger(site).get("/link/guessed").status_code == 410
    waits = stranger(site).get("/link/guessed")
    assert waits.status_code == 429
    assert WAIT in said(waits)
    assert waits.headers["Retry-After"]
    assert stranger(site).post(f"/link/{token}").status_code == 303


def test_wrong_addresses_of_a_wall_wait_and_take_no_turn_of_the_writer(site: Site) -> None:
    def make(room: SupervisionSession) -> str:
        wall_pass, token = WallPass.make(clock.now(), WITHIN)
        room.wall_passes.append(wall_pass)
        return token

    token = site.in_room(make)
    writer = site.app.extensions["writer"]
    site.app.extensions["writer"] = None  # whoever asked for it would be told of a mistake
    for _n in range(AT_MOST):
        assert stranger(site).get("/wall/guessed").status_code == 410
    assert stranger(site).get("/wall/guessed").status_code == 429
    site.app.extensions["writer"] = writer
    assert stranger(site).get(f"/wall/{token}").status_code == 303
    assert stranger(site).get(f"/wall/{token}").status_code == 410, "once"
