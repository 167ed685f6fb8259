"""The page on which everybody finds what became of their own (F2, F3)."""

from __future__ import annotations

from afttrainer import clock
from afttrainer.content.codes import Visibility
from afttrainer.models import Pull, SupervisionSession
from tests.models.room import R1
from tests.people import Site, person, queued_clip

WORDS = "I want to take him by the shoulders"


def show_a_pull(room: SupervisionSession) -> None:
    from afttrainer.content.codes import Phase
    from afttrainer.models import RuptureEvent

    queued_clip(room).first_played_at = now = clock.now()
    room.move_to(
        next(p.id for p in room.phases if p.kind is Phase.RUPTURE_DEFINITION), now, shown=None
    )
    rupture = RuptureEvent.define(person(room, "Mirela"), R1, now)
    chiara, everyone = person(room, "Chiara"), Visibility.GROUP
    Pull.say(chiara, rupture, now, reaction=None, words=WORDS, visibility=everyone)


def page_of(site: Site, name: str) -> str:
    group = site.look(lambda room: room.group_id)
    answer = site.browser(name).get(f"/groups/{group}/shown-by-me")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_supervisors_look_is_listed_to_whose_it_is_and_to_nobody_else(site: Site) -> None:
    site.in_room(show_a_pull)
    before = page_of(site, "Chiara")
    assert "shown to the group, 6 people" in before
    assert "Mirela" not in before, "nobody has looked yet"
    site.browser("Mirela").get(f"/supervision/{site.supervision_id}/console")
    after = page_of(site, "Chiara")
    assert "read by" in after
    assert "Mirela" in after
    assert WORDS not in after
    for name in ("Dao", "Mirela"):
        assert "what it pulled from me" not in page_of(site, name)


def test_each_way_to_the_record_is_a_look_of_a_supervisor_and_no_trainees(site: Site) -> None:
    site.in_room(show_a_pull)
    site.in_room(lambda room: room.close(clock.now(), without_checkout=True))
    where = f"/supervision/{site.supervision_id}/record"
    site.browser("Dao").get(where)
    assert "read by" not in page_of(site, "Chiara")
    site.browser("Mirela").get(where + ".json")
    site.browser("Mirela").get(where)
    assert page_of(site, "Chiara").count("read by") == 1, "one look"


def test_what_is_shown_while_the_console_is_open_is_read_at_once(site: Site) -> None:
    site.console()
    site.in_room(show_a_pull)
    assert "read by" in page_of(site, "Chiara")
