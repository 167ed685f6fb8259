"""How the work with one patient goes on: what was agreed on, being stuck, and the ending."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import (
    ENDING_THEMES,
    CaseEnding,
    CasePhase,
    CaseTheme,
    FollowThrough,
    SessionStatus,
)
from afttrainer.models import Case, CaseCourse, FollowUp, StuckSpan, SupervisionSession
from afttrainer.models.case_course import REVIEW_AFTER
from afttrainer.models.case_ruptures import followed_up
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, open_room, person, queued_clip


@pytest.fixture
def case(room: Room) -> Case:
    return room.clip.clip.recording.case


@pytest.fixture
def course(room: Room, case: Case) -> CaseCourse:
    return CaseCourse.of(case, room.ben.membership)


def test_what_was_agreed_on_is_asked_about_again_after_some_weeks(
    room: Room, case: Case, course: CaseCourse
) -> None:
    """C-33."""
    assert course.weeks_since_review(T0) is None
    course.agree("We look at the homework together", "To say no at work", T0)
    room.keep()
    assert (course.agreed_at, course.reviewed_at) == (T0, T0)
    assert course.weeks_since_review(T0 + REVIEW_AFTER) is None
    later = T0 + timedelta(weeks=9, days=3)
    assert course.weeks_since_review(later) == 9

    course.review(later)
    assert course.weeks_since_review(later) is None
    assert course.agreed_at == T0, "the words are those of then"
    course.agree("We look at the week together", "To say no at work", later)
    assert course.agreed_at == later
    assert CaseCourse.of(case, room.mirela.membership) is course


def test_nothing_was_agreed_on_and_nothing_is_asked(course: CaseCourse) -> None:
    with pytest.raises(Refused, match="Write down first"):
        course.review(T0)
    course.agree("", "", T0)
    assert course.weeks_since_review(T0 + 3 * REVIEW_AFTER) is None


def test_of_what_is_over_nobody_asks_again(course: CaseCourse) -> None:
    course.agree("Homework", "To say no", T0)
    course.end(CasePhase.ENDED, how=CaseEnding.DROPPED_OUT)
    assert course.weeks_since_review(T0 + 3 * REVIEW_AFTER) is None


def test_only_its_therapist_and_those_who_lead_say_so(room: Room, case: Case) -> None:
    for verb in (
        lambda: CaseCourse.of(case, room.dao.membership),
        lambda: StuckSpan.begin(case, room.dao.membership, "", T0),
        lambda: StuckSpan.found(case, room.dao.membership, 1),
    ):
        with pytest.raises(NotYours):
            verb()


def test_being_stuck_has_a_span_and_the_meetings_in_it(room: Room, case: Case) -> None:
    """C-42: across meetings, whatever else was shown in between."""
    by = room.ben.membership
    _showed(room, 1, "Ben")
    within = _showed(room, 3, "Ben")
    _showed(room, 4, "Dao")
    after = _showed(room, 7, "Ben")
    span = StuckSpan.begin(case, by, "Round and round", T0 + timedelta(weeks=2))
    room.session.flush()
    with pytest.raises(Refused, match="already"):
        StuckSpan.begin(case, by, "", T0 + timedelta(weeks=2))
    assert span.meetings(room.session) == [within, after]
    span.end(T0 + timedelta(weeks=5))
    room.keep()
    assert span.meetings(room.session) == [within]
    StuckSpan.begin(case, by, "Again", T0 + timedelta(weeks=8))
    assert [one.words for one in room.keep().queue[0].clip.recording.case.stuck_spans] == [
        "Round and round",
        "Again",
    ]


def _showed(room: Room, weeks: int, owner: str) -> SupervisionSession:
    with room.session.no_autoflush:
        meeting = open_room(room.supervision.group)
        meeting.planned_for = T0 + timedelta(weeks=weeks)
        meeting.status = SessionStatus.CLOSED
        room.session.add(meeting)
        code = "P-014" if owner == "Ben" else "P-001"
        queued_clip(meeting, owner, code).first_played_at = T0 + timedelta(weeks=weeks)
    room.session.flush()
    return meeting


@pytest.mark.parametrize("theme", ENDING_THEMES)
def test_themes_of_parting_are_offered_as_it_ends_or_by_choice(
    course: CaseCourse, theme: CaseTheme
) -> None:
    """C-43, and C-44: a wish that nobody could meet may come up at any time."""
    assert course.themes_offered(ending_too=False) == [CaseTheme.IMPOSSIBLE_DEMAND]
    with pytest.raises(Refused, match="coming to its end"):
        course.name([theme], ending_too=False)
    assert course.themes_offered(ending_too=True) == list(CaseTheme)
    course.name([theme], ending_too=True)
    assert course.named == [theme]
    assert theme in course.themes_offered(ending_too=False), "what was chosen can be let go of"
    course.end(CasePhase.ENDING)
    assert course.themes_offered(ending_too=False) == list(CaseTheme)
    course.name([CaseTheme.IMPOSSIBLE_DEMAND, theme], ending_too=False)
    assert course.named == [theme, CaseTheme.IMPOSSIBLE_DEMAND]


def test_sessions_are_counted_down_while_it_ends(course: CaseCourse) -> None:
    """C-43."""
    with pytest.raises(Refused, match="no session left"):
        course.one_session_less()
    course.end(CasePhase.ENDING, sessions_left=2)
    course.one_session_less()
    course.one_session_less()
    assert course.sessions_left == 0
    with pytest.raises(Refused, match="no session left"):
        course.one_session_less()
    with pytest.raises(Refused) as no:
        course.end(CasePhase.ENDING, sessions_left=61)
    assert "sessions_left" in no.value.fields
    course.end(CasePhase.ENDED, how=CaseEnding.COMPLETED, sessions_left=3)
    assert course.sessions_left is None
    assert course.ended_how is CaseEnding.COMPLETED
    course.end(CasePhase.UNDER_WAY, how=CaseEnding.COMPLETED)
    assert course.ended_how is None


def test_what_could_not_be_given_is_the_therapists_own_to_think_about(
    room: Room, course: CaseCourse
) -> None:
    """C-44."""
    course.reflect(room.ben.membership, "That I were always there.")
    with pytest.raises(NotYours):
        course.reflect(room.mirela.membership, "not mine")
    assert course.limits == "That I were always there."


def test_what_became_of_the_next_step_stands_with_the_meeting_it_came_from(
    room: Room, case: Case
) -> None:
    """The thread of a case over its meetings: the answer of the next time, and not a later one."""
    first, second = _showed(room, 1, "Ben"), _showed(room, 3, "Ben")
    for meeting, answer in (
        (second, FollowThrough.NOT_YET),
        (_room_at(room, 5), FollowThrough.TRIED),
        (_room_at(room, 6), FollowThrough.OTHERWISE),
    ):
        FollowUp.say(person(meeting, "Ben"), T0, answer=answer, words="")
    room.session.flush()
    found = followed_up(room.session, case)
    assert {m: one.answer for m, one in found.items()} == {
        first.id: FollowThrough.NOT_YET,
        second.id: FollowThrough.TRIED,
    }


def _room_at(room: Room, weeks: int) -> SupervisionSession:
    meeting = open_room(room.supervision.group)
    meeting.planned_for = T0 + timedelta(weeks=weeks)
    room.session.add(meeting)
    room.session.flush()
    return meeting
