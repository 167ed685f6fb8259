"""A patient's consent to one recording; the signed form stays in the clinic's own record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.recording import Recording


class Consent(Base):
    """Scopes are ticked one by one and all off by default; a live `group_supervision` is needed
    when a clip is queued and again when it plays."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"), unique=True)
    supervisor_review: Mapped[bool] = mapped_column(default=False)
    group_supervision: Mapped[bool] = mapped_column(default=False)
    teaching_beyond_group: Mapped[bool] = mapped_column(default=False)
    research: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(80), default="")
    witnessed_by: Mapped[str] = mapped_column(String(80), default="")
    #: Where the signed form lies, and which version of it: a reference, never the form.
    form_version: Mapped[str] = mapped_column(String(40), default="")
    expires_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    recording: Mapped[Recording] = relationship(back_populates="consent")

    def covers_group(self, now: datetime) -> bool:
        return (
            self.group_supervision
            and self.given_at <= now
            and self.withdrawn_at is None
            and (self.expires_at is None or now < self.expires_at)
        )
