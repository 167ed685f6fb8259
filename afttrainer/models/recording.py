"""A filmed therapy session, and the clips chosen from it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ClipOrigin
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.consent import Consent


class RecordingStatus(StrEnum):
    """How far the film worker has come with it."""

    PREPARING = "preparing"
    READY = "ready"
    REFUSED = "refused"


class Recording(Base):
    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    origin: Mapped[ClipOrigin] = mapped_column(default=ClipOrigin.PATIENT_RECORDING)
    brought_in_at: Mapped[datetime]
    status: Mapped[RecordingStatus] = mapped_column(default=RecordingStatus.PREPARING)
    #: The film worker's name for the work; its reports carry it.
    ticket: Mapped[str] = mapped_column(String(40), unique=True)
    #: 0-1, how much of the preparation is done.
    share: Mapped[float] = mapped_column(default=0.0)
    #: Why it was refused, in words.
    message: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None] = mapped_column(String(64))
    #: Names inside the film store, made by the store.
    film_name: Mapped[str | None] = mapped_column(String(120))
    captions_name: Mapped[str | None] = mapped_column(String(120))
    still_name: Mapped[str | None] = mapped_column(String(120))
    duration_ms: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(default=0)
    case: Mapped[Case] = relationship(back_populates="recordings")
    clips: Mapped[list[Clip]] = relationship(back_populates="recording", order_by="Clip.id")
    consent: Mapped[Consent | None] = relationship(back_populates="recording")

    @property
    def is_ready(self) -> bool:
        return self.status is RecordingStatus.READY


class Clip(Base):
    """A stretch of a recording: two marks, nothing cut. All of it belongs to its therapist."""

    __tablename__ = "clip"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    #: Milliseconds from the beginning of the recording.
    in_ms: Mapped[int]
    out_ms: Mapped[int]
    made_at: Mapped[datetime]
    recording: Mapped[Recording] = relationship(back_populates="clips")

    @property
    def duration_ms(self) -> int:
        return self.out_ms - self.in_ms
