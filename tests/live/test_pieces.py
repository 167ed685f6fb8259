"""A piece of a screen is drawn alone only where nothing else on it can differ."""

from __future__ import annotations

from afttrainer.models import SupervisionSession
from afttrainer.models.revision import PATHWAY, WALL, Change, Piece
from tests.live.film_room import film_is_at, play, watch
from tests.people import Site


def test_a_blind_tag_brings_its_author_their_mark_and_no_more(site: Site) -> None:
    watch(site)
    play(site, site.console())
    at = film_is_at(site, 328_000)
    dao = site.phone("Dao")
    assert dao.do("tag.place", at=at, family="withdrawal")["ok"]
    (news,) = dao.heard()
    assert news["after"] == news["revision"] - 1
    (mark,), page = news["pieces"], dao.page()
    assert f'id="{mark["list"]}"' in page, "the list it belongs into"
    assert mark["html"].strip() in page, "as the page has it"
    assert mark["html"].count("<li ") == 1
    assert f'<li id="{mark["item"]}"' in mark["html"]


def test_a_mark_taken_back_is_more_than_one_piece(site: Site) -> None:
    watch(site)
    play(site, site.console())
    dao = site.phone("Dao")
    tag = dao.do("tag.place", at=film_is_at(site, 328_000), family="withdrawal")["tag"]
    (placed,) = dao.heard()
    assert dao.do("tag.undo", tag=str(tag))["ok"]
    (gone,) = dao.heard()
    assert "after" not in gone, "the whole screen: what was changed stands in a list of its own"
    assert gone["revision"] == placed["revision"] + 1
    assert f'id="tag-{tag}"' in gone["html"], "where it was it can be put back"
    assert 'data-command="tag.undo"' not in gone["html"]


def test_a_mark_on_another_clip_than_the_one_at_work_is_put_into_no_list(site: Site) -> None:
    watch(site)
    play(site, site.console())
    at = film_is_at(site, 328_000)
    dao, clip = site.phone("Dao"), site.look(lambda room: room.queued_clip_id)

    def nothing_at_work(room: SupervisionSession) -> None:
        room.clip = None

    site.in_room(nothing_at_work)
    dao.heard()
    assert dao.do("tag.place", at=at, family="withdrawal", clip=clip)["ok"]
    (news,) = dao.heard()
    assert "after" not in news, "the whole screen"


def test_of_two_touches_of_one_write_the_wider_counts(site: Site) -> None:
    def touch(room: SupervisionSession) -> None:
        room.touch(WALL, piece=Piece(PATHWAY, None))
        room.touch(WALL)

    site.in_room(touch)
    assert site.look(lambda room: room.revision_of(WALL)) == 1

    def changes(room: SupervisionSession) -> Change:
        touch(room)
        return room.touched[WALL]

    assert site.in_room(changes).piece is None
