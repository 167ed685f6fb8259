"""Who watched a film: one line a look, for its therapist and those who lead, without words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import FilmLook, Hold, Participant, Playback, film_look
from afttrainer.models.audit import KEPT_FOR
from afttrainer.models.covered import comes_or_goes
from afttrainer.models.film_look import ONE_LOOK, LookedWhere, Watched
from tests.models.room import Room
from tests.people import T0, at, opens_a_screen


@pytest.fixture
def film(room: Room) -> Playback:
    """Ben's film in a room in which Aditi and Ben have their phones at hand, and Chiara has not."""
    for person in (room.mirela, room.aditi, room.ben):
        opens_a_screen(person)
    room.go_to(Phase.VIEWING)
    room.clip.status = ClipStatus.ACCEPTED
    return Playback.of(room.clip, T0)


def lines(room: Room, who: Participant | None = None) -> list[Watched]:
    case = room.clip.clip.recording.case
    return film_look.watched(room.session, (who or room.ben).membership, case)


def test_those_who_are_there_when_a_clip_begins_have_one_line_together(
    room: Room, film: Playback
) -> None:
    film.play(at(20))
    [line] = lines(room)
    assert line.where is LookedWhere.ROOM
    assert line.by == ("Aditi", "Mirela"), "and whose film it is watches their own"
    assert (line.at, line.clip) == (at(20), room.clip.clip.title)


def test_stops_leave_no_trace_in_it(room: Room, film: Playback) -> None:
    film.play(at(20))
    Hold.ask(room.ben, at(21))
    Hold.lift(room.ben)
    film.play(at(22))
    film.pause(at(23))
    Playback.replay(room.clip, 10_000, 20_000, at(24))
    assert len(lines(room)) == 1
    assert room.session.query(FilmLook).count() == 2


def test_whoever_comes_while_it_runs_has_a_line_of_their_own(room: Room, film: Playback) -> None:
    film.play(at(20))
    opens_a_screen(room.chiara)
    comes_or_goes(room.chiara, at(21))
    assert [line.by for line in lines(room)] == [("Chiara",), ("Aditi", "Mirela")]
    film.pause(at(22))
    opens_a_screen(room.dao)
    comes_or_goes(room.dao, at(23))
    assert len(lines(room)) == 2, "a film that stands is not being shown"


def test_in_the_library_coming_back_on_the_same_day_is_one_look(room: Room) -> None:
    recording, mirela = room.clip.clip.recording, room.mirela.membership
    for minute in (0, 1, 90):
        film_look.opened(room.session, mirela, recording, at(minute))
    film_look.opened(room.session, mirela, recording, at(0) + ONE_LOOK + timedelta(minutes=1))
    assert [(line.where, line.by) for line in lines(room)] == [
        (LookedWhere.LIBRARY, ("Mirela",))
    ] * 2


def test_what_therapists_see_of_their_own_work_is_not_written_down(room: Room) -> None:
    film_look.opened(room.session, room.ben.membership, room.clip.clip.recording, at(0))
    assert lines(room) == []


def test_a_clip_of_the_patterns_is_a_look_of_its_own(room: Room) -> None:
    recording, aditi = room.clip.clip.recording, room.aditi.membership
    film_look.opened(room.session, aditi, recording, at(0), room.clip.clip)
    film_look.opened(room.session, aditi, recording, at(1), room.clip.clip)
    assert [(line.where, line.clip) for line in lines(room)] == [
        (LookedWhere.PATTERNS, room.clip.clip.title)
    ]


def test_only_its_therapist_and_those_who_lead_read_it(room: Room, film: Playback) -> None:
    film.play(at(20))
    assert lines(room, room.mirela) == lines(room, room.ben) != []
    assert lines(room, room.aditi) == []


def test_it_goes_after_three_years(room: Room, film: Playback) -> None:
    film.play(at(20))
    film_look.forget_old(room.session, at(20) + KEPT_FOR)
    assert lines(room)
    film_look.forget_old(room.session, at(21) + KEPT_FOR)
    room.session.expire_all()
    assert lines(room) == []
