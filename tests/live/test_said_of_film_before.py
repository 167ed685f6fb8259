"""While a second film is at work: comments and suggestions on the first are at hand."""

from __future__ import annotations

import re

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import SupervisionSession
from tests.live.after_film import drawn, shown
from tests.people import Site, queued_clip

COMMENT, ANSWER, WORDS = "I heard a door close.", "And he smiled.", "You could drop the homework."


@pytest.fixture
def first(site: Site) -> int:
    """Ben's film has been watched and its marks shown; Dao has commented on a moment, Chiara parked
    a suggestion, and Aditi's film is taken up. The number of the first."""
    site.in_room(shown)
    first = site.look(lambda room: room.clip.id if room.clip else 0)
    assert site.phone("Dao").do("comment.say", clip=first, clip_ms=328_000, words=COMMENT)["ok"]
    assert site.phone("Chiara").do("advice.park", clip=first, words=WORDS)["ok"]
    site.begin(Phase.VIEWING)

    def take_up(room: SupervisionSession) -> None:
        second = queued_clip(room, "Aditi", "P-020")
        second.status, second.accepted_at = ClipStatus.ACCEPTED, clock.now()
        second.take_up(clock.now())

    site.in_room(take_up)
    return first


def fold(html: str, name: str) -> str:
    """What is folded away on the film before under that name, up to the next fold of its kind."""
    found = re.search(
        rf'<details[^>]* id="{name}".*?(?=<details class="film-before"|$)', html, re.S
    )
    return found[0] if found else ""


def comment_id(site: Site) -> int:
    return site.look(lambda room: room.queue[0].comments[0].id)


def test_comments_are_folded_away_where_the_second_is_watched(site: Site, first: int) -> None:
    for audience in ("everyone", "supervisor"):
        html = fold(drawn(site, audience), f"comments-of-{first}")
        assert "The film before, of Ben" in html
        assert "5:28" in html.split(COMMENT)[0]
        assert 'data-command="comment.say"' in html
    assert COMMENT not in drawn(site, "wall")
    for kind in (Phase.AFFECT_ROUND, Phase.RUPTURE_DEFINITION, Phase.CASE_SELECTION):
        site.begin(kind)
        assert COMMENT in fold(drawn(site, "everyone"), f"comments-of-{first}"), kind
        names = re.findall(r'\bid="([^"]+)"', drawn(site, "everyone"))
        assert sorted(names) == sorted(set(names))


def test_they_are_answered_corrected_and_taken_back(site: Site, first: int) -> None:
    dao, aditi = site.phone("Dao"), site.phone("Aditi")
    dao.heard()
    one = comment_id(site)
    say = {"clip": first, "clip_ms": 0, "words": ANSWER, "answers": one}
    assert aditi.do("comment.say", **say)["ok"]
    assert ANSWER in fold(drawn(site, "everyone"), f"comments-of-{first}")
    assert "everyone" in {m["audience"] for m in dao.heard()}
    assert not aditi.do("comment.take_back", comment=one)["ok"]
    assert dao.do("comment.change", comment=one, words="A door.")["ok"]
    assert "A door." in fold(drawn(site, "everyone"), f"comments-of-{first}")
    assert dao.do("comment.take_back", comment=one)["ok"]
    assert "A door." not in drawn(site, "everyone")
    assert ANSWER in fold(drawn(site, "everyone"), f"comments-of-{first}")


def test_nothing_is_shown_of_a_film_whose_marks_are_not(site: Site, first: int) -> None:
    def hide(room: SupervisionSession) -> None:
        room.queue[0].revealed_at = None

    site.in_room(hide)
    assert not fold(drawn(site, "everyone"), f"comments-of-{first}")
    assert not fold(drawn(site, "supervisor"), f"comments-of-{first}")


def test_its_author_takes_a_suggestion_on_it_back(site: Site, first: int) -> None:
    html = fold(drawn(site, "Chiara"), f"advice-of-{first}")
    assert WORDS in html
    assert 'data-command="advice.take_back"' in html
    assert 'data-command="advice.change"' in html
    for audience in ("Aditi", "Ben", "Mirela", "Dao", "everyone", "supervisor", "wall"):
        assert WORDS not in drawn(site, audience), audience
    one = site.look(lambda room: room.queue[0].advice[0].id)
    assert site.phone("Chiara").do("advice.take_back", advice=one)["ok"]
    assert not fold(drawn(site, "Chiara"), f"advice-of-{first}")


def test_its_presenter_asks_for_suggestions_and_whoever_leads_reads_them(
    site: Site, first: int
) -> None:
    html = fold(drawn(site, "Ben"), f"advice-of-{first}")
    assert 'data-command="advice.ask"' in html
    assert WORDS not in html
    for name in ("Aditi", "Mirela", "Dao"):
        assert not fold(drawn(site, name), f"advice-of-{first}"), name
    assert site.phone("Ben").do("advice.ask", clip=first)["ok"]
    for name in ("Ben", "Mirela"):
        assert WORDS in fold(drawn(site, name), f"advice-of-{first}"), name
    assert "Ben has asked for it" in fold(drawn(site, "Chiara"), f"advice-of-{first}")
    for audience in ("Aditi", "Dao", "everyone", "wall"):
        assert WORDS not in drawn(site, audience), audience


def test_nobody_learns_from_the_fold_whether_there_are_any(site: Site, first: int) -> None:
    with_one = fold(drawn(site, "Ben"), f"advice-of-{first}")
    one = site.look(lambda room: room.queue[0].advice[0].id)
    assert site.phone("Chiara").do("advice.take_back", advice=one)["ok"]
    assert fold(drawn(site, "Ben"), f"advice-of-{first}") == with_one


def test_its_presenter_asks_in_a_later_part_as_well(site: Site, first: int) -> None:
    site.begin(Phase.DEBRIEF)
    assert 'data-command="advice.ask"' in fold(drawn(site, "Ben"), f"advice-of-{first}")
