"""Every address, opened by a stranger, and every address of a room, opened by an outsider."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from afttrainer.models import User
from afttrainer.web.doors import OPEN, SHUT, WALL
from tests.people import Site, open_room, thursday_group


def addresses(app: Flask, **given: object) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and address of every door; what an address asks for is `given`, or 1."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, filled(rule, given)


def filled(rule: Rule, given: dict[str, object]) -> str:
    def fill(found: re.Match[str]) -> str:
        return str(given.get(found[1], 1))

    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", fill, rule.rule)


def test_every_door_is_closed_to_strangers_but_those_on_the_list(site: Site) -> None:
    stranger = site.app.test_client()
    seen = set()
    for endpoint, method, address in addresses(site.app, supervision_id=site.supervision_id):
        seen.add(endpoint)
        if endpoint in OPEN | WALL:
            continue
        answer = stranger.open(address, method=method)
        where = f"{method} {address}"
        if endpoint in SHUT:
            assert answer.status_code == 404, where
        elif method == "GET":
            assert answer.status_code == 302, where
            assert answer.location.startswith("/sign-in?next="), where
        else:
            assert answer.status_code == 401, where
    assert OPEN - seen == set(), "the list names only doors that are there"


def test_what_is_open_shows_a_stranger_nothing_of_a_group(site: Site) -> None:
    stranger = site.app.test_client()
    for endpoint, method, address in addresses(site.app, supervision_id=site.supervision_id):
        if endpoint in OPEN | WALL and endpoint not in ("static", "security.logout"):
            answer = stranger.open(address, method=method)
            assert answer.status_code < 500, address
            page = answer.get_data(as_text=True)
            assert not re.search("Thursday|Aditi|Mirela", page), address


@pytest.fixture
def outsider(site: Site) -> FlaskClient:
    """Zara leads a group of her own here and has no place in this one."""

    def make(session: Session) -> None:
        group = thursday_group(session, ())
        member = group.members[0]
        assert member.user is not None
        member.name, member.user.username = "Zara", "zara"
        group.name = "Monday group"
        session.add(open_room(group))

    def aside(name: str, to: str) -> None:
        site.write(
            lambda session: setattr(
                session.query(User).filter_by(username=name).one(), "username", to
            )
        )

    aside("mirela", "mirela.of.thursday")
    site.write(make)
    aside("mirela.of.thursday", "mirela")
    return site.browser("Zara")


def test_an_outsider_opens_nothing_of_a_room(site: Site, outsider: FlaskClient) -> None:
    rooms = 0
    for _endpoint, method, address in addresses(
        site.app,
        supervision_id=site.supervision_id,
        group_id=site.look(lambda room: room.group_id),
        membership_id=site.look(lambda room: room.group.members[1].id),
    ):
        if not re.match("/(supervision|groups)/", address):
            continue
        rooms += 1
        sent = {"id": "knocking-1", "name": "check_in.save", "body": {}}
        spoken = {"Tus-Resumable": "1.0.0"}
        body = sent if method == "POST" else None
        answer = outsider.open(address, method=method, json=body, headers=spoken)
        where = f"{method} {address}"
        # 415 and 422: a form that does not even look at whose room it is.
        assert answer.status_code in (403, 404, 405), where
        page = answer.get_data(as_text=True)
        assert not re.search("Thursday|Aditi|Mirela", page), where
    assert rooms > 4


def test_a_trainee_does_not_open_the_console_or_a_wall(site: Site) -> None:
    browser = site.browser("Aditi")
    where = f"/supervision/{site.supervision_id}"
    assert browser.get(f"{where}/console").status_code == 403
    assert browser.post(f"{where}/wall").status_code == 403


def test_nothing_is_fetched_from_or_framed_by_or_told_to_another_host(site: Site) -> None:
    answer = site.browser("Aditi").get(f"/supervision/{site.supervision_id}/companion")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.get_data(as_text=True)
    assert not re.findall(
        r"<style|<script(?![^>]*(?:\bsrc=|application/json))|\son\w+=|\sstyle=", page
    )
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


def test_over_plain_http_no_page_says_that_it_must_be_https(site: Site) -> None:
    answer = site.app.test_client().get("/join")
    assert "Strict-Transport-Security" not in answer.headers
    assert "upgrade-insecure-requests" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/sign-in", "/join", "/health"])
def test_pages_for_strangers_leave_no_copy_either(site: Site, address: str) -> None:
    answer = site.app.test_client().get(address)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_command_nested_too_deep_is_answered_in_words(site: Site) -> None:
    deep = '{"id": "too-deep-1", "name": "check_in.save", "body": ' + "[" * 100_000
    where = f"/supervision/{site.supervision_id}/command"
    answer = site.browser("Aditi").post(where, data=deep + "}", content_type="application/json")
    assert answer.status_code == 422
    assert "did not arrive whole" in answer.get_json()["words"]
