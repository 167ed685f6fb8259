"""A moment seen in different ways is looked at again, and what was seen first stays."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Direction, Family, Phase, Strategy
from afttrainer.models import SecondLook
from afttrainer.models.film_words import forget_words
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.reveal import choose_gap, reveal
from afttrainer.models.revision import ALL, mine
from afttrainer.models.rupture_cycle import Circle
from afttrainer.models.rupture_repair import Repair
from afttrainer.models.rupture_sides import Sides
from afttrainer.models.second_look import offered, open_look
from afttrainer.stats.division import Side
from tests.models.room import Room
from tests.people import at

AWAY, TOWARD, AGAINST = Direction
W = Family.WITHDRAWAL


@pytest.fixture
def shown(room: Room) -> Room:
    room.tag_all()
    reveal(room.mirela, room.clip.id, at(36))
    return room


def look(room: Room) -> SecondLook:
    made = SecondLook.open(room.mirela, room.clip.id, 322_000, at(37))
    room.session.flush()
    return made


def test_before_the_reveal_nothing_is_offered_or_taken_up(room: Room) -> None:
    room.tag_all()
    assert offered(room.clip, []) == []
    with pytest.raises(Refused):
        look(room)
    assert room.clip.second_looks == []


def test_the_moment_that_ben_saw_otherwise_is_the_one_that_is_offered(shown: Room) -> None:
    (one,) = offered(shown.clip, shown.clip.tags)
    assert one.moment.start_ms == 322_000
    assert one.sides == [(Side(W, AWAY), 6), (Side(W, TOWARD), 1)]


def test_it_is_played_from_five_seconds_before_and_each_is_asked(shown: Room) -> None:
    shown.touched()
    made = look(shown)
    playback = shown.supervision.playback
    assert playback is not None
    assert playback.playing
    assert (playback.position_ms, playback.stops_at_ms) == (317_000, 343_000)
    assert open_look(shown.supervision) is made
    assert {mine(p) for p in shown.supervision.participants} <= shown.touched()


def test_a_line_belongs_to_the_side_on_which_its_author_first_was(shown: Room) -> None:
    made = look(shown)
    made.say(shown.ben, "He takes care of her.", at(38))
    made.say(shown.aditi, "He is gone.", at(38))
    made.say(shown.aditi, "He has left the room.", at(38))
    shown.keep()
    away, toward = made.sides
    assert made.lines_of(away, made.views) == ["He has left the room."]
    assert made.lines_of(toward, made.views) == ["He takes care of her."]


def test_how_one_sees_it_now_stands_beside_the_first_mark(shown: Room) -> None:
    made = look(shown)
    made.see(shown.ben, W, AWAY, at(38))
    made.see(shown.aditi, W, TOWARD, at(38))
    made.see(shown.aditi, Family.MIXED, None, at(39))
    shown.keep()
    first = {t.author.name: t for t in shown.clip.tags if 322_000 <= t.clip_ms <= 340_000}
    assert first["Ben"].direction is TOWARD
    assert first["Aditi"].direction is AWAY
    assert len(shown.clip.tags) == 16
    assert dict(made.seen_now(made.views)) == {Side(W, AWAY): 1, Side(Family.MIXED, None): 1}


def test_sorting_the_marks_anew_changes_nothing_that_was_said(shown: Room) -> None:
    made = look(shown)
    made.say(shown.ben, "He takes care of her.", at(38))
    choose_gap(shown.mirela, shown.clip.id, 4_000)
    made.say(shown.dao, "I saw him go.", at(39))
    assert [view.side for view in made.views] == [Side(W, TOWARD), Side(W, AWAY)]
    assert offered(shown.clip, shown.clip.tags) == []


def test_the_same_moment_again_is_the_same_look_and_one_is_open(shown: Room) -> None:
    first = look(shown)
    first.say(shown.ben, "He takes care of her.", at(38))
    other = SecondLook.open(shown.mirela, shown.clip.id, 660_000, at(39))
    assert (first.is_open, other.is_open) == (False, True)
    assert look(shown) is first
    assert open_look(shown.supervision) is first
    first.close(shown.mirela)
    assert open_look(shown.supervision) is None
    assert first.views[0].line == "He takes care of her."


def test_only_those_who_lead_take_it_up_and_only_in_its_part(shown: Room) -> None:
    with pytest.raises(NotYours):
        SecondLook.open(shown.ben, shown.clip.id, 322_000, at(37))
    made = look(shown)
    with pytest.raises(NotYours):
        made.close(shown.ben)
    shown.go_to(Phase.EXERCISE)
    with pytest.raises(Refused):
        SecondLook.open(shown.mirela, shown.clip.id, 322_000, at(45))
    # What was being written may still come.
    made.say(shown.chiara, "I lost him here.", at(45))
    assert made.view_of(shown.chiara) is not None


def test_a_line_moves_the_groups_screens_and_ones_own(shown: Room) -> None:
    made = look(shown)
    shown.touched()
    made.say(shown.ben, "He takes care of her.", at(38))
    assert shown.touched() == {*ALL, mine(shown.ben)}


def test_a_moment_of_another_meeting_is_not_found(shown: Room) -> None:
    made = look(shown)
    with pytest.raises(Refused):
        SecondLook.found(shown.supervision, made.id + 1000)


def test_when_a_patient_withdraws_no_word_of_it_stays(shown: Room) -> None:
    """The ways in which it was seen are codes, and stay."""
    made = look(shown)
    made.say(shown.ben, "He takes care of her.", at(38))
    made.see(shown.ben, W, AWAY, at(38))
    r1 = shown.rupture()
    r1.add(shown.mirela, Sides(therapist_wanted="to look capable"))
    r1.add(shown.mirela, Circle(patient_does="goes quiet"))
    r1.add(shown.mirela, Repair(learned="To wait.", strategy=Strategy.CHANGE_TASK_OR_GOAL))
    forget_words(shown.session, shown.clip.clip.recording)
    (view,) = made.views
    assert (view.line, view.direction) == ("", AWAY)
    assert {r1.patient_side, r1.therapist_wanted, r1.patient_does, r1.learned} == {""}
    assert r1.strategy is Strategy.CHANGE_TASK_OR_GOAL
