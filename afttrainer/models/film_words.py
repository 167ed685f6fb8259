"""What was written about a film and its patient, emptied after a withdrawal: times and codes stay
(F1, F4). A backup that is laid back is swept again, so that it holds there as well.

What people said of themselves and of one another stays: how they arrived, debriefs, what they tried
and how, what others saw in their tries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy import Enum, String, Table, Update, or_, select, update
from sqlalchemy.orm import Session

from afttrainer.content.codes import ClipOrigin, Seat
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.base import Base
from afttrainer.models.case_ruptures import answers_to
from afttrainer.models.exercise import Exercise
from afttrainer.models.parsed_moment import BOXES, ParsedMoment
from afttrainer.models.queue import QueuedClip
from afttrainer.models.recording import Recording
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.second_look import SecondLook
from afttrainer.models.two_chair import SeatSpan

#: Of what is practised after a rupture most words are the players' own: seen to one by one.
_SEEN_TO: Final = ("supervision_session", "exercise")
#: Short, and typed all the same; every other column of a set length holds a code or a name.
_TYPED: Final = {"affect_entry": ("feeling", "place")}


def forget_words(session: Session, recording: Recording) -> None:
    """Free words are the columns of no set length, in every table that belongs to a clip of it or
    to a rupture on one; then what was written about its patient elsewhere."""
    session.flush()
    queued = [q.id for clip in recording.clips for q in clip.queued]
    ruptures, exercises = _what_came_of(session, queued)
    exercises += _played_without_a_rupture(recording)
    looks = select(SecondLook.id).where(SecondLook.queued_clip_id.in_(queued))
    of_film = (("queued_clip", queued), ("rupture_event", ruptures), ("second_look", looks))
    statements = [
        *(one for whose, ids in of_film for one in _wordless(whose, ids)),
        update(RuptureEvent)
        .where(RuptureEvent.id.in_(ruptures))
        .values(_empty(Base.metadata.tables["rupture_event"])),
        *_in_exercises(exercises),
    ]
    for statement in statements:
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
    _forget_in_meetings(recording)
    _forget_afterwards(session, recording)
    _forget_case(recording)
    recording.title = _("An erased film")
    for clip in recording.clips:
        clip.title = _("An erased clip")
    session.flush()
    session.expire_all()


def _what_came_of(session: Session, queued: list[int]) -> tuple[list[int], list[int]]:
    """Ruptures on these clips with those that tries have opened, and exercises made from them."""
    ruptures = set(
        session.scalars(select(RuptureEvent.id).where(RuptureEvent.queued_clip_id.in_(queued)))
    )
    while True:
        made_from = select(Exercise.id).where(Exercise.rupture_id.in_(ruptures))
        tries = select(MetacommunicationAttempt.id).where(
            MetacommunicationAttempt.exercise_id.in_(made_from)
        )
        children = select(RuptureEvent.id).where(
            or_(RuptureEvent.parent_id.in_(ruptures), RuptureEvent.parent_attempt_id.in_(tries))
        )
        more = set(session.scalars(children)) - ruptures
        if not more:
            return sorted(ruptures), list(session.scalars(made_from))
        ruptures |= more


def _played_without_a_rupture(recording: Recording) -> list[int]:
    """Where it was shown and its therapist played the patient, whoever that was."""
    return [
        exercise.id
        for queued in _shown(recording)
        for exercise in queued.supervision.exercises
        if exercise.rupture_id is None
        and exercise.patient_player is not None
        and exercise.patient_player.membership is queued.therapist
    ]


def _shown(recording: Recording) -> list[QueuedClip]:
    return [q for clip in recording.clips for q in clip.queued if q.first_played_at is not None]


def _wordless(whose: str, ids: Any) -> Iterator[Update]:
    """Of every table that belongs to one of those."""
    for table in Base.metadata.tables.values():
        words = _empty(table)
        if words and table.name not in _SEEN_TO:
            for key in table.foreign_keys:
                if key.column.table.name == whose:
                    yield update(table).where(key.parent.in_(ids)).values(words)


def _empty(table: Table) -> dict[str, str | None]:
    return {
        column.name: None if column.nullable else ""
        for column in table.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, Enum)
        and (column.type.length is None or column.name in _TYPED.get(table.name, ()))
    }


def _in_exercises(exercises: list[int]) -> tuple[Update, ...]:
    """What came back from the patient's chair, what a try may have meant to them, what was feared
    and expected of them, the moment taken apart. What was said to the patient, in which of the ways
    and how it was felt, is the players' own and stays."""
    return (
        update(MetacommunicationAttempt)
        .where(MetacommunicationAttempt.exercise_id.in_(exercises))
        .values(answer="", meant=""),
        update(Exercise).where(Exercise.id.in_(exercises)).values(fear="", expectation=""),
        update(SeatSpan)
        .where(SeatSpan.exercise_id.in_(exercises), SeatSpan.seat == Seat.PATIENT)
        .values(key_phrase=""),
        update(ParsedMoment)
        .where(ParsedMoment.exercise_id.in_(exercises))
        .values(dict.fromkeys(BOXES, "")),
    )


def _forget_in_meetings(recording: Recording) -> None:
    """Where it was shown: how its therapist said the work went, and what they took from the meeting
    for the case; what the group noted and was asked from then on, until the next film."""
    for queued in _shown(recording):
        room, therapist = queued.supervision, queued.therapist
        for check_in in room.check_ins:
            if check_in.author.membership is therapist:
                check_in.progress = ""
        for checkout in room.checkouts:
            if checkout.author.membership is therapist:
                checkout.case_words = checkout.next_step = ""
        for note in room.group_notes:
            if any(_was_on(queued, at) for at in (note.made_at, note.changed_at) if at is not None):
                note.words = ""
        for poll in room.polls:
            if _was_on(queued, poll.asked_at):
                poll.question = ""
                for option in poll.options:
                    option.words = ""


def _was_on(queued: QueuedClip, at: datetime) -> bool:
    """Whether this was the film that had been shown last at that time, be it once more."""
    mine = _last_begun(queued, at)
    others = [_last_begun(other, at) for other in queued.supervision.queue]
    return mine is not None and mine == max(one for one in others if one is not None)


def _last_begun(queued: QueuedClip, at: datetime) -> datetime | None:
    begun = [queued.first_played_at, *(mark.at for mark in queued.marks if mark.playing)]
    return max((one for one in begun if one is not None and one <= at), default=None)


def _forget_afterwards(session: Session, recording: Recording) -> None:
    """What its therapist said later of what had become of it."""
    meetings = {queued.supervision_id for queued in _shown(recording)}
    for meeting, answer in answers_to(session, recording.case.therapist_id):
        if meeting in meetings:
            answer.words = ""


def _forget_case(recording: Recording) -> None:
    """How the work goes on is of the case and not of a film: it goes with the last of its films
    whose patient has not withdrawn."""
    case = recording.case
    if any(_is_consented(other) for other in case.recordings if other is not recording):
        return
    if case.course is not None:
        case.course.agreed_tasks = case.course.agreed_goals = case.course.limits = ""
    for span in case.stuck_spans:
        span.words = ""


def _is_consented(recording: Recording) -> bool:
    if recording.origin is ClipOrigin.SIMULATED or recording.consent is None:
        return False
    return recording.consent.withdrawn_at is None
