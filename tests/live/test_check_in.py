"""The check-in: everyone says how they arrive, and the group sees it."""

from __future__ import annotations

from afttrainer.content.codes import Phase
from tests.people import Site


def test_a_check_in_stands_on_the_supervisors_board_at_once(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    console, aditi = site.console(), site.phone("Aditi")
    console.heard()

    assert aditi.do("check_in.save", calm=6, word="restless", wish="no")["ok"]

    board = [m for m in console.heard() if m["audience"] == "supervisor"][-1]["html"]
    assert "restless" in board
    assert "calm 6" in board


def test_a_calm_of_twelve_is_answered_in_words_and_nothing_is_kept(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    ack = site.phone("Aditi").do("check_in.save", calm=12, word="restless")

    assert not ack["ok"]
    assert "0 to 10" in ack["fields"]["calm"][0]
    assert site.look(lambda room: room.check_ins) == []


def test_saying_it_again_corrects_the_first(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    aditi = site.phone("Aditi")
    aditi.do("check_in.save", calm=6, word="restless")
    aditi.do("check_in.save", calm=7, word="better")

    assert site.look(lambda room: [(c.calm, c.word) for c in room.check_ins]) == [(7, "better")]


def test_taken_back_it_is_as_if_it_had_not_been_said(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    console, aditi, dao = site.console(), site.phone("Aditi"), site.phone("Dao")
    assert "check_in.take_back" not in aditi.page()
    aditi.do("check_in.save", calm=6, word="restless")
    dao.do("check_in.save", calm=5, word="tired")
    assert aditi.do("check_in.take_back")["ok"]
    assert site.look(lambda room: [c.word for c in room.check_ins]) == ["tired"]
    for page in (console.page("console"), dao.page(), aditi.page()):
        assert "restless" not in page
    assert aditi.do("check_in.take_back")["ok"], "a second press does no harm"


def test_the_wall_counts_and_never_names(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    site.phone("Dao").do("check_in.save", calm=5, word="tired")

    with site.app.test_request_context():
        from afttrainer.live import fragments

        wall = site.look(lambda room: fragments.render(room, "wall").html)
    assert "1 of 6" in wall
    assert "Dao" not in wall
    assert "tired" not in wall
