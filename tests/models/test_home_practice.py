"""A log of practice at home: its author's own, line by line theirs to show, and never a measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from afttrainer.content.codes import Audited, Role, SoloOrRelational, Visibility
from afttrainer.models import HomePractice, Membership, Participant, shown
from afttrainer.models.home_practice import Said, forget_all, noted_since, shown_to
from afttrainer.models.practice_weeks import WEEKS_SHOWN, by_week, last_weeks
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import mine
from afttrainer.models.visibility import may_read_between_meetings
from tests.models.room import Room
from tests.people import T0, at

SOLO, RELATIONAL = SoloOrRelational
PRIVATE, LEADERS, GROUP = Visibility.PRIVATE, Visibility.SUPERVISOR, Visibility.GROUP
#: A Thursday, as the meeting.
TODAY = T0.astimezone().date()
SAT = Said("mindfulness_eyes_open", "Eyes open, in this room", 3, TODAY)


def keep(room: Room, who: Participant, said: Said = SAT) -> HomePractice:
    line = HomePractice.keep(who.membership, at(5), said)
    room.session.flush()
    return line


def read_by(room: Room, who: Participant) -> list[str]:
    room.session.flush()
    return [line.membership.name for line in shown_to(who.membership)]


def trail(room: Room, who: Participant) -> list[tuple[Audited, str, int | None]]:
    room.session.flush()
    lines = [line for found in shown.trail_of(who.membership).values() for line in found]
    return [(line.what, line.by.name, line.readers) for line in reversed(lines)]


def test_a_line_is_its_authors_alone(room: Room) -> None:
    line = keep(room, room.dao)
    assert line.visibility is PRIVATE
    for other in (room.mirela, room.ben, room.dao):
        assert read_by(room, other) == []
    assert trail(room, room.dao) == []


@pytest.mark.parametrize(("level", "readers"), [(LEADERS, {"Mirela"}), (GROUP, {"Mirela", "Ben"})])
def test_it_is_read_by_those_whom_its_author_lets_read_it(
    room: Room, level: Visibility, readers: set[str]
) -> None:
    keep(room, room.dao)
    keep(room, room.dao, replace(SAT, visibility=level))
    found = {who.name for who in (room.mirela, room.ben) if read_by(room, who) == ["Dao"]}
    assert found == readers


def test_another_group_reads_nothing_and_neither_does_one_who_was_removed(room: Room) -> None:
    line = keep(room, room.dao, replace(SAT, visibility=GROUP))
    elsewhere = Membership(name="Zara", role=Role.SUPERVISOR, added_at=T0, confirmed_at=T0)
    elsewhere.group = type(room.supervision.group)(name="Friday group", made_at=T0)
    room.session.add(elsewhere)
    room.session.flush()
    assert not may_read_between_meetings(elsewhere, line)
    assert may_read_between_meetings(room.ben.membership, line)
    room.ben.membership.remove(room.mirela.membership, at(6))
    assert not may_read_between_meetings(room.ben.membership, line)


def test_no_one_presents_here(room: Room) -> None:
    line = keep(room, room.dao)
    with pytest.raises(Refused):
        line.change(at(6), replace(SAT, visibility=Visibility.PRESENTER))


def test_each_widening_and_narrowing_is_written_down_for_its_author_alone(room: Room) -> None:
    line = keep(room, room.dao)
    for level in (LEADERS, LEADERS, GROUP, PRIVATE):
        line.change(at(6), replace(SAT, visibility=level))
    assert trail(room, room.dao) == [
        (Audited.OWN_TO_LEADERS, "Dao", 1),
        (Audited.OWN_TO_GROUP, "Dao", 6),
        (Audited.OWN_NARROWED, "Dao", 0),
    ]
    assert trail(room, room.mirela) == []
    line.change(at(7), replace(SAT, visibility=GROUP))
    line.forget(at(8))
    assert trail(room, room.dao)[-1][0] is Audited.OWN_NARROWED, "what is gone is read no more"


def test_a_look_of_whoever_leads_is_written_down_once(room: Room) -> None:
    keep(room, room.dao, replace(SAT, visibility=LEADERS))
    leader, thing = room.mirela.membership, shown.OwnThing.HOME_PRACTICE
    for minute in (10, 11, 12):
        whose = [line.membership for line in shown_to(leader)]
        assert shown.waits_between_meetings(leader, whose, thing, at(minute)) is (minute == 10)
        shown.note_reading_between_meetings(leader, whose, thing, at(minute))
        room.session.flush()
    assert [what for what, *_rest in trail(room, room.dao)].count(Audited.OWN_READ) == 1


def test_it_is_corrected_and_deleted_by_its_author_and_by_nobody_else(room: Room) -> None:
    line = keep(room, room.dao)
    assert HomePractice.own(room.dao.membership, line.id) is line
    for other in (room.ben, room.mirela):
        with pytest.raises(Refused) as no:
            HomePractice.own(other.membership, line.id)
        with pytest.raises(Refused) as none:
            HomePractice.own(other.membership, 12345)
        assert str(no.value) == str(none.value), "as unknown as none"
    line.change(at(6), replace(SAT, minutes=7, words="Restless, then not."))
    assert (line.minutes, line.words) == (7, "Restless, then not.")
    line.forget(at(7))
    room.session.flush()
    assert room.session.query(HomePractice).count() == 0


def test_a_button_that_is_pressed_twice_keeps_one_line(room: Room) -> None:
    me = room.dao.membership
    first = HomePractice.keep(me, at(5), SAT, client_uuid="of-this-page")
    room.session.flush()
    assert HomePractice.keep(me, at(5), SAT, client_uuid="of-this-page") is first
    assert HomePractice.keep(me, at(5), SAT, client_uuid="of-another") is not first
    assert HomePractice.keep(room.ben.membership, at(5), SAT, client_uuid="of-this-page")


def test_a_day_that_is_still_to_come_is_answered_in_words(room: Room) -> None:
    with pytest.raises(Refused) as no:
        keep(room, room.dao, replace(SAT, day=TODAY + timedelta(days=1)))
    assert "day" in no.value.fields
    assert keep(room, room.dao, replace(SAT, day=TODAY - timedelta(days=40)))


def test_only_ones_own_phone_is_drawn_anew(room: Room) -> None:
    room.touched()
    keep(room, room.dao)
    assert room.touched() == {mine(room.dao)}


def test_the_numbers_of_lines_tell_nothing_of_others(room: Room) -> None:
    ids = [keep(room, who).id for who in (room.dao, room.ben, room.dao, room.ben)]
    steps = {abs(b - a) for a, b in pairwise(ids)}
    assert steps.isdisjoint(range(50))


def test_two_sums_a_week_and_a_week_without_is_neither_named_nor_counted(room: Room) -> None:
    """C-67, R-35."""
    for days, minutes, with_whom in (
        (0, 3, SOLO),
        (1, 5, SOLO),
        (1, 8, RELATIONAL),
        (21, 6, RELATIONAL),
    ):
        day = TODAY - timedelta(days=days)
        keep(room, room.dao, replace(SAT, day=day, minutes=minutes, solo_or_relational=with_whom))
    weeks = by_week(room.dao.membership.home_practices)
    assert [(w.minutes(SOLO), w.minutes(RELATIONAL)) for w in weeks] == [(8, 8), (0, 6)]
    assert [w.begins.weekday() for w in weeks] == [0, 0]
    picture = last_weeks(room.dao.membership.home_practices, TODAY)
    assert [len(w.lines) for w in picture] == [0, 0, 0, 0, 1, 0, 0, 3]
    assert len(picture) == WEEKS_SHOWN


def test_a_year_that_turns_breaks_no_week() -> None:
    line = HomePractice(day=date(2027, 1, 1), minutes=3, solo_or_relational=SOLO)
    before = HomePractice(day=date(2026, 12, 30), minutes=4, solo_or_relational=SOLO)
    [week] = by_week([line, before])
    assert (week.begins, week.minutes(SOLO)) == (date(2026, 12, 28), 7)


def test_what_was_noted_in_this_meeting_is_told_apart(room: Room) -> None:
    HomePractice.keep(room.dao.membership, at(-60), SAT)
    here = keep(room, room.dao)
    assert noted_since(room.dao.membership, T0) == [here]
    assert noted_since(room.ben.membership, T0) == []
    assert noted_since(room.dao.membership, None) == []


def test_all_of_it_goes_at_its_authors_wish_and_with_their_place_in_the_group(room: Room) -> None:
    for who in (room.dao, room.dao, room.ben, room.ben, room.chiara):
        keep(room, who, replace(SAT, visibility=GROUP))
    forget_all(room.dao.membership, at(8))
    room.ben.membership.remove(room.mirela.membership, at(9))
    room.session.flush()
    assert [line.membership.name for line in room.session.query(HomePractice)] == ["Chiara"]


def test_who_does_not_belong_keeps_none(room: Room) -> None:
    room.dao.membership.confirmed_at = None
    with pytest.raises(Refused):
        keep(room, room.dao)
