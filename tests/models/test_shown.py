"""What one lets others read of one's own is written down, and so is whoever leads and has it
before them (F2, F3); no words of it, and for oneself alone."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Audited, OwnThing, Role, Visibility
from afttrainer.models import AuditLine, FeltSense, Participant, Preparation, shown, stance
from afttrainer.models.audit import KEPT_FOR, forget_old
from afttrainer.models.reveal import reveal
from tests.models.room import Room
from tests.models.test_rupture_card import pull
from tests.people import at

PRIVATE, GROUP = Visibility.PRIVATE, Visibility.GROUP
TO_GROUP, NARROWED, READ = Audited.OWN_TO_GROUP, Audited.OWN_NARROWED, Audited.OWN_READ


def trail(room: Room, me: Participant) -> list[tuple[Audited, OwnThing | None, str, int | None]]:
    """Oldest first."""
    room.session.flush()
    lines = [line for found in shown.trail_of(me.membership).values() for line in found]
    return [(one.what, one.thing, one.by.name, one.readers) for one in reversed(lines)]


def test_each_widening_and_narrowing_of_a_pull_is_written_down_once(room: Room) -> None:
    rupture = room.rupture()
    for level in (PRIVATE, GROUP, GROUP, PRIVATE):
        pull(room, rupture, level)
    assert trail(room, room.chiara) == [
        (TO_GROUP, OwnThing.PULL, "Chiara", 6),
        (NARROWED, OwnThing.PULL, "Chiara", 0),
    ]
    for somebody in (room.mirela, room.ben):
        assert trail(room, somebody) == [], "it is for oneself alone"


def test_something_in_me_goes_to_those_who_lead_and_then_to_the_group(room: Room) -> None:
    from afttrainer.content.codes import TherapistReaction

    (tag, *_others) = room.tag_all()
    tag.reaction = TherapistReaction.DISTANCE
    tag.show(Visibility.SUPERVISOR, at(30))
    reveal(room.mirela, room.clip.id, at(36))
    tag.show(GROUP, at(37))
    thing, name = OwnThing.SOMETHING_IN_ME, tag.author.name
    assert trail(room, tag.author) == [
        (Audited.OWN_TO_LEADERS, thing, name, 1),
        (TO_GROUP, thing, name, 6),
    ]


def test_a_note_for_the_group_is_read_with_the_marks_and_not_before(room: Room) -> None:
    (tag, *_others) = room.tag_all()
    tag.say(intensity=2, note="I go blank.", note_visibility=GROUP, now=at(24))
    shown.note_reading(room.mirela, at(25))
    assert READ not in [what for what, *_rest in trail(room, tag.author)]
    reveal(room.mirela, room.clip.id, at(36))
    assert shown.waits_to_be_noted(room.mirela, at(36))
    shown.note_reading(room.mirela, at(36))
    assert trail(room, tag.author)[-1] == (READ, OwnThing.MARK_NOTE, "Mirela", None)


def test_what_else_was_noticed_and_a_wish_for_the_group(room: Room) -> None:
    reveal(room.mirela, room.clip.id, at(36))
    room.clip.first_played_at = at(17)
    moment = FeltSense.begin(room.dao, room.clip, 1000, at(37))
    room.session.flush()
    moment.show(GROUP, at(38))
    assert trail(room, room.dao) == [(TO_GROUP, OwnThing.MOMENT, "Dao", 6)]
    moment.take_away(at(39))
    assert trail(room, room.dao)[1:] == [(NARROWED, OwnThing.MOMENT, "Dao", 0)]
    for is_out in (False, True, True):
        Preparation.say(
            room.ben.membership,
            room.clip,
            at(38),
            wish="Go slowly",
            feared="",
            stretch="",
            wish_for_group=is_out,
        )
    assert trail(room, room.ben) == [(TO_GROUP, OwnThing.WISH, "Ben", 6)]


def test_who_leads_and_reads_it_is_listed_to_whose_it_is_once_a_look(room: Room) -> None:
    pull(room, room.rupture(), GROUP)
    room.femi.membership.role = Role.CO_SUPERVISOR
    for minute, leader in (
        (50, room.mirela),
        (51, room.mirela),
        (52, room.femi),
        (70, room.mirela),
    ):
        shown.note_reading(leader, at(minute))
    readers = [name for what, _thing, name, _n in trail(room, room.chiara) if what is READ]
    assert readers == ["Mirela", "Femi", "Mirela"]
    assert not shown.waits_to_be_noted(room.mirela, at(75))
    assert trail(room, room.mirela) == trail(room, room.femi) == []


def test_what_is_ones_own_and_stays_so_is_read_by_nobody(room: Room) -> None:
    rupture = room.rupture()
    pull(room, rupture, PRIVATE)
    assert not shown.waits_to_be_noted(room.mirela, at(50))
    pull(room, rupture, GROUP)
    pull(room, rupture, PRIVATE)
    assert not shown.waits_to_be_noted(room.mirela, at(51))


def test_those_who_lead_do_not_find_it_among_the_lines_on_their_notes(room: Room) -> None:
    pull(room, room.rupture(), GROUP)
    room.session.flush()
    room.session.expire_all()
    assert stance.log_for(room.mirela.membership, room.chiara.membership) == []


def test_the_lines_go_after_three_years_and_outlive_the_meeting(room: Room) -> None:
    pull(room, room.rupture(), GROUP)
    room.session.flush()
    forget_old(room.session, at(42) + KEPT_FOR)
    assert trail(room, room.chiara)
    forget_old(room.session, at(43) + KEPT_FOR)
    assert trail(room, room.chiara) == []


def test_a_line_holds_no_words() -> None:
    from sqlalchemy import Enum, String

    columns = AuditLine.__table__.columns
    assert not [
        c.name for c in columns if isinstance(c.type, String) and not isinstance(c.type, Enum)
    ]


@pytest.mark.parametrize("who", ["chiara", "ben"])
def test_a_supervisors_own_and_ones_own_are_no_reading(room: Room, who: str) -> None:
    pull(room, room.rupture(), GROUP)
    getattr(room, who).membership.role = Role.CO_SUPERVISOR
    shown.note_reading(room.chiara, at(50))
    assert READ not in [what for what, *_rest in trail(room, room.chiara)]
