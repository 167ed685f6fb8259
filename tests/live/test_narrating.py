"""The presenter's narration in its other ways: aloud, and by the scribe (C-83: S2)."""

from __future__ import annotations

from typing import Any

import pytest

from afttrainer.content.codes import Visibility
from tests.live.film_room import Wall, film_is_at, play, watch
from tests.people import Phone, Site, person

SAID = "I speed up here"
TOLD = "may be recording"
ON_WALL = "A phone here may be recording"


@pytest.fixture
def clip(site: Site) -> int:
    return watch(site)


@pytest.fixture
def ben(site: Site, clip: int) -> Phone:
    return site.phone("Ben")


@pytest.fixture
def dao(site: Site, clip: int) -> Phone:
    """The scribe."""

    def number(room: object) -> int:
        return person(room, "Dao").id  # type: ignore[arg-type]

    assert site.console().do("scribe.appoint", participant=site.look(number))["ok"]
    return site.phone("Dao")


def lines(site: Site) -> list[tuple[str, str, str | None]]:
    return site.look(
        lambda room: [
            (n.author.name, n.words, n.written_by.name if n.written_by else None)
            for n in room.queue[0].narration
        ]
    )


def test_the_scribe_writes_for_the_presenter_who_lets_them(
    site: Site, ben: Phone, dao: Phone, clip: int
) -> None:
    play(site, site.console())
    now_ms = film_is_at(site, 60_000)
    body: dict[str, Any] = {"clip": clip, "words": SAID, "begun": int(now_ms - 15_000)}
    assert not dao.do("narration.write_down", at=now_ms, **body)["ok"], "not without their yes"
    assert ben.do("narration.switch", on="y")["ok"]
    assert "Let Dao write down what I say" in ben.page()
    assert not dao.do("narration.write_down", at=now_ms, **body)["ok"]
    assert ben.do("narration.let_scribe", on="y")["ok"]
    assert 'data-command="narration.write_down"' in dao.page()
    assert dao.do("narration.write_down", at=now_ms, **body)["ok"]

    assert lines(site) == [("Ben", SAID, "Dao")]
    ms, level = site.look(
        lambda r: (r.queue[0].narration[0].clip_ms, r.queue[0].narration[0].visibility)
    )
    assert ms == pytest.approx(45_000, abs=5)
    assert level is Visibility.PRESENTER
    assert SAID in ben.page()
    assert "written down by Dao" in ben.page()
    assert SAID in site.console().page("console")
    for page in (dao.page(), site.phone("Aditi").page(), Wall(site).page()):
        assert SAID not in page, "it is the presenter's from then on"


def test_what_the_scribe_wrote_is_the_presenters_to_correct_and_delete(
    site: Site, ben: Phone, dao: Phone, clip: int
) -> None:
    play(site, site.console())
    ben.do("narration.switch", on="y")
    ben.do("narration.let_scribe", on="y")
    dao.do("narration.write_down", clip=clip, words=SAID)
    line = site.look(lambda room: room.queue[0].narration[0].id)
    assert not dao.do("narration.change", line=line, words="x")["ok"]
    assert not dao.do("narration.remove", line=line)["ok"]
    assert ben.do("narration.change", line=line, words="I slow down")["ok"]
    assert ben.do("narration.remove", line=line)["ok"]
    assert lines(site) == []


def test_nobody_else_writes_for_them_and_no_later_scribe(
    site: Site, ben: Phone, dao: Phone, clip: int
) -> None:
    play(site, site.console())
    ben.do("narration.switch", on="y")
    ben.do("narration.let_scribe", on="y")
    body: dict[str, Any] = {"clip": clip, "words": SAID}
    for name in ("Aditi", "Mirela"):
        assert not site.phone(name).do("narration.write_down", **body)["ok"]
    eszter = site.look(lambda room: person(room, "Eszter").id)
    assert site.console().do("scribe.appoint", participant=eszter)["ok"]
    for phone in (dao, site.phone("Eszter")):
        assert not phone.do("narration.write_down", **body)["ok"]
    assert lines(site) == []


def test_turned_off_the_scribe_writes_no_more(
    site: Site, ben: Phone, dao: Phone, clip: int
) -> None:
    play(site, site.console())
    ben.do("narration.switch", on="y")
    ben.do("narration.let_scribe", on="y")
    assert ben.do("narration.switch")["ok"]
    assert not dao.do("narration.write_down", clip=clip, words=SAID)["ok"]
    assert ben.do("narration.switch", on="y")["ok"]
    assert not dao.do("narration.write_down", clip=clip, words=SAID)["ok"], "asked for anew"


def test_aloud_is_off_to_begin_with_and_the_room_is_told_while_it_is_on(
    site: Site, ben: Phone
) -> None:
    aditi, console, wall = site.phone("Aditi"), site.console(), Wall(site)
    assert not site.look(lambda room: room.queue[0].narrates_aloud)
    assert ON_WALL not in wall.page()
    assert not ben.do("narration.aloud", on="y")["ok"], "narration itself is off"
    assert ben.do("narration.switch", on="y")["ok"]
    assert TOLD not in aditi.page() + console.page("console")
    aditi.heard()
    assert ben.do("narration.aloud", on="y")["ok"]
    assert [push["audience"] for push in aditi.heard()] == ["everyone"]
    assert "wall" in {
        m["args"][0]["audience"] for m in wall.live.get_received() if m["name"] == "changed"
    }
    assert TOLD in aditi.page()
    assert TOLD in console.page("console")
    assert ON_WALL in wall.page()
    assert "Ben’s phone" not in wall.page(), "whose it is stands on the phones"
    assert "data-say-aloud=" in ben.page()
    assert "data-say-aloud=" not in aditi.page() + console.page("console")
    assert ben.do("narration.switch")["ok"]
    assert not site.look(lambda room: room.queue[0].narrates_aloud)
    assert TOLD not in aditi.page()
    assert ON_WALL not in wall.page()


@pytest.mark.parametrize("command", ["narration.aloud", "narration.let_scribe"])
def test_only_the_presenter_turns_it_on(site: Site, ben: Phone, dao: Phone, command: str) -> None:
    ben.do("narration.switch", on="y")
    for name in ("Dao", "Mirela"):
        assert not site.phone(name).do(command, on="y")["ok"]
