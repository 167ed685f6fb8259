"""What one has changed of one's own marks: put back, once, by its author alone, until the end."""

from __future__ import annotations

from typing import Any

import pytest

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import SupervisionSession
from afttrainer.models.reveal import reveal
from tests.databases import rows_of
from tests.live.film_room import Wall, film_is_at, play, watch
from tests.people import Phone, Site, person

MINE, BORED = "daos-mark", "I was bored by him"


@pytest.fixture
def dao(site: Site) -> Phone:
    """She has marked a silence at 5:28."""
    watch(site)
    play(site, site.console())
    phone = site.phone("Dao")
    at = film_is_at(site, 328_000)
    assert phone.do("tag.place", at=at, family="withdrawal", client_uuid=MINE)["ok"]
    assert phone.do("tag.mark", tag=MINE, marker="silence")["ok"]
    phone.heard()
    return phone


def marks(site: Site) -> list[tuple[int, int, str]]:
    return site.look(
        lambda room: [(t.id, t.clip_ms, str(t.marker or "")) for t in room.queue[0].tags]
    )


def steps(site: Site) -> list[int]:
    return site.look(lambda room: [one.id for one in room.queue[0].mark_steps])


def sent(phone: Phone, name: str, number: int, **body: Any) -> Any:
    """As a phone without contact keeps it, under an id of its own."""
    one = {
        "id": f"kept-by-dao-{number}",
        "name": name,
        "body": body,
        "at": clock.to_ms(clock.now()),
    }
    return phone.live.emit("command", one | {"offline": True}, callback=True)


def test_a_slip_of_the_thumb_is_put_back_where_it_was(site: Site, dao: Phone) -> None:
    before = marks(site)
    assert dao.do("tag.undo", tag=MINE)["ok"]
    assert marks(site) == []
    page = dao.page()
    assert "goes silent: taken back" in page, "right where it was"
    assert "What I changed" in page
    assert dao.do("tag.put_back", tag=MINE)["changed"]
    assert marks(site) == before
    assert "goes silent: taken back" not in dao.page()


def test_one_in_a_word_of_the_groups_own_is_told_in_it(site: Site, dao: Phone) -> None:
    assert site.console().do("group_word.add", words="looks down", place="away_from_other")["ok"]
    number = site.look(lambda room: room.group.words[0].id)
    assert dao.do("tag.mark", tag=MINE, marker=f"group_word_{number}")["ok"]
    assert dao.do("tag.undo", tag=MINE)["ok"]
    assert "looks down: taken back" in dao.page()


def test_the_first_word_for_a_mark_leaves_nothing_to_put_back(site: Site, dao: Phone) -> None:
    assert steps(site) == []
    assert "What I changed" not in dao.page()
    assert dao.do("tag.mark", tag=MINE, marker="minimal_response")["corrected"]
    assert len(steps(site)) == 1
    assert "What I changed" in dao.page()


def test_what_waited_without_contact_is_done_in_order_and_once(site: Site, dao: Phone) -> None:
    before = marks(site)
    waited = [
        ("tag.mark", {"marker": "minimal_response", "client_uuid": "s1"}),
        ("tag.undo", {"client_uuid": "s2"}),
        ("tag.put_back", {"of": "s2", "client_uuid": "s3"}),
        ("tag.put_back", {"of": "s1", "client_uuid": "s4"}),
    ]
    answers = [
        [sent(dao, name, number, tag=MINE, **body) for number, (name, body) in enumerate(waited)]
        for _time in range(2)
    ]
    assert answers[0] == answers[1]
    assert all(one["ok"] for one in answers[0]), answers[0]
    assert marks(site) == before
    assert len(steps(site)) == 4


def test_two_devices_agree(site: Site, dao: Phone) -> None:
    laptop = site.phone("Dao")
    assert dao.do("tag.undo", tag=MINE)["ok"]
    (step,) = steps(site)
    assert f'value="{step}"' in laptop.page()
    assert laptop.do("tag.put_back", tag=MINE)["changed"]
    answer = dao.do("tag.put_back", tag=MINE)
    assert (answer["ok"], answer["changed"]) == (True, False), "the other was quicker"
    assert not dao.do("tag.put_back", tag=MINE, of=step)["changed"]
    assert len(marks(site)) == 1


def test_it_is_nobody_elses(site: Site, dao: Phone) -> None:
    dao.do("tag.say", tag=MINE, note=BORED, note_visibility="private")
    dao.do("tag.say", tag=MINE, note="He stops.", note_visibility="private")
    others = [site.console(), site.phone("Ben"), site.phone("Aditi")]
    wall = Wall(site)
    for phone in others:
        phone.heard()
    wall.live.get_received()
    dao.do("tag.undo", tag=MINE)
    dao.do("tag.put_back", tag=MINE)
    assert BORED in dao.page()
    assert [phone.heard() for phone in others] == [[], [], []]
    assert wall.live.get_received() == []
    told = [others[0].page("console"), *(phone.page() for phone in others[1:]), wall.page()]
    assert not any(BORED in page or "What I changed" in page for page in told)
    for phone in others:
        for tag in (MINE, marks(site)[0][0]):
            answer = phone.do("tag.put_back", tag=tag, of=steps(site)[0])
            assert not answer["ok"]
            assert len(answer["words"].split()) > 3
    assert len(steps(site)) == 3


def test_after_the_reveal_what_was_taken_back_stays_so(site: Site, dao: Phone) -> None:
    dao.do("tag.undo", tag=MINE)

    def show(room: SupervisionSession) -> None:
        reveal(person(room, "Mirela"), room.queue[0].id, clock.now())

    site.in_room(show)
    answer = dao.do("tag.put_back", tag=MINE)
    assert not answer["ok"]
    assert "stays so" in answer["words"]
    assert marks(site) == []
    page = dao.page()
    assert "stays so" in page, "said where it could have been pressed"
    assert 'data-command="tag.put_back"' not in page


def test_nothing_of_it_outlives_the_meeting(site: Site, dao: Phone) -> None:
    dao.do("tag.say", tag=MINE, note=BORED, note_visibility="private")
    dao.do("tag.say", tag=MINE, note="He stops.", note_visibility="private")
    assert len(steps(site)) == 1
    site.begin(Phase.RATINGS)
    site.in_room(lambda room: room.close(clock.now(), without_checkout=True))
    assert BORED not in str(rows_of(site.app))
    assert steps(site) == []
    assert not dao.do("tag.put_back", tag=MINE)["ok"]
