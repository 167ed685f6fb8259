"""Before the meeting begins: how people find it, and who is seen to be there."""

from __future__ import annotations

import re

import pytest

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import Membership, Participant, SupervisionSession
from tests.people import Site, person


def wall_of(site: Site) -> str:
    """The wall as the projector shows it, opened from the console."""
    projector = site.app.test_client()
    opened = site.browser("Mirela").post(f"/supervision/{site.supervision_id}/wall")
    assert projector.get(opened.location).status_code == 303
    return projector.get("/wall").get_data(as_text=True)


def code_of(site: Site) -> str:
    return site.look(lambda room: room.join_code)


def only(site: Site, *names: str) -> None:
    """Nobody else has joined yet."""

    def leave(room: SupervisionSession) -> None:
        room.participants[:] = [p for p in room.participants if p.name in names]

    site.in_room(leave)


def test_the_wall_shows_the_code_and_who_is_there_and_nothing_of_who_is_not(site: Site) -> None:
    only(site, "Mirela", "Aditi")
    wall = wall_of(site)
    for letter in code_of(site):
        assert f"<span>{letter}</span>" in wall
    assert "Aditi" in wall
    assert not re.search("Ben|Chiara|Dao|Eszter|Femi", wall)
    assert not re.search(r"\d of \d", wall)


def test_the_console_counts_who_is_here_of_all_on_the_list_and_no_other_screen_does(
    site: Site,
) -> None:
    """Five of six have come; whoever leads is not counted, and one who has gone is not here."""
    phones = [site.phone(name) for name in ("Aditi", "Ben", "Chiara", "Dao", "Eszter")]
    console = site.console()
    assert "5 of 6 trainees are here" in console.page("console")
    for page in (wall_of(site), phones[0].page()):
        assert "trainees are here" not in page
    phones[0].live.disconnect()
    assert "4 of 6 trainees are here" in console.page("console")


def test_the_qr_code_is_drawn_without_inline_style(site: Site) -> None:
    wall = wall_of(site)
    drawn = re.findall(r"<svg.*?</svg>", wall, re.S)
    assert len(drawn) == 1
    assert "style" not in drawn[0]
    assert "viewBox" in drawn[0]


def test_the_address_is_the_one_that_phones_can_reach(site: Site) -> None:
    site.app.config["JOIN_BASE"] = "http://192.168.7.4:8614"
    assert "192.168.7.4:8614/join" in wall_of(site)
    console = site.console().page("console")
    assert "192.168.7.4:8614/join" in console
    assert "Only this computer" not in console


def test_the_console_says_so_where_no_phone_can_reach_it(site: Site) -> None:
    site.app.config["JOIN_BASE"] = "http://localhost:8614"
    assert "Only this computer" in site.console().page("console")


def test_a_name_appears_on_the_wall_as_soon_as_it_joins(site: Site) -> None:
    only(site, "Mirela")
    assert "Aditi" not in wall_of(site)

    def joins(room: SupervisionSession) -> int:
        before = room.revision_of("wall")
        member = next(m for m in room.group.members if m.name == "Aditi")
        Participant.join(room, member, clock.now())
        return room.revision_of("wall") - before

    assert site.in_room(joins) == 1
    assert "Aditi" in wall_of(site)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Aditi Rao", "Ben Ali"), ("Aditi", "Ben")),
        (("Aditi Rao", "Aditi Sen"), ("Aditi Rao", "Aditi Sen")),
        (("نور الهدى", "Ben"), ("نور", "Ben")),
    ],
)
def test_people_are_called_by_their_first_names_where_that_is_enough(
    site: Site, names: tuple[str, str], shown: tuple[str, str]
) -> None:
    def rename(room: SupervisionSession) -> tuple[str, str]:
        both = person(room, "Aditi"), person(room, "Ben")
        for one, name in zip(both, names, strict=True):
            one.membership.name = name
        return both[0].first_name, both[1].first_name

    assert site.in_room(rename) == shown


def test_a_walls_address_opens_one_wall_and_no_second(site: Site) -> None:
    opened = site.browser("Mirela").post(f"/supervision/{site.supervision_id}/wall").location
    assert site.app.test_client().get(opened).status_code == 303
    again = site.app.test_client().get(opened)
    assert again.status_code == 410
    assert "Open the wall from the console" in again.get_data(as_text=True)
    assert site.app.test_client().get("/wall").status_code == 403


def test_the_companion_says_that_one_is_in(site: Site) -> None:
    page = site.phone("Aditi").page()
    assert "You are in." in page
    assert "/account" in page


def test_the_console_begins_the_first_part_with_one_button(site: Site) -> None:
    console = site.console()
    page = console.page("console")
    first = site.look(lambda room: room.phases[0])
    footer = re.findall(r'<footer class="next-step">.*?</footer>', page, re.S)[0]
    assert footer.count('class="primary') == 1
    assert console.do("phase.move", phase=first.id, shown="")["ok"]
    assert site.look(lambda room: room.phase_id) == first.id


def test_the_code_can_be_shown_again_in_every_part(site: Site) -> None:
    site.begin(Phase.DEBRIEF)
    page = site.console().page("console")
    assert code_of(site) in page
    assert 'popovertarget="way-in"' in page


def test_the_console_always_says_what_the_wall_shows(site: Site) -> None:
    console = site.console()
    assert "Join code and names" in console.page("console")
    site.begin(Phase.CHECK_IN)
    now = re.findall(r'<p class="wall-now">.*?</p>', console.page("console"), re.S)
    assert len(now) == 1
    assert "Check-in" in now[0]


def test_a_members_name_of_markup_stays_words(site: Site) -> None:
    def rename(room: SupervisionSession) -> None:
        member: Membership = person(room, "Aditi").membership
        member.name = "<b>Aditi</b>"

    site.in_room(rename)
    for page in (wall_of(site), site.console().page("console")):
        assert "<b>Aditi" not in page
        assert "&lt;b&gt;Aditi" in page
