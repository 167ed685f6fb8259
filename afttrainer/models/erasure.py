"""When films are erased, and the log of it, which says nothing of what was in them (F4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import Enum, String, Table, Update, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from afttrainer.content.codes import ClipOrigin, Seat
from afttrainer.models.base import Base
from afttrainer.models.recording import Recording, RecordingStatus

if TYPE_CHECKING:
    from sqlalchemy.sql import Select

#: The log says that something was erased, when and why; it goes after three years itself.
LOG_LIVES = timedelta(days=3 * 365)


class ErasedFor(StrEnum):
    WITHDRAWN = "withdrawn"
    CONSENT_ENDED = "consent_ended"
    AGE = "age"
    REMOVED = "removed"


@dataclass(frozen=True)
class Limits:
    """Days; 0 stands for no limit for the age, and for at once after a withdrawal."""

    film_days: int = 30
    withdrawn_days: int = 7


@dataclass(frozen=True)
class Due:
    """What is to happen to a film, and when."""

    at: datetime
    why: ErasedFor


class Erasure(Base):
    """One film that was erased. `sha256` stands here only until its file and key are gone."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: A number and no relation: the recording itself may be gone.
    recording_number: Mapped[int] = mapped_column(index=True)
    why: Mapped[ErasedFor]
    due_at: Mapped[datetime]
    erased_at: Mapped[datetime] = mapped_column(index=True)
    file_gone_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))

    @classmethod
    def waiting(cls, session: Session) -> list[tuple[int, str]]:
        """Number and fingerprint of those whose files may still be there."""
        wanted = select(cls.id, cls.sha256).where(cls.sha256.is_not(None))
        return [(number, sha256) for number, sha256 in session.execute(wanted) if sha256]

    def file_is_gone(self, now: datetime) -> None:
        self.sha256, self.file_gone_at = None, now


def due(recording: Recording, limits: Limits) -> Due | None:
    """When this film is to be erased at the latest; None for acted scenes, and where no limit
    touches it."""
    if recording.origin is ClipOrigin.SIMULATED or recording.status is RecordingStatus.ERASED:
        return None
    consent, found = recording.consent, []
    if limits.film_days:
        old_at = recording.brought_in_at + timedelta(days=limits.film_days)
        found.append(Due(old_at, ErasedFor.AGE))
    if consent is not None and consent.withdrawn_at is not None:
        withdrawn_at = consent.withdrawn_at + timedelta(days=limits.withdrawn_days)
        found.append(Due(withdrawn_at, ErasedFor.WITHDRAWN))
    elif consent is not None and consent.expires_at is not None:
        found.append(Due(consent.expires_at, ErasedFor.CONSENT_ENDED))
    first = min(found, key=lambda one: one.at, default=None)
    if first is not None and consent is not None and consent.withdrawn_at is not None:
        # However soon its age would have ended it: the words go along.
        return Due(first.at, ErasedFor.WITHDRAWN)
    return first


def all_due(session: Session, limits: Limits, now: datetime) -> list[tuple[Recording, Due]]:
    """Those whose time has come. One that a room is at work on waits until that closes, unless the
    patient's word has ended: then nothing of it is shown there either."""
    gone = [RecordingStatus.ERASED, RecordingStatus.ARRIVING]
    found = []
    for recording in session.scalars(select(Recording).where(Recording.status.not_in(gone))):
        when = due(recording, limits)
        if when is None or when.at > now:
            continue
        if when.why is not ErasedFor.AGE or not recording.in_open_room:
            found.append((recording, when))
    return found


def erase(recording: Recording, when: Due, now: datetime) -> Erasure:
    """The film goes, and after a withdrawal all words that were written about it; times and codes
    stay in the records it is part of."""
    session = object_session(recording)
    if session is None:
        raise ValueError("a recording that is kept nowhere")
    log = Erasure(
        recording_number=recording.id,
        why=when.why,
        due_at=when.at,
        erased_at=now,
        sha256=None if recording.is_shared else recording.sha256,
        file_gone_at=None,
    )
    if log.sha256 is None:
        log.file_gone_at = now
    session.add(log)
    if when.why is ErasedFor.WITHDRAWN:
        forget_words(session, recording)
    recording.let_film_go(now)
    return log


def forget_words(session: Session, recording: Recording) -> None:
    """What anybody wrote about this film or its ruptures: free words are the columns of no set
    length, in every table that belongs to a clip of it."""
    from afttrainer.models.clip import Clip
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.rupture import RuptureEvent
    from afttrainer.models.second_look import SecondLook

    session.flush()
    clips = select(Clip.id).where(Clip.recording_id == recording.id)
    queued = select(QueuedClip.id).where(QueuedClip.clip_id.in_(clips))
    ruptures = select(RuptureEvent.id).where(RuptureEvent.queued_clip_id.in_(queued))
    looks = select(SecondLook.id).where(SecondLook.queued_clip_id.in_(queued))
    of_film = (("queued_clip", queued), ("rupture_event", ruptures), ("second_look", looks))
    for table in Base.metadata.tables.values():
        for whose, ids in of_film:
            # Of what is practised after a rupture most words are the players' own.
            if table.name not in ("supervision_session", "exercise"):
                for statement in _wordless(table, whose, ids):
                    session.execute(statement, execution_options={"synchronize_session": False})
    _forget_what_the_patient_was_given_to_say(session, ruptures)
    recording.title = _("An erased film")
    for clip in recording.clips:
        clip.title = _("An erased clip")
    session.flush()
    session.expire_all()


def _forget_what_the_patient_was_given_to_say(session: Session, ruptures: Select[Any]) -> None:
    """In exercises made from these ruptures: what came back from the patient's chair, what a try
    may have meant to them, what was feared and expected of them. What was said to the patient, in
    which of the ways and how it was felt, is the players' own and stays."""
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.two_chair import SeatSpan

    made_from = select(Exercise.id).where(Exercise.rupture_id.in_(ruptures))
    for statement in (
        update(MetacommunicationAttempt)
        .where(MetacommunicationAttempt.exercise_id.in_(made_from))
        .values(answer="", meant=""),
        update(Exercise).where(Exercise.rupture_id.in_(ruptures)).values(fear="", expectation=""),
        update(SeatSpan)
        .where(SeatSpan.exercise_id.in_(made_from), SeatSpan.seat == Seat.PATIENT)
        .values(key_phrase=""),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})


def _wordless(table: Table, whose: str, ids: Select[Any]) -> list[Update]:
    words: dict[str, str | None] = {
        column.name: None if column.nullable else ""
        for column in table.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, Enum)
        and column.type.length is None
    }
    if not words:
        return []
    return [
        update(table).where(key.parent.in_(ids)).values(words)
        for key in table.foreign_keys
        if key.column.table.name == whose
    ]


def forget_old_logs(session: Session, now: datetime) -> None:
    for old in session.scalars(select(Erasure).where(Erasure.erased_at < now - LOG_LIVES)):
        session.delete(old)
