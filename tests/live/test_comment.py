"""Comments on a moment, once everyone's marks have been shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live.after_film import clip_id, marked, shown
from tests.live.film_room import Wall
from tests.people import Phone, Site

WORDS = "I heard a door close there."


@pytest.fixture
def room(site: Site) -> Site:
    site.in_room(shown)
    return site


def say(phone: Phone, site: Site, words: str = WORDS, at: int = 328_000, **more: Any) -> Any:
    return phone.do("comment.say", clip=clip_id(site), clip_ms=at, words=words, **more)


def comments(site: Site) -> list[Any]:
    return site.look(
        lambda r: [(c.author.name, c.words, c.clip_ms, c.answers_id) for c in r.queue[0].comments]
    )


def test_before_the_reveal_nobody_comments(site: Site) -> None:
    site.in_room(marked)
    ack = say(site.phone("Dao"), site)
    assert "once everyone" in ack["words"]
    assert comments(site) == []


def test_a_comment_and_its_answer_stand_at_their_moment(room: Site) -> None:
    dao, aditi = room.phone("Dao"), room.phone("Aditi")
    assert say(dao, room)["ok"]
    one = room.look(lambda r: r.queue[0].comments[0].id)
    assert say(aditi, room, "Yes, and he smiled.", at=0, answers=one)["ok"]
    assert comments(room) == [
        ("Dao", WORDS, 328_000, None),
        ("Aditi", "Yes, and he smiled.", 328_000, one),
    ]
    page = aditi.page()
    place = page.index(WORDS)
    moment = page.rfind('<li class="moment">', 0, place)
    assert "5:28" in page[moment:place]
    assert place < page.index("he smiled") < page.index('<li class="moment">', place)
    assert WORDS in room.console().page("console")
    assert WORDS not in Wall(room).page()


def test_marks_sorted_anew_lose_no_comment(room: Site) -> None:
    dao = room.phone("Dao")
    for at in (195_000, 328_000, 529_000, 664_000, 800_000):
        assert say(dao, room, f"at {at}", at)["ok"]
    for seconds in (2, 30, 10):
        assert room.console().do("reveal.gap", clip=clip_id(room), seconds=seconds)["ok"]
        page = dao.page()
        for at in (195_000, 328_000, 529_000, 664_000, 800_000):
            assert page.count(f'dir="auto">at {at}</p>') == 1


def test_only_its_author_corrects_it_or_takes_it_back(room: Site) -> None:
    dao, aditi = room.phone("Dao"), room.phone("Aditi")
    say(dao, room)
    one = room.look(lambda r: r.queue[0].comments[0].id)
    say(aditi, room, "Yes.", answers=one)
    for phone in (aditi, room.console()):
        assert not phone.do("comment.change", comment=one, words="x")["ok"]
        assert not phone.do("comment.take_back", comment=one)["ok"]
    assert dao.do("comment.change", comment=one, words="A door.")["ok"]
    assert dao.do("comment.take_back", comment=one)["ok"]
    assert comments(room) == [("Aditi", "Yes.", 328_000, None)]
