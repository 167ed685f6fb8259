"""When films are erased, and the log of it, which says nothing of what was in them (F4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from afttrainer.content.codes import ClipOrigin
from afttrainer.models.base import Base
from afttrainer.models.consent import Consent
from afttrainer.models.film_words import forget_words
from afttrainer.models.recording import Recording, RecordingStatus

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership

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
    here = select(Recording).where(Recording.status != RecordingStatus.ERASED)
    found = []
    for recording in session.scalars(here):
        when = due(recording, limits)
        if when is None or when.at > now:
            continue
        if recording.status is RecordingStatus.ARRIVING and when.why is ErasedFor.AGE:
            continue  # uploads have a limit of their own
        if when.why is not ErasedFor.AGE or not recording.in_open_room:
            found.append((recording, when))
    return found + _words_due(session, limits, now)


def _words_due(session: Session, limits: Limits, now: datetime) -> list[tuple[Recording, Due]]:
    """Films that had gone before their patient withdrew: their words are still here. What was done
    so long ago that its log has gone is not done anew: what stands there is of later work."""
    # A number may be another film's by now: its log is older than this withdrawal.
    done = (
        select(Erasure.id)
        .where(
            Erasure.recording_number == Recording.id,
            Erasure.why == ErasedFor.WITHDRAWN,
            Erasure.erased_at >= Consent.withdrawn_at,
        )
        .exists()
    )
    wanted = (
        select(Recording, Consent.withdrawn_at)
        .join(Consent, Consent.recording_id == Recording.id)
        .where(
            Recording.status == RecordingStatus.ERASED,
            Consent.withdrawn_at > now - LOG_LIVES,
            ~done,
        )
    )
    limit = timedelta(days=limits.withdrawn_days)
    found = [
        (recording, Due(withdrawn_at + limit, ErasedFor.WITHDRAWN))
        for recording, withdrawn_at in session.execute(wanted)
        if withdrawn_at is not None
    ]
    return [(recording, when) for recording, when in found if when.at <= now]


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


def remove(recording: Recording, by: Membership, now: datetime) -> str | None:
    """Somebody takes it out of the library: logged like any other erasure. Returns what the film
    store may now erase, and raises, as `Recording.remove`."""
    session, number, was_here = object_session(recording), recording.id, recording.sha256
    may_go = recording.remove(by)
    if session is not None and was_here is not None:
        session.add(
            Erasure(
                recording_number=number,
                why=ErasedFor.REMOVED,
                due_at=now,
                erased_at=now,
                file_gone_at=now,
            )
        )
    return may_go


def forget_old_logs(session: Session, now: datetime) -> None:
    for old in session.scalars(select(Erasure).where(Erasure.erased_at < now - LOG_LIVES)):
        session.delete(old)
