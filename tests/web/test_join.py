"""Joining: the code, one's name, a passphrase, and the supervisor's yes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from afttrainer import clock
from afttrainer.content.codes import Phase, Role, SessionStatus
from afttrainer.models import Group, Membership, SupervisionSession, User
from afttrainer.models.user import TRIES_BEFORE_WAITING
from tests.people import Phone, Site

GOOD = "four words are plenty"


@dataclass
class Door:
    """One device in front of the room, in the words of whoever holds it."""

    site: Site
    browser: FlaskClient

    @property
    def code(self) -> str:
        return self.site.look(lambda room: room.join_code)

    def scans(self) -> TestResponse:
        return self.browser.get(f"/join/{self.code}")

    def types(self, code: str) -> TestResponse:
        return self.browser.post("/join", data={"code": code})

    def picks(self, name: str, way: str = "new", passphrase: str = GOOD) -> TestResponse:
        found = self.site.look(lambda room: _on_the_list(room, name).id)
        sent = {"way": way, "passphrase": passphrase}
        return self.browser.post(f"/join/{self.code}/{found}", data=sent)

    def looks_at(self, name: str) -> TestResponse:
        found = self.site.look(lambda room: _on_the_list(room, name).id)
        return self.browser.get(f"/join/{self.code}/{found}")

    def waits(self) -> TestResponse:
        return self.browser.get(f"/join/{self.code}/waiting")

    def opens_the_room(self) -> int:
        return self.browser.get(f"/supervision/{self.site.supervision_id}/companion").status_code


def _on_the_list(room: SupervisionSession, name: str) -> Membership:
    return next(m for m in room.group.members if m.name == name)


def on_the_list(site: Site, *names: str) -> None:
    """The supervisor has put these names on the list; nobody has taken them."""

    def add(room: SupervisionSession) -> None:
        for name in names:
            member = Membership(name=name, role=Role.TRAINEE, added_at=clock.now())
            room.group.memberships.append(member)

    site.in_room(add)


def answers(console: Phone, site: Site, name: str, command: str) -> dict[str, object]:
    """The supervisor taps on what the console shows under that name."""

    def shown(room: SupervisionSession) -> dict[str, int]:
        member = _on_the_list(room, name)
        assert member.claimed_at is not None
        return {"member": member.id, "asked": clock.to_ms(member.claimed_at)}

    ack: dict[str, object] = console.do(command, **site.look(shown))
    return ack


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


@pytest.fixture
def door(site: Site) -> Door:
    on_the_list(site, "Gül")
    return Door(site, site.app.test_client())


# The code


def test_the_typed_code_leads_to_the_names(door: Door) -> None:
    there = door.types(door.code)
    assert there.status_code == 303
    page = text(door.browser.get(there.location))
    assert "Who are you?" in page
    assert all(name in page for name in ("Mirela", "Aditi", "Gül"))


def test_capitals_spaces_and_dashes_in_the_code_do_not_matter(door: Door) -> None:
    code = door.code.lower()
    assert door.types(f" {code[:3]}-{code[3:]} ").status_code == 303
    assert door.browser.get(f"/join/{code}").status_code == 200


def test_a_wrong_code_is_answered_in_words_and_stays_to_be_corrected(door: Door) -> None:
    for answer in (door.types("wrong <b>"), door.browser.get("/join/wrong <b>")):
        assert answer.status_code == 404
        assert "No room has this code" in text(answer)
        assert 'value="wrong &lt;b&gt;"' in text(answer)


def test_no_code_at_all_is_asked_for(door: Door) -> None:
    assert door.types("").status_code == 422


@pytest.mark.parametrize("status", [SessionStatus.PLANNED, SessionStatus.CLOSED])
def test_a_room_that_is_not_open_says_so_and_names_nobody(
    door: Door, status: SessionStatus
) -> None:
    def become(room: SupervisionSession) -> None:
        room.status = status

    door.site.in_room(become)
    for answer in (door.scans(), door.types(door.code), door.picks("Gül"), door.waits()):
        assert answer.status_code == 404
        assert "not open now" in text(answer)
        assert "Thursday" not in text(answer)
        assert "Aditi" not in text(answer)


def test_a_removed_members_name_is_not_on_the_list(door: Door) -> None:
    def remove(room: SupervisionSession) -> None:
        _on_the_list(room, "Dao").removed_at = clock.now()

    door.site.in_room(remove)
    assert "Dao" not in text(door.scans())


# A name taken for the first time


def test_a_first_time_makes_an_account_and_waits_for_the_supervisors_yes(door: Door) -> None:
    console = door.site.console()
    assert door.picks("Gül").location == f"/join/{door.code}/waiting"
    page = text(door.waits())
    assert "Mirela" in page
    assert ">gul<" in page, "the sign-in name is told"
    assert door.opens_the_room() == 404
    shown = console.heard()[-1]["html"]
    assert "asks to come in" in shown

    assert answers(console, door.site, "Gül", "membership.confirm")["ok"]

    assert door.waits().location == f"/supervision/{door.site.supervision_id}"
    assert door.opens_the_room() == 200
    assert "asks to come in" not in console.heard()[-1]["html"]


def test_nothing_of_the_room_is_seen_before_the_yes(door: Door) -> None:
    door.picks("Gül")
    where = f"/supervision/{door.site.supervision_id}"
    for address in ("", "/companion", "/console"):
        assert door.browser.get(where + address).status_code in (403, 404)
    sent = {"id": "knocking-1", "name": "check_in.save", "body": {"word": "hello"}}
    assert door.browser.post(where + "/command", json=sent).status_code in (403, 404)
    assert door.site.look(lambda room: room.check_ins) == []
    assert "Thursday group" not in text(door.browser.get("/"))


def test_the_passphrase_lies_hashed_with_argon2(door: Door) -> None:
    door.picks("Gül")
    kept = door.site.look(lambda room: _on_the_list(room, "Gül").user)
    assert kept is not None
    assert kept.password is not None
    assert kept.password.startswith("$argon2id$")


@pytest.mark.parametrize("weak", ["", "too short", " " * 12, "x" * 5000])
def test_a_passphrase_that_will_not_do_is_answered_in_words_and_takes_nothing(
    door: Door, weak: str
) -> None:
    answer = door.picks("Gül", passphrase=weak)
    assert answer.status_code == 422
    assert re.search(r'id="passphrase-problem"[^>]*role="alert"[^>]*>[^<]+', text(answer))
    assert door.site.look(lambda room: _on_the_list(room, "Gül").user_id) is None


def test_two_who_take_one_name_at_once_the_second_is_told(door: Door) -> None:
    other = Door(door.site, door.site.app.test_client())
    assert "passphrase" in text(other.looks_at("Gül"))
    door.picks("Gül")
    late = other.picks("Gül", passphrase="another person's words")
    assert late.status_code == 409
    assert "just taken this name" in text(late)
    assert other.opens_the_room() == 302
    assert "Who are you?" in text(late)


def test_of_many_at_the_same_moment_one_gets_the_name(door: Door) -> None:
    others = [Door(door.site, door.site.app.test_client()) for _n in range(4)]
    assert all("passphrase" in text(one.looks_at("Gül")) for one in others)
    with ThreadPoolExecutor(len(others)) as at_once:
        got = list(at_once.map(lambda one: one.picks("Gül").status_code, others))
    assert sorted(got) == [303, 409, 409, 409]
    users = select(User).where(User.username.startswith("gul"))
    assert door.site.write(lambda session: len(session.scalars(users).all())) == 1


def test_the_no_frees_the_name_and_the_device_is_a_strangers_again(door: Door) -> None:
    console = door.site.console()
    door.picks("Gül")
    assert answers(console, door.site, "Gül", "membership.give_back")["ok"]

    assert "Please pick your name" in text(door.waits())
    assert door.opens_the_room() == 302
    real = Door(door.site, door.site.app.test_client())
    real.picks("Gül")
    assert ">gul<" in text(real.waits()), "the right person gets the plain sign-in name"


def test_a_yes_for_somebody_who_is_not_asking_any_more_lets_nobody_in(door: Door) -> None:
    console = door.site.console()
    door.picks("Gül")
    shown = door.site.look(
        lambda room: (
            _on_the_list(room, "Gül").id,
            clock.to_ms(_on_the_list(room, "Gül").claimed_at or clock.now()),
        )
    )
    answers(console, door.site, "Gül", "membership.give_back")
    Door(door.site, door.site.app.test_client()).picks("Gül")
    ack = console.do("membership.confirm", member=shown[0], asked=shown[1])
    assert not ack["ok"]
    assert "any more" in ack["words"]
    assert not door.site.look(lambda room: _on_the_list(room, "Gül").belongs)


def test_only_a_supervisor_says_yes(door: Door) -> None:
    door.picks("Gül")
    ack = answers(door.site.phone("Aditi"), door.site, "Gül", "membership.confirm")
    assert not ack["ok"]
    assert not door.site.look(lambda room: _on_the_list(room, "Gül").belongs)


@pytest.mark.parametrize(
    ("name", "sign_in_name"),
    [
        ("Aditi Rao", "aditi.rao"),
        ("Aditi", "aditi2"),
        ("Zoë O'Brien-Łuk", "zoe.obrien.uk"),
        ("نور الهدى", "member"),
        ("W" * 80, "w" * 24),
    ],
)
def test_the_sign_in_name_can_be_typed_on_any_keyboard(
    site: Site, name: str, sign_in_name: str
) -> None:
    if name == "Aditi":
        site.in_room(lambda room: setattr(_on_the_list(room, "Aditi"), "name", "Aditi the elder"))
    on_the_list(site, name)
    door = Door(site, site.app.test_client())
    door.picks(name)
    assert f">{sign_in_name}<" in text(door.waits())


# A name taken before


def member_with_passphrase(door: Door) -> None:
    door.picks("Gül")
    answers(door.site.console(), door.site, "Gül", "membership.confirm")


def test_on_another_device_the_passphrase_opens_the_name_and_joins(door: Door) -> None:
    member_with_passphrase(door)
    phone = Door(door.site, door.site.app.test_client())
    assert "Your passphrase" in text(phone.looks_at("Gül"))
    assert phone.picks("Gül", "known").location == f"/supervision/{door.site.supervision_id}"
    assert phone.opens_the_room() == 200
    assert door.site.look(lambda room: [p.name for p in room.participants].count("Gül")) == 1


def test_a_wrong_passphrase_is_answered_in_words_and_opens_nothing(door: Door) -> None:
    member_with_passphrase(door)
    thief = Door(door.site, door.site.app.test_client())
    answer = thief.picks("Gül", "known", "not the passphrase")
    assert answer.status_code == 422
    assert "not the passphrase of this name" in text(answer)
    assert "not the passphrase&" not in text(answer), "a passphrase is never shown again"
    assert thief.opens_the_room() == 302


def test_a_name_that_came_by_link_has_no_passphrase_to_guess(door: Door) -> None:
    answer = door.picks("Aditi", "known", "anything at all")
    assert answer.status_code == 422
    assert "link that signs you in once" in text(answer)


def test_after_five_wrong_tries_even_the_right_passphrase_waits(door: Door) -> None:
    member_with_passphrase(door)
    thief = Door(door.site, door.site.app.test_client())
    for _n in range(TRIES_BEFORE_WAITING):
        thief.picks("Gül", "known", "not the passphrase")
    answer = thief.picks("Gül", "known", GOOD)
    assert "Please wait" in text(answer)
    assert thief.opens_the_room() == 302

    def a_minute_later(room: SupervisionSession) -> None:
        user = _on_the_list(room, "Gül").user
        assert user is not None
        assert user.wait_until is not None
        user.wait_until -= timedelta(minutes=1)

    door.site.in_room(a_minute_later)
    assert thief.picks("Gül", "known", GOOD).status_code == 303


def test_a_device_that_is_remembered_comes_in_at_once(door: Door) -> None:
    member_with_passphrase(door)
    assert door.scans().location == f"/supervision/{door.site.supervision_id}"


def test_a_remembered_device_comes_in_after_its_browser_was_closed(door: Door) -> None:
    member_with_passphrase(door)
    door.browser.delete_cookie("session")
    assert door.scans().location == f"/supervision/{door.site.supervision_id}"


def test_an_account_from_elsewhere_takes_a_name_without_a_new_passphrase(door: Door) -> None:
    def elsewhere(room: SupervisionSession) -> None:
        member = _on_the_list(room, "Femi")
        member.user, member.claimed_at, member.confirmed_at = None, None, None

    browser = door.site.browser("Femi")
    door.site.in_room(elsewhere)
    femi = Door(door.site, browser)
    assert "signed in as femi" in text(femi.looks_at("Gül"))
    assert femi.picks("Gül").location.endswith("/waiting")
    assert door.site.look(lambda room: _on_the_list(room, "Gül").user) is not None
    made = select(User).where(User.username.startswith("gul"))
    assert door.site.write(lambda session: session.scalars(made).all()) == []


def test_who_was_removed_does_not_come_back_under_another_name(door: Door) -> None:
    femi = Door(door.site, door.site.browser("Femi"))

    def remove(room: SupervisionSession) -> None:
        _on_the_list(room, "Femi").removed_at = clock.now()

    door.site.in_room(remove)
    answer = femi.picks("Gül")
    assert answer.status_code == 409
    assert "ask the supervisor" in text(answer)


def test_a_name_of_another_group_is_not_reached_through_this_code(door: Door) -> None:
    def make(session: Session) -> int:
        other = Group(name="Monday group", made_at=clock.now())
        member = Membership(name="Hana", role=Role.TRAINEE, added_at=clock.now())
        other.memberships.append(member)
        session.add(other)
        session.flush()
        return member.id

    hana = door.site.write(make)
    answer = door.browser.post(f"/join/{door.code}/{hana}", data={"way": "new", "passphrase": GOOD})
    assert answer.status_code == 404
    assert "not on the list" in text(answer)
    assert "Hana" not in text(answer)


# Coming in


def test_whoever_joins_in_the_middle_lands_in_the_present_part(door: Door) -> None:
    door.site.begin(Phase.CHECK_IN)
    member_with_passphrase(door)
    door.scans()
    page = text(door.browser.get(f"/supervision/{door.site.supervision_id}/companion"))
    assert 'data-command="check_in.save"' in page
    # "Sent later" is what a device says of itself.
    assert not re.search(r"\blate\b", page, re.IGNORECASE)


def test_joining_twice_is_joining_once_and_says_so_to_nobody(door: Door) -> None:
    member_with_passphrase(door)
    console = door.site.console()
    door.scans()
    console.heard()
    before = door.site.look(lambda room: room.revision_of("wall"))
    door.scans()
    assert door.site.look(lambda room: room.revision_of("wall")) == before
    assert console.heard() == []
