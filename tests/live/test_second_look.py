"""Looking again at its doors: the supervisor takes it up, each is asked on their own phone."""

from __future__ import annotations

import pytest

from tests.live.after_film import clip_id, drawn, elsewhere, shown
from tests.people import TRAINEES, Site

LINE = "He takes care of her."


@pytest.fixture
def talking(site: Site) -> Site:
    site.in_room(shown)
    return site


def look(site: Site) -> int:
    ack = site.console().do("second_look.open", clip=clip_id(site), start=322_000)
    assert ack["ok"], ack
    return site.look(lambda room: room.queue[0].second_looks[-1].id)


def test_the_console_offers_the_one_moment_seen_in_different_ways(talking: Site) -> None:
    html = drawn(talking, "supervisor")
    assert html.count('data-command="second_look.open"') == 1
    offer = html[html.index("divided-h") : html.index('data-command="second_look.open"')]
    assert "5:28" in offer
    assert "toward the other" in offer
    assert not [name for name in ("Mirela", *TRAINEES) if name in offer]


def test_each_is_asked_and_the_wall_shows_both_sides_without_names_or_numbers(
    talking: Site,
) -> None:
    number = look(talking)
    assert "You saw: toward the other" in drawn(talking, "Ben")
    assert "You saw: away from the other" in drawn(talking, "Dao")
    ben = talking.phone("Ben")
    assert ben.do("second_look.say", look=number, line=LINE)["ok"]
    seen = "withdrawal.away_from_other"
    assert ben.do("second_look.see", look=number, seen=seen)["ok"]
    wall = drawn(talking, "wall")
    assert "data-look" in wall
    assert LINE in wall
    assert not [name for name in ("Mirela", *TRAINEES) if name in wall]
    assert "<button" not in wall
    for audience in ("everyone", "supervisor"):
        html = drawn(talking, audience)
        assert LINE in html
        assert "Seen now" in html
    first = talking.look(
        lambda room: [t.direction for t in room.queue[0].tags if t.clip_ms == 340_000]
    )
    assert first == ["toward_other_away_from_self"]


def test_done_with_it_the_marks_are_back_and_what_was_said_stays(talking: Site) -> None:
    number = look(talking)
    assert talking.phone("Ben").do("second_look.say", look=number, line=LINE)["ok"]
    assert talking.console().do("second_look.close", look=number)["ok"]
    assert "data-look" not in drawn(talking, "wall")
    assert "strip-mark" in drawn(talking, "wall")
    assert "How do you see it now?" not in drawn(talking, "Ben")
    assert LINE in drawn(talking, "everyone")


@pytest.mark.parametrize("command", ["open", "again", "close"])
def test_taking_it_up_is_the_supervisors(talking: Site, command: str) -> None:
    number = look(talking)
    ack = talking.phone("Ben").do(
        f"second_look.{command}", look=number, clip=clip_id(talking), start=322_000
    )
    assert "Only the supervisor" in ack["words"]


def test_another_way_than_those_there_are_is_answered(talking: Site) -> None:
    number = look(talking)
    ack = talking.phone("Ben").do("second_look.see", look=number, seen="withdrawal.against_other")
    assert not ack["ok"]
    assert "seen" in ack["fields"]


def test_while_the_presenter_has_stopped_nothing_is_played_again(talking: Site) -> None:
    assert talking.phone("Ben").do("hold.stop")["ok"]
    ack = talking.console().do("second_look.open", clip=clip_id(talking), start=322_000)
    assert not ack["ok"]
    assert talking.look(lambda room: room.queue[0].second_looks) == []


def test_a_moment_of_another_room_is_nobodys_here(talking: Site) -> None:
    foreign = elsewhere(talking)
    ack = talking.console().do("second_look.open", clip=foreign["clip"], start=322_000)
    assert not ack["ok"]
    assert not talking.phone("Ben").do("second_look.say", look=999_999, line=LINE)["ok"]
