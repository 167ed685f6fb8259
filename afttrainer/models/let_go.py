"""A closed meeting's marks, ruptures and tries, let go when their training year is over (F4).

What a person keeps for themselves is theirs until they delete it: a mark or a try that bears a
private word stays for its author alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from afttrainer.content.codes import SessionStatus, Visibility
from afttrainer.models.audit import KEPT_FOR
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.tag import RuptureTag
    from afttrainer.models.training_year import TrainingYear


class LetGo(Base):
    """The log of it: which meeting, and when. It says nothing of what there was."""

    __tablename__ = "let_go"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: A number and no relation: the log outlives the meeting.
    supervision_number: Mapped[int] = mapped_column(index=True)
    due_at: Mapped[datetime]
    done_at: Mapped[datetime] = mapped_column(index=True)


def all_due(
    session: Session, year: TrainingYear, now: datetime
) -> list[tuple[SupervisionSession, datetime]]:
    """Closed meetings whose time has come, and since when it has."""
    from afttrainer.models.supervision import SupervisionSession

    if not year.years:
        return []
    wanted = select(SupervisionSession).where(
        SupervisionSession.status == SessionStatus.CLOSED,
        SupervisionSession.marks_let_go_at.is_(None),
        SupervisionSession.planned_for < now - timedelta(days=360 * year.years),
    )
    found = []
    for room in session.scalars(wanted):
        until = year.kept_until(room.started_at or room.planned_for)
        if until is not None and until <= now:
            found.append((room, until))
    return found


def let_go(room: SupervisionSession, due_at: datetime, now: datetime) -> None:
    """Once for each meeting."""
    session = object_session(room)
    if session is None:
        raise ValueError("a meeting that is kept nowhere")
    for clip in room.queue:
        _let_marks_go(clip)
    for exercise in room.exercises:
        _let_tries_go(exercise)
    _let_ruptures_go(room, session)
    room.marks_let_go_at = now
    session.add(LetGo(supervision_number=room.id, due_at=due_at, done_at=now))


def _let_marks_go(clip: QueuedClip) -> None:
    for tag in list(clip.tags):
        if _is_private(tag):
            tag.visibility = Visibility.PRIVATE
        else:
            clip.tags.remove(tag)
    for moment in list(clip.moments):
        if moment.visibility is not Visibility.PRIVATE:
            clip.moments.remove(moment)
    clip.second_looks.clear()
    clip.comments.clear()


def _is_private(tag: RuptureTag) -> bool:
    has_own_note = tag.note and tag.note_visibility is Visibility.PRIVATE
    return bool(has_own_note) or tag.visibility is Visibility.PRIVATE


def _let_tries_go(exercise: Exercise) -> None:
    # What was said from either chair goes as tries do: no rupture tells any more whose it was.
    exercise.fear = exercise.expectation = ""
    for span in exercise.seat_spans:
        span.key_phrase = ""
    exercise.rupture = None
    exercise.pathway.clear()
    for attempt in list(exercise.attempts):
        word = next((one for one in exercise.inner_words if one.attempt is attempt), None)
        if word is not None and word.visibility is Visibility.PRIVATE:
            _keep_for_its_author(attempt)
            continue
        if word is not None:
            exercise.inner_words.remove(word)
        attempt.child_rupture = None
        exercise.attempts.remove(attempt)


def _keep_for_its_author(attempt: MetacommunicationAttempt) -> None:
    """What hangs on it is their own; of the try itself nothing stays."""
    attempt.visibility = Visibility.PRIVATE
    attempt.words = attempt.answer = attempt.meant = ""
    attempt.dimension = attempt.form = attempt.strategy = attempt.felt_effect = None
    attempt.new_experience = False
    attempt.observations.clear()
    attempt.pins.clear()
    attempt.child_rupture = None


def _let_ruptures_go(room: SupervisionSession, session: Session) -> None:
    for rupture in room.ruptures:
        rupture.parent = rupture.parent_attempt = None
    session.flush()
    room.ruptures.clear()


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(LetGo).where(LetGo.done_at < now - KEPT_FOR))
