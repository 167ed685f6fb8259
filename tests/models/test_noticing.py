"""How soon somebody noticed a moment that the group then agreed on (R-24)."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Noticed
from afttrainer.models import SupervisionSession
from afttrainer.models.noticing import latency_s, of
from tests.live.after_film import described
from tests.people import Site, person


@pytest.fixture
def room(site: Site) -> Site:
    site.in_room(described)
    return site


def found(room: SupervisionSession, name: str) -> list[tuple[str, int | None]]:
    me = person(room, name)
    return [(r.name, s) for _tag, r, s in of(me, room.queue[0].tags, room.ruptures)]


def test_the_latency_is_in_seconds_of_film_from_the_anchor(room: Site) -> None:
    """R1 is clearest at 5:28; Dao marked 5:31 and Chiara 5:22."""
    assert room.look(lambda r: found(r, "Dao")) == [("R1", 3)]
    assert room.look(lambda r: found(r, "Chiara")) == [("R1", -6)]


def test_what_was_noticed_later_has_none(room: Site) -> None:
    def later(r: SupervisionSession) -> float | None:
        tag = next(t for t in r.queue[0].tags if t.author.name == "Dao")
        tag.noticed = Noticed.LATER
        return latency_s(tag, r.ruptures[0])

    assert room.in_room(later) is None
    assert room.look(lambda r: found(r, "Dao")) == [("R1", None)]


def test_marks_elsewhere_in_the_film_say_nothing_of_it(room: Site) -> None:
    def only_far(r: SupervisionSession) -> None:
        clip = r.queue[0]
        clip.tags[:] = [t for t in clip.tags if t.clip_ms > 400_000]

    room.in_room(only_far)
    assert room.look(lambda r: found(r, "Dao")) == []


def test_it_is_told_to_nobody_else(room: Site) -> None:
    words = "after its clearest moment"
    assert words in room.phone("Dao").page()
    for page in (room.console().page("console"), room.phone("Ben").page()):
        assert "you marked it 3 seconds" not in page
