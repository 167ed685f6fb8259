"""Who gets in at each address there is: one word a door, and a door without its word is no door.

Whoever does not get in gets the same as where nothing is (404), a no in words (403), or is sent to
sign in. What those who get in may do there is told by the tests of each noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from afttrainer import clock
from afttrainer.content.codes import Role
from afttrainer.models import Membership, SupervisionSession, User
from tests.live.film_room import Wall
from tests.people import Site
from tests.web.library import stocked

ROLES = (
    "nobody", "stranger", "removed", "contact", "wall", "trainee", "owner", "co", "supervisor"
)  # fmt: skip
LEADING = frozenset({"co", "supervisor"})
MEMBERS = LEADING | {"trainee", "owner"}
SIGNED_IN = MEMBERS | {"stranger", "removed", "contact"}
#: Who gets in, by the word that stands for it in the table.
WHO = {
    "all": frozenset(ROLES),
    "signed in": SIGNED_IN,
    "members": MEMBERS,
    "leading": LEADING,
    "whose it is": LEADING | {"owner"},
    "presenter": frozenset({"owner"}),
    "contact": frozenset({"contact"}),
    "wall": frozenset({"wall"}),
    "screens": MEMBERS | {"wall"},
    "none": frozenset(),
}
TABLE = {
    "account.member_link": "leading",
    "account.own": "signed in",
    "bringing.from_inbox": "members",
    "bringing.new": "members",
    "bringing.say_whose": "members",
    "caption_files.bring": "whose it is",
    "caption_files.remove": "whose it is",
    "case_courses.agree": "whose it is",
    "case_courses.course": "whose it is",
    "case_courses.end": "whose it is",
    "case_courses.get_stuck": "whose it is",
    "case_courses.go_on": "whose it is",
    "case_courses.name_themes": "whose it is",
    "case_courses.reflect": "presenter",
    "case_courses.review": "whose it is",
    "case_courses.session_over": "whose it is",
    "case_courses.take_away": "whose it is",
    "cases.case": "whose it is",
    "cases.listed": "members",
    "cases.open_history": "whose it is",
    "cases.remove": "whose it is",
    "cases.rename": "whose it is",
    "clip_queues.arrange": "leading",
    "clip_queues.queue": "leading",
    "clips.choose": "whose it is",
    "clips.edit": "whose it is",
    "clips.remove": "whose it is",
    "clips.split": "whose it is",
    "consents.acted": "leading",
    "consents.noted": "whose it is",
    "consents.second": "whose it is",
    "consents.with_patient": "leading",
    "consents.withdraw": "whose it is",
    "contacts.attend": "contact",
    "contacts.told": "contact",
    "exemplars.film": "members",
    "exemplars.listed": "members",
    "exemplars.of_clip": "whose it is",
    "exemplars.one": "members",
    "exemplars.take_out": "whose it is",
    "exports.ask": "whose it is",
    "exports.end": "whose it is",
    "exports.film": "whose it is",
    "exports.listed": "whose it is",
    "exports.state": "whose it is",
    "film_work.again": "whose it is",
    "film_work.growing": "whose it is",
    "film_work.growing_bytes": "whose it is",
    "film_work.stop": "whose it is",
    "films.captions": "screens",
    "films.clip": "screens",
    "films.film": "screens",
    "films.growing": "screens",
    "films.growing_bytes": "screens",
    "group_words.add": "leading",
    "group_words.offer_again": "leading",
    "group_words.put_away": "leading",
    "group_words.reword": "leading",
    "groups.agree": "members",
    "groups.agreed_on": "members",
    "groups.group": "members",
    "groups.make": "signed in",
    "groups.rename": "leading",
    "heartbeats.here": "members",
    "home_practices.change_line": "members",
    "home_practices.forget": "members",
    "home_practices.forget_all": "members",
    "home_practices.log": "members",
    "home_practices.log_json": "members",
    "home_practices.now": "members",
    "join.claim": "all",
    "join.code": "all",
    "join.names": "all",
    "join.waiting": "all",
    "links.use": "all",
    "members.add": "leading",
    "members.appoint": "leading",
    "members.appoint_contact": "leading",
    "members.confirm": "leading",
    "members.give_back": "leading",
    "members.member": "leading",
    "members.remove": "leading",
    "members.rename_member": "leading",
    "members.step_down": "leading",
    "narration_sounds.forget": "members",
    "narration_sounds.hear": "members",
    "narration_sounds.say": "members",
    "outlines.outline": "whose it is",
    "outlines.sheet": "whose it is",
    "outlines.waveform": "whose it is",
    "pages.health": "all",
    "pages.home": "signed in",
    "plans.parts": "leading",
    "practised.ways": "members",
    "preparations.prepare": "presenter",
    "recordings.captions": "whose it is",
    "recordings.film": "whose it is",
    "recordings.listed": "members",
    "recordings.recording": "whose it is",
    "recordings.remove": "whose it is",
    "recordings.rename": "whose it is",
    "recordings.state": "whose it is",
    "recordings.still": "whose it is",
    "records.forget_safety": "members",
    "records.rate": "members",
    "records.record": "members",
    "records.record_json": "members",
    "records.record_pdf": "members",
    "room.command": "members",
    "room.companion": "members",
    "room.console": "leading",
    "room.enter": "members",
    "security.login": "all",
    "security.logout": "all",
    "security.static": "none",
    "security.verify": "none",
    "static": "all",
    "stances.change": "leading",
    "stances.forget": "leading",
    "stances.hide": "leading",
    "stances.notes": "leading",
    "stances.show": "leading",
    "shown.mine": "members",
    "stances.shown": "members",
    "supervisions.drop": "leading",
    "supervisions.make": "leading",
    "supervisions.meeting": "leading",
    "supervisions.open_room": "leading",
    "tensions.views": "whose it is",
    "uploads.abilities": "members",
    "uploads.begin": "members",
    "uploads.card": "members",
    "uploads.upload": "members",
    "walls.make_pass": "leading",
    "walls.open_wall": "all",
    "walls.wall": "wall",
}


@pytest.fixture
def numbers(site: Site) -> dict[str, object]:
    """What addresses of the Thursday group have in them: Ben's film, and his place."""
    ids = stocked(site)
    site.write(_more_people)
    return {
        "group_id": ids.group,
        "supervision_id": ids.meeting,
        "member_id": ids.member,
        "membership_id": ids.member,
        "case_id": ids.case,
        "recording_id": ids.recording,
        "clip_id": ids.clip,
        "queued_id": ids.queued,
        "queued_clip_id": ids.queued,
        "code": site.look(lambda room: room.join_code),
        "ticket": "none",
        "token": "none",
        "filename": "none",
    }


def _more_people(session: Session) -> None:
    room, now = session.query(SupervisionSession).one(), clock.now()
    session.add(User(username="mo"))
    for name, role in (("Ruth", Role.SITE_CONTACT), ("Olu", Role.TRAINEE)):
        member = Membership(name=name, role=role, added_at=now, claimed_at=now, confirmed_at=now)
        room.group.memberships.append(member)
        member.user, member.removed_at = User(username=name.lower()), now if name == "Olu" else None
    next(m for m in room.group.members if m.name == "Femi").role = Role.CO_SUPERVISOR


@pytest.fixture
def browsers(site: Site, numbers: dict[str, object]) -> dict[str, FlaskClient]:
    people = {
        "stranger": "Mo",
        "removed": "Olu",
        "contact": "Ruth",
        "trainee": "Dao",
        "owner": "Ben",
        "co": "Femi",
        "supervisor": "Mirela",
    }
    assert numbers
    signed_in = {role: site.browser(name) for role, name in people.items()}
    return {"nobody": site.app.test_client(), "wall": Wall(site).http, **signed_in}


def doors(app: Flask, numbers: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and address of each."""
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda m: str(numbers.get(m[1], 1)), rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, address


def knock(browser: FlaskClient, address: str, method: str) -> TestResponse:
    """As a page of ours would: whoever speaks another language is told so before anything else."""
    sent = {"id": "knocking-1", "name": "check_in.save", "body": {}}
    spoken = {"Tus-Resumable": "1.0.0"}
    if address.endswith("/command"):
        return browser.open(address, method=method, json=sent)
    return browser.open(address, method=method, headers=spoken)


def test_every_address_has_its_word_and_every_word_its_address(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(TABLE)


def test_nobody_gets_in_where_they_are_not_let_in(
    site: Site, browsers: dict[str, FlaskClient], numbers: dict[str, object]
) -> None:
    before = site.look(lambda r: (r.group.name, r.status, len(r.queue), len(r.group.members)))
    wrong = []
    for endpoint, method, address in doors(site.app, numbers):
        for role in ROLES:
            if role in WHO[TABLE[endpoint]]:
                continue
            answer = knock(browsers[role], address, method)
            sent = answer.headers.get("Location", "")
            if answer.status_code not in (401, 403, 404, 405) and "/sign-in" not in sent:
                wrong.append(f"{method} {endpoint}: {role} gets {answer.status_code} {sent}")
    assert not wrong, "\n".join(wrong)
    after = site.look(lambda r: (r.group.name, r.status, len(r.queue), len(r.group.members)))
    assert after == before


#: What is not there in this group, so that its door has nothing behind it.
EMPTY = {
    "bringing.from_inbox", "contacts.attend", "exports.film", "exports.listed", "exports.state",
    "narration_sounds.hear",
    "exemplars.film", "exemplars.one",
    "static", "film_work.growing", "film_work.growing_bytes", "films.growing",
    "films.growing_bytes",
    "films.captions", "films.clip", "films.film", "home_practices.change_line",
    "group_words.reword", "home_practices.now", "join.claim", "links.use", "outlines.sheet",
    "outlines.outline", "outlines.waveform", "recordings.captions", "recordings.film",
    "recordings.still", "stances.change", "stances.show", "uploads.card", "uploads.abilities",
    "walls.open_wall", "walls.wall",
}  # fmt: skip


def test_who_is_let_in_gets_in(
    site: Site, browsers: dict[str, FlaskClient], numbers: dict[str, object]
) -> None:
    """Where a door is only looked through; what is empty is nobody's to see."""
    wrong = []
    for endpoint, method, address in doors(site.app, numbers):
        if method != "GET" or endpoint in EMPTY:
            continue
        for role in ROLES:
            if role in WHO[TABLE[endpoint]]:
                answer = browsers[role].open(address)
                sent = answer.headers.get("Location", "")
                if answer.status_code in (401, 403, 404) or "/sign-in" in sent:
                    wrong.append(f"{endpoint}: {role} gets {answer.status_code} {sent}")
    assert not wrong, "\n".join(wrong)
