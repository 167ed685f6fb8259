"""Every address of groups, cases, films and plans: closed to strangers, and to trainees what is not
theirs."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.people import Site
from tests.web.library import Ids, stocked, stranger

NOUNS = (
    "groups",
    "members",
    "cases",
    "recordings",
    "bringing",
    "clips",
    "supervisions",
    "plans",
    "clip_queues",
)
#: Open to everybody who is signed in: there is nothing of a group in it.
FOR_ALL = {"groups.make"}
#: What Dao may see of the group that he is a trainee of.
A_TRAINEES = {
    "groups.group",
    "groups.agreed_on",
    "groups.agree",
    "cases.listed",
    "recordings.listed",
    "bringing.new",
}


def addresses(app: Flask, ids: Ids) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of every door of these nouns, leading to the Thursday group."""
    numbers = {
        "group_id": ids.group,
        "member_id": ids.member,
        "case_id": ids.case,
        "recording_id": ids.recording,
        "clip_id": ids.clip,
        "supervision_id": ids.meeting,
        "queued_id": ids.queued,
        "ticket": "0" * 32,
    }
    with app.test_request_context():
        binding = app.url_map.bind("localhost")
        return [
            (rule.endpoint, method, binding.build(rule.endpoint, numbers, method=method))
            for rule in app.url_map.iter_rules()
            if rule.endpoint.split(".")[0] in NOUNS and rule.endpoint not in FOR_ALL
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]


def test_there_are_doors_to_try(site: Site) -> None:
    assert len(addresses(site.app, stocked(site))) > 40


def test_a_stranger_finds_nothing_at_any_address(site: Site) -> None:
    ids, mo = stocked(site), stranger(site)
    before = site.look(lambda room: (room.group.name, room.status, len(room.queue)))
    for endpoint, method, address in addresses(site.app, ids):
        answer = mo.open(address, method=method)
        assert answer.status_code == 404, (endpoint, method)
        assert "Thursday" not in answer.get_data(as_text=True)
    assert site.look(lambda room: (room.group.name, room.status, len(room.queue))) == before


def test_whoever_is_not_signed_in_is_sent_to_sign_in(site: Site) -> None:
    ids, nobody = stocked(site), site.app.test_client()
    for endpoint, method, address in addresses(site.app, ids):
        answer = nobody.open(address, method=method)
        assert answer.status_code == (302 if method == "GET" else 401), (endpoint, method)


def test_another_trainee_of_the_group_finds_nothing_of_bens(site: Site) -> None:
    ids, dao = stocked(site), site.browser("Dao")
    for endpoint, method, address in addresses(site.app, ids):
        if endpoint in A_TRAINEES:
            continue
        answer = dao.open(address, method=method)
        noun = endpoint.split(".")[0]
        leading = noun in ("groups", "members", "supervisions", "plans", "clip_queues")
        assert answer.status_code == (403 if leading else 404), (endpoint, method)


def test_a_removed_member_is_a_stranger_at_once(site: Site) -> None:
    ids, ben, mirela = stocked(site), site.browser("Ben"), site.browser("Mirela")
    assert ben.get(f"/films/{ids.recording}").status_code == 200
    mirela.post(f"/groups/{ids.group}/members/{ids.member}/remove")
    for endpoint, method, address in addresses(site.app, ids):
        assert ben.open(address, method=method).status_code == 404, (endpoint, method)


@pytest.mark.parametrize("number", [0, 999_999, 2**80])
def test_a_number_that_nothing_has_is_answered_in_words(site: Site, number: int) -> None:
    mirela: FlaskClient = site.browser("Mirela")
    ids = Ids(*([number] * 7))
    for endpoint, method, address in addresses(site.app, ids):
        answer = mirela.open(address, method=method)
        assert answer.status_code == 404, (endpoint, method)


def test_a_number_of_another_group_is_nothing_within_this_one(site: Site) -> None:
    """Mo leads a group, but not with Ben's member, clip and film in it."""
    ids, mo = stocked(site), stranger(site)
    own = int(mo.get("/").get_data(as_text=True).split('href="/groups/')[1].split('"')[0])
    for address in (
        f"/groups/{own}/members/{ids.member}",
        f"/groups/{own}/members/{ids.member}/remove",
    ):
        assert mo.get(address).status_code == 404
    made = mo.post(f"/groups/{own}/supervisions")
    plan = made.headers["Location"].removesuffix("/plan")
    assert mo.post(f"{plan}/queue", data={"clip": ids.clip}).status_code == 404
    assert mo.post(f"{plan}/queue/{ids.queued}", data={"step": "out"}).status_code in (404, 409)
    assert site.look(lambda room: len(room.queue)) == 1
