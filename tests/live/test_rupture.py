"""What happened between them, as the group says it, with everybody who sees it otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from afttrainer.content.codes import AllianceComponent, Direction, Family
from tests.live.after_film import described, drawn, elsewhere, rupture_id, shown
from tests.people import Site

SAID: dict[str, Any] = {
    "start": "5:22",
    "anchor": "5:28.5",
    "end": "5:40",
    "family": "withdrawal",
    "direction": "away_from_other",
    "components": ["task", "bond"],
    "therapist_side": "I wanted to look capable.",
    "patient_side": "He gives up saying what he wants.",
}


def test_the_group_describes_r1_and_the_wall_shows_it_as_agreed(site: Site) -> None:
    site.in_room(shown)
    ack = site.console().do("rupture.define", **SAID)
    assert ack["ok"], ack

    def read(room: Any) -> tuple[Any, ...]:
        r1 = room.ruptures[0]
        return r1.name, r1.start_ms, r1.anchor_ms, r1.end_ms, r1.family, r1.direction, r1.components

    assert site.look(read) == (
        "R1",
        322_000,
        328_500,
        340_000,
        Family.WITHDRAWAL,
        Direction.AWAY_FROM_OTHER,
        [AllianceComponent.TASK, AllianceComponent.BOND],
    )
    wall = drawn(site, "wall")
    assert 'data-scene="agreed"' in wall
    assert "5:22–5:40" in wall
    # Both sides, the therapist's first.
    assert wall.index("I wanted to look capable.") < wall.index("He gives up")


def test_a_single_component_is_kept_too(site: Site) -> None:
    site.in_room(shown)
    assert site.console().do("rupture.define", **{**SAID, "components": "goal"})["ok"]
    assert site.look(lambda room: room.ruptures[0].components) == ["goal"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("start", "half past five", "minutes and seconds"),
        ("start", "", "Where does it begin?"),
        ("end", "5:10", "before the beginning"),
        ("end", "59:00", "over by then"),
        ("anchor", "6:00", "between the beginning and the end"),
        ("direction", "against_other", "choose another"),
        ("family", "", "choose"),
    ],
)
def test_what_does_not_fit_is_answered_at_its_field(
    site: Site, field: str, value: str, words: str
) -> None:
    site.in_room(shown)
    ack = site.console().do("rupture.define", **{**SAID, field: value})

    assert not ack["ok"]
    assert words in ack["fields"][field][0]
    assert site.look(lambda room: room.ruptures) == []


@pytest.mark.parametrize(
    "command", ["rupture.define", "rupture.describe", "rupture.show", "rupture.hide"]
)
def test_only_the_supervisor_describes_it(site: Site, command: str) -> None:
    site.in_room(described)
    ack = site.phone("Ben").do(command, **SAID, rupture=rupture_id(site))
    assert not ack["ok"]
    assert "Only the supervisor" in ack["words"]


def test_six_see_it_so_ben_otherwise_and_his_view_stays(site: Site) -> None:
    site.in_room(described)
    r1 = rupture_id(site)
    console, ben = site.console(), site.phone("Ben")
    for name in ("Aditi", "Chiara", "Dao", "Eszter", "Femi"):
        assert site.phone(name).do("rupture.see", rupture=r1)["ok"]
    assert console.do("rupture.see", rupture=r1)["ok"]
    ack = ben.do(
        "rupture.differ",
        rupture=r1,
        family="withdrawal",
        direction="toward_other_away_from_self",
        words="He hurried to please me.",
    )
    assert ack["ok"], ack

    html = drawn(site, "supervisor")
    assert "6 see it so, 1 differently" in html
    assert "He hurried to please me." in html
    wall = drawn(site, "wall")
    assert "sees it as toward the other" in wall
    assert "He hurried to please me." not in wall

    assert console.do("rupture.describe", **{**SAID, "patient_side": "Other words"}, rupture=r1)[
        "ok"
    ]
    assert "6 see it so, 1 differently" in drawn(site, "supervisor")
    assert "He hurried to please me." in drawn(site, "everyone")


def test_a_direction_that_does_not_go_with_the_family_is_no_view(site: Site) -> None:
    site.in_room(described)
    ack = site.phone("Ben").do(
        "rupture.differ", rupture=rupture_id(site), family="withdrawal", direction="against_other"
    )
    assert "does not go with" in ack["fields"]["direction"][0]
    assert site.look(lambda room: room.ruptures[0].views) == []


def test_a_rupture_of_another_room_is_nobodys_here(site: Site) -> None:
    site.in_room(described)
    foreign = elsewhere(site)["rupture"]
    console, ben = site.console(), site.phone("Ben")
    for screen, command in (
        (console, "rupture.show"),
        (console, "rupture.replay"),
        (console, "rupture.describe"),
        (ben, "rupture.see"),
        (ben, "rupture.differ"),
    ):
        ack = screen.do(command, **{**SAID, "rupture": foreign})
        assert not ack["ok"]
        assert "not one of this meeting" in ack["words"]


def test_the_wall_goes_between_the_card_and_the_marks(site: Site) -> None:
    site.in_room(described)
    console = site.console()
    assert 'data-scene="agreed"' in drawn(site, "wall")
    console.do("rupture.hide")
    assert 'data-scene="reveal"' in drawn(site, "wall")
    console.do("rupture.show", rupture=rupture_id(site))
    assert 'data-scene="agreed"' in drawn(site, "wall")
    console.do("rupture.replay", rupture=rupture_id(site))
    assert 'data-scene="reveal"' in drawn(site, "wall")


def test_each_is_asked_on_their_own_phone(site: Site) -> None:
    site.in_room(described)
    aditi = site.phone("Aditi")
    assert "How do you see R1?" in drawn(site, "Aditi")
    aditi.do("rupture.see", rupture=rupture_id(site))
    assert "You see it so." in drawn(site, "Aditi")
    assert "You see it so." not in drawn(site, "Ben")
