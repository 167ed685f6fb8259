"""What has become of it since a presenter last showed their work, in their own one tap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from afttrainer.content.codes import (
    Dimension,
    ExerciseType,
    FollowThrough,
    Form,
    SessionStatus,
    Strategy,
    Visibility,
)
from afttrainer.models.base import Base
from afttrainer.models.case import Case
from afttrainer.models.clip import Clip
from afttrainer.models.entry import EntryMixin
from afttrainer.models.queue import QueuedClip
from afttrainer.models.recording import Recording
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR, mine
from afttrainer.models.visibility import WALL, may_read

if TYPE_CHECKING:
    from sqlalchemy.sql import Select

    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.membership import Membership
    from afttrainer.models.participant import Participant
    from afttrainer.models.rupture import RuptureEvent
    from afttrainer.models.supervision import SupervisionSession


class FollowUp(Base, EntryMixin):
    """Read by its author and the supervisors. Not tried yet is an answer like the others."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("supervision_id", "author_id"),)
    starts_visible_to = Visibility.SUPERVISOR

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    answer: Mapped[FollowThrough]
    words: Mapped[str] = mapped_column(default="")
    supervision: Mapped[SupervisionSession] = relationship(back_populates="follow_ups")

    @classmethod
    def say(cls, me: Participant, now: datetime, *, answer: FollowThrough, words: str) -> FollowUp:
        """Keep it, or what they would rather have said. Raises Refused where there is no last
        time to speak of."""
        if last_time(me.membership, me.supervision) is None:
            raise Refused(_("You have not shown your work in this group yet."))
        entry = cls.of(me)
        if entry is None:
            entry = cls(author=me, made_at=now)
            me.supervision.follow_ups.append(entry)
        entry.answer, entry.words = answer, words
        me.supervision.touch(SUPERVISOR, mine(me))
        return entry

    @classmethod
    def of(cls, me: Participant) -> FollowUp | None:
        return next((f for f in me.supervision.follow_ups if f.author is me), None)

    @classmethod
    def take_back(cls, me: Participant) -> None:
        """As if it had not been said."""
        if (entry := cls.of(me)) is not None:
            me.supervision.follow_ups.remove(entry)
            me.supervision.touch(SUPERVISOR, mine(me))


@dataclass(frozen=True)
class LastTime:
    """What one presenter took home from the meeting in which they last showed their work."""

    meeting: SupervisionSession
    #: As the group last saw it on their film; None where none was described.
    rupture: RuptureEvent | None
    #: What was practised on their film, in order, each once.
    rehearsed: tuple[ExerciseType, ...]
    #: How others tried to speak of it with the patient they played: of what, and in which forms.
    moves: Mapping[Dimension, tuple[Form, ...]]
    #: Which of the four strategies these were part of, in order, each once.
    strategies: tuple[Strategy, ...]
    #: The presenter's own words at check-out; empty where they wrote none.
    next_step: str


def last_time(whose: Membership, now_at: SupervisionSession) -> LastTime | None:
    """From the latest closed meeting of the group, other than `now_at`, in which a clip of theirs
    was played; None where there is none."""
    meeting = _last_presented(whose, now_at)
    if meeting is None:
        return None
    ruptures = [r for r in meeting.ruptures if r.queued_clip.therapist is whose]
    # What came up in a try is the group's, and did not happen between the two of them.
    on_film = [r for r in ruptures if r.is_on_film]
    practised = [e for e in meeting.exercises if e.began_at and e.rupture in ruptures]
    tries = [a for e in practised for a in _tries_in(e)]
    checkout = next((c for c in meeting.checkouts if c.author.membership is whose), None)
    return LastTime(
        meeting,
        rupture=on_film[-1] if on_film else None,
        rehearsed=tuple(dict.fromkeys(e.type for e in practised)),
        moves=_moves_of(tries),
        strategies=tuple(dict.fromkeys(a.strategy for a in tries if a.strategy)),
        next_step=checkout.next_step if checkout else "",
    )


def _tries_in(exercise: Exercise) -> list[MetacommunicationAttempt]:
    """Those that the whole group may read."""
    return [attempt for attempt in exercise.attempts if may_read(WALL, attempt)]


def _moves_of(tries: Iterable[MetacommunicationAttempt]) -> Mapping[Dimension, tuple[Form, ...]]:
    """Each once, as they came."""
    cells = dict.fromkeys((a.dimension, a.form) for a in tries)
    moves: dict[Dimension, tuple[Form, ...]] = {}
    for dimension, form in cells:
        if dimension and form:
            moves[dimension] = (*moves.get(dimension, ()), form)
    return moves


def presented_by(therapist_id: int) -> Select[SupervisionSession]:
    """Closed meetings in which work of theirs was on, the earliest first."""
    from afttrainer.models.supervision import SupervisionSession

    return (
        select(SupervisionSession)
        .join(QueuedClip, QueuedClip.supervision_id == SupervisionSession.id)
        .join(Clip, Clip.id == QueuedClip.clip_id)
        .join(Recording, Recording.id == Clip.recording_id)
        .join(Case, Case.id == Recording.case_id)
        .where(
            Case.therapist_id == therapist_id,
            QueuedClip.first_played_at.is_not(None),
            SupervisionSession.status == SessionStatus.CLOSED,
        )
        .order_by(SupervisionSession.planned_for, SupervisionSession.id)
    )


def _last_presented(whose: Membership, now_at: SupervisionSession) -> SupervisionSession | None:
    session = object_session(whose)
    if session is None:
        return None
    meeting = type(now_at)
    others = presented_by(whose.id).where(meeting.id != now_at.id).order_by(None)
    return session.scalar(others.order_by(meeting.planned_for.desc(), meeting.id.desc()).limit(1))
