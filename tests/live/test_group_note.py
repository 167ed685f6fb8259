"""The group's notes: typed together, seen by all in the room and not on the wall."""

from __future__ import annotations

from typing import Any

from afttrainer.content.codes import Phase
from tests.live.film_room import Wall
from tests.people import Site


def notes(site: Site) -> list[Any]:
    return site.look(lambda room: [(n.author.name, n.words) for n in room.group_notes])


def test_all_write_and_all_see_at_once(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    phones = {name: site.phone(name) for name in ("Aditi", "Dao")}
    console, wall = site.console(), Wall(site)
    for name, phone in phones.items():
        assert phone.do("group_note.add", words=f"A line of {name}’s")["ok"]
    assert console.do("group_note.add", words="A line of Mirela’s")["ok"]
    wall.live.get_received()
    for page in (phones["Aditi"].page(), phones["Dao"].page(), console.page("console")):
        for name in ("Aditi", "Dao", "Mirela"):
            assert f"A line of {name}’s" in page
    assert any("A line of Dao" in news["html"] for news in phones["Aditi"].heard())
    assert "A line of" not in wall.page()


def test_two_who_write_at_once_lose_nothing_and_nobody_changes_anothers(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    assert aditi.do("group_note.add", words="one")["ok"]
    assert dao.do("group_note.add", words="two")["ok"]
    first, second = site.look(lambda room: [n.id for n in room.group_notes])
    assert not dao.do("group_note.change", line=first, words="x")["ok"]
    assert not dao.do("group_note.take_back", line=first)["ok"]
    assert aditi.do("group_note.change", line=first, words="one, more")["ok"]
    assert dao.do("group_note.take_back", line=second)["ok"]
    assert notes(site) == [("Aditi", "one, more")]
    assert not aditi.do("group_note.add", words="  ")["ok"]
