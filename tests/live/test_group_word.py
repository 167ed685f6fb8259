"""A group's own words live: added from the console, on every pad at once, and marked with."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from afttrainer.content.codes import Direction, Phase, TherapistReaction, Visibility
from afttrainer.interchange.paper import page_of
from afttrainer.models import RuptureTag, SupervisionSession
from tests.live.after_film import described, drawn, elsewhere, rupture_id
from tests.live.film_room import film_is_at, play, watch
from tests.live.test_lean import statements
from tests.people import Phone, Site

SAID = "looks at the floor"
INNER = "I get sleepy"
#: Sender, answer given before, the word, the mark; mark, answer, revision; the beginning, a
#: savepoint and its end.
MARK_IN_OWN_WORDS = 12


@pytest.fixture
def at_5_28(site: Site) -> float:
    watch(site)
    play(site, site.console())
    return film_is_at(site, 328_000)


def tags(room: SupervisionSession) -> list[RuptureTag]:
    return room.queue[0].tags


def add(site: Site, words: str = SAID, place: str = "away_from_other") -> str:
    """Its code."""
    assert site.console().do("group_word.add", place=place, words=words)["ok"]
    return f"group_word_{number_of(site, words)}"


def number_of(site: Site, words: str) -> int:
    return site.look(lambda r: next(w.id for w in r.group.words if w.words == words))


def taps(phone: Phone, at: float, family: str = "withdrawal", **more: object) -> Any:
    ack = phone.do("tag.place", at=at, family=family, **more)
    assert ack["ok"], ack
    return ack["tag"]


def test_it_is_on_every_pad_at_once_and_nowhere_else(site: Site, at_5_28: float) -> None:
    console, dao, ben = site.console(), site.phone("Dao"), site.phone("Ben")
    for one in (console, dao, ben):
        one.heard()
    code = add(site)
    for one in (console, dao, ben):
        assert any(SAID in change["html"] for change in one.heard()), one.name
    assert re.search(rf'data-own-words-of="away_from_other">\s*<button[^>]*{code}"', dao.page())
    assert SAID not in drawn(site, "wall")
    assert SAID not in drawn(site, "everyone")


def test_a_mark_is_made_with_it_in_two_taps(site: Site, at_5_28: float) -> None:
    code, dao = add(site), site.phone("Dao")
    tag = taps(dao, at_5_28)
    assert dao.do("tag.mark", tag=tag, marker=code, direction="away_from_other")["ok"]
    kept = site.look(
        lambda r: [(t.direction, t.marker, t.group_word.words) for t in tags(r) if t.group_word]
    )
    assert kept == [(Direction.AWAY_FROM_OTHER, None, SAID)]
    assert f'<span dir="auto">{SAID}</span>' in dao.page().split('class="own-tags"')[1]


def test_it_asks_little_more_than_any_mark(site: Site, at_5_28: float) -> None:
    code, dao = add(site), site.phone("Dao")
    for number in range(4):
        tag = taps(dao, at_5_28, client_uuid=f"mark-{number}")
        with statements(site.app, "writer") as written, statements(site.app, "default") as read:
            assert dao.do("tag.mark", tag=tag, marker=code)["ok"]
        assert len(written) <= MARK_IN_OWN_WORDS, written
        assert not read, "its author's mark was drawn by the write"


def test_it_is_blind_until_the_reveal_and_then_stands_for_all(site: Site, at_5_28: float) -> None:
    code = add(site)
    for name in ("Dao", "Ben"):
        phone = site.phone(name)
        assert phone.do("tag.mark", tag=taps(phone, at_5_28), marker=code)["ok"]
    assert f"<bdi>{SAID}</bdi>" not in drawn(site, "supervisor")
    clip = site.look(lambda r: r.queue[0].id)
    assert site.console().do("reveal.show", clip=clip)["ok"]
    site.begin(Phase.RUPTURE_DEFINITION)
    for audience in ("supervisor", "everyone"):
        html = drawn(site, audience)
        assert re.search(rf"<bdi>{SAID}</bdi>\s*<span class=.number.>2<", html), audience
        assert f'<span dir="auto">{SAID}</span>' in html
    assert site.console().do("group_word.change", group_word=code[11:], words="looks away")["ok"]
    assert "<bdi>looks away</bdi>" in drawn(site, "everyone")


def test_put_away_it_is_offered_no_more_and_marks_keep_it(site: Site, at_5_28: float) -> None:
    code, dao, console = add(site), site.phone("Dao"), site.console()
    assert dao.do("tag.mark", tag=taps(dao, at_5_28), marker=code)["ok"]
    assert console.do("group_word.put_away", group_word=code[11:])["ok"]
    page = dao.page()
    assert code not in page
    assert SAID in page.split('class="own-tags"')[1]
    assert SAID not in drawn(site, "supervisor")
    assert console.do("group_word.offer_again", group_word=code[11:])["ok"]
    assert code in dao.page()


def test_what_was_tapped_without_contact_is_taken_though_it_was_put_away(
    site: Site, at_5_28: float
) -> None:
    code, dao = add(site), site.phone("Dao")
    assert site.console().do("group_word.put_away", group_word=code[11:])["ok"]
    for number, (name, body) in enumerate(
        (
            ("tag.place", {"family": "withdrawal", "client_uuid": "away-1"}),
            ("tag.mark", {"tag": "away-1", "marker": code}),
        )
    ):
        sent = {
            "id": f"dao-away-{number}",
            "name": name,
            "body": body,
            "at": at_5_28,
            "offline": True,
        }
        assert dao.live.emit("command", sent, callback=True)["ok"]
    said = site.look(lambda r: [t.group_word.words for t in tags(r) if t.group_word])
    assert said == [SAID]


def test_what_is_refused_says_why_beside_the_field(site: Site, at_5_28: float) -> None:
    add(site)
    console = site.console()
    for place, words, why in (
        ("away_from_other", SAID.upper(), "already"),
        ("against_other", "changes the subject", "already"),
        ("away_from_other", "x" * 41, "40"),
        ("away_from_other", " ", "write something"),
    ):
        ack = console.do("group_word.add", place=place, words=words)
        assert not ack["ok"]
        assert why in str(ack["fields"]["words"]), words
    assert "place" in console.do("group_word.add", words="new")["fields"]
    assert not console.do("group_word.add", words="new", place="elsewhere")["ok"]
    assert site.look(lambda r: [w.words for w in r.group.words]) == [SAID]


def test_something_in_me_in_own_words_is_its_authors_alone(site: Site, at_5_28: float) -> None:
    code = add(site, INNER, "therapist_reaction")
    dao, ben = site.phone("Dao"), site.phone("Ben")
    tag = taps(dao, at_5_28, "unsure", reaction="other")
    assert dao.do("tag.mark", tag=tag, reaction=code)["ok"]
    clip = site.look(lambda r: r.queue[0].id)
    assert site.console().do("reveal.show", clip=clip)["ok"]
    kept = site.look(lambda r: [(t.reaction, t.visibility) for t in tags(r)])
    assert kept == [(TherapistReaction.OTHER, Visibility.PRIVATE)]
    for name in ("Ben", "Mirela"):
        record = record_of(site, name, ".json")
        assert not record["clips"][0]["rupture_tags"]
    assert "What else some of us noticed" not in drawn(site, "supervisor")
    assert dao.do("tag.show", tag=tag, visibility="group")["ok"]
    site.begin(Phase.RUPTURE_DEFINITION)
    shown = drawn(site, "everyone").split("What else some of us noticed")[1]
    assert INNER in shown
    assert ben.do("tag.mark", tag=tag, reaction=code)["ok"] is False


def record_of(site: Site, name: str, ending: str = "") -> Any:
    answer = site.browser(name).get(f"/supervision/{site.supervision_id}/record{ending}")
    assert answer.status_code == 200
    return json.loads(answer.data) if ending else answer.get_data(as_text=True)


def test_the_record_tells_it_on_screen_on_paper_and_in_a_file(site: Site, at_5_28: float) -> None:
    code, dao = add(site), site.phone("Dao")
    assert dao.do("tag.mark", tag=taps(dao, at_5_28), marker=code)["ok"]
    clip = site.look(lambda r: r.queue[0].id)
    assert site.console().do("reveal.show", clip=clip)["ok"]
    assert site.console().do("group_word.put_away", group_word=code[11:])["ok"]
    html = record_of(site, "Ben")
    assert SAID in html
    assert SAID in str(page_of(html))
    told = record_of(site, "Ben", ".json")["clips"][0]
    assert told["rupture_tags"][0]["marker"] is None
    word = {"code": code, "place": "away_from_other", "words": SAID}
    assert told["rupture_tags"][0]["group_word"] == word
    assert told["clusters"]["moments"][0]["votes"]["marker"] == {code: 1}


def test_what_a_rupture_pulled_can_be_said_in_it(site: Site) -> None:
    site.in_room(described)
    code = add(site, INNER, "therapist_reaction")
    dao = site.phone("Dao")
    assert code in dao.page()
    said = {"rupture": rupture_id(site), "reaction": code}
    assert dao.do("rupture.pull", **said, visibility="private")["ok"]
    assert re.search(rf'value="{code}" checked', dao.page())
    assert "What it pulled from us" not in drawn(site, "everyone")
    assert dao.do("rupture.pull", **said, visibility="group")["ok"]
    assert INNER in drawn(site, "everyone")
    pull = record_of(site, "Ben", ".json")["rupture_events"][0]["pulls"][0]
    assert pull["group_word"]["words"] == INNER
    # Put away, it stays chosen where it was.
    assert site.console().do("group_word.put_away", group_word=code[11:])["ok"]
    assert re.search(rf'value="{code}" checked', dao.page())
    assert code not in site.phone("Ben").page()


def test_another_groups_word_is_as_unknown_as_none(site: Site, at_5_28: float) -> None:
    number, dao = elsewhere(site)["group_word"], site.phone("Dao")
    tag = taps(dao, at_5_28)
    answers = [
        dao.do("tag.mark", tag=tag, marker=f"group_word_{other}")
        for other in (number, 9_999, 10**17)
    ]
    assert len({ack["words"] for ack in answers}) == 1, "nothing tells one that is from none"
    for ack in answers:
        assert not ack["ok"]
        assert "Tuesdays own" not in str(ack)
    for nonsense in ("group_word_", "group_word_x", "group_word_-1", "sighs"):
        assert not dao.do("tag.mark", tag=tag, marker=nonsense)["ok"]
    assert site.look(lambda r: tags(r)[0].group_word) is None
    site.begin(Phase.AFFECT_ROUND)
    for audience in ("Dao", "Mirela", "supervisor", "everyone"):
        assert "Tuesdays own" not in drawn(site, audience)
