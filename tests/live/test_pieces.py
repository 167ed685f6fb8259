"""A piece of a screen is drawn alone only where nothing else on it can differ."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Phase
from afttrainer.live import audiences
from afttrainer.live.pieces import only_piece
from afttrainer.models import SupervisionSession
from afttrainer.models.revision import OWN_MARKS, PATHWAY, WALL, Change
from tests.live.film_room import film_is_at, play, watch
from tests.people import Site


def test_changes_in_one_piece_that_follow_each_other_are_that_piece() -> None:
    changes = [Change(PATHWAY, 7), Change(PATHWAY, 6), Change(PATHWAY, 8)]
    assert only_piece(changes, 8) == PATHWAY


@pytest.mark.parametrize(
    ("changes", "revision"),
    [
        ([Change(None, 7)], 7),
        ([Change(PATHWAY, 6), Change(OWN_MARKS, 7)], 7),
        ([Change(PATHWAY, 6), Change(None, 7)], 7),
        pytest.param([Change(PATHWAY, 7)], 8, id="another worker wrote after it"),
        pytest.param([Change(PATHWAY, 6), Change(PATHWAY, 8)], 8, id="another wrote in between"),
        pytest.param([Change(PATHWAY, 7)], 7.5, id="a stop that is not on disk yet"),
        pytest.param([Change(PATHWAY)], 7, id="nobody knows when"),
    ],
)
def test_anything_else_is_drawn_whole(changes: list[Change], revision: float) -> None:
    assert only_piece(changes, revision) is None


def test_a_blind_tag_brings_its_author_their_marks_and_no_more(site: Site) -> None:
    watch(site)
    play(site, site.console())
    at = film_is_at(site, 328_000)
    dao = site.phone("Dao")
    assert dao.do("tag.place", at=at, family="withdrawal")["ok"]
    (news,) = dao.heard()
    assert news["after"] == news["revision"] - 1
    assert news["html"].lstrip().startswith('<section class="own-marks" id="own-marks"')
    assert news["html"].strip() in dao.page(), "as the page has it"


def test_of_two_touches_of_one_write_the_wider_counts(site: Site) -> None:
    def touch(room: SupervisionSession) -> None:
        room.touch(WALL, piece=PATHWAY)
        room.touch(WALL)

    site.in_room(touch)
    assert site.look(lambda room: room.revision_of(WALL)) == 1

    def changes(room: SupervisionSession) -> Change:
        touch(room)
        return room.touched[WALL]

    assert site.in_room(changes).piece is None


def test_a_piece_that_a_screen_has_not_is_no_reason_to_fail(site: Site) -> None:
    """A room without a clip: somebody's marks cannot be drawn, and nobody is told anything."""
    site.begin(Phase.CHECK_IN)
    dao = site.phone("Dao")
    own = site.look(lambda room: f"participant:{room.participants[4].id}")
    number = int(site.look(lambda room: room.revision_of(own)))
    dao.heard()
    audiences._tell(site.app, site.supervision_id, {own: [Change(OWN_MARKS, number)]})
    assert dao.heard() == []
