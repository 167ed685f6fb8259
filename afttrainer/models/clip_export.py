"""A clip that leaves the site as a file: who asked for it, when, and whether it was taken.

The rows stay when the file, the clip and the film are gone: times and people, no words.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.content.codes import ClipOrigin
from afttrainer.models.base import Base
from afttrainer.models.consent import ConsentState
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.clip import Clip
    from afttrainer.models.membership import Membership
    from afttrainer.models.recording import Recording

#: So long a file waits to be taken, and so long to be taken again where that broke off.
WAITS_FOR = timedelta(hours=1)
TAKEN_WITHIN = timedelta(minutes=10)
#: One person's exports that wait or are being made.
MOST_AT_ONCE = 3


class ExportRule(StrEnum):
    """What the site allows: nothing; clips that bear who took them, and when; clips as they are."""

    NO = "no"
    MARKED = "marked"
    YES = "yes"


class ExportStatus(StrEnum):
    """How far it is. A file is there while it is READY, and at no other time."""

    WAITING = "waiting"
    CUTTING = "cutting"
    READY = "ready"
    STOPPED = "stopped"
    REFUSED = "refused"
    GONE = "gone"


UNDER_WAY = (ExportStatus.WAITING, ExportStatus.CUTTING)
ALIVE = (*UNDER_WAY, ExportStatus.READY)


class ClipExport(Base):
    __tablename__ = "clip_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    clip_id: Mapped[int | None] = mapped_column(ForeignKey("clip.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    asked_at: Mapped[datetime]
    #: Its marks as they were then, in ms of the recording.
    in_ms: Mapped[int]
    out_ms: Mapped[int]
    #: Whether every picture of it bears who asked, and when.
    is_marked: Mapped[bool]
    #: The film worker's name for the work.
    ticket: Mapped[str] = mapped_column(String(40), unique=True)
    status: Mapped[ExportStatus] = mapped_column(default=ExportStatus.WAITING)
    #: 0-1, how much of it is made.
    share: Mapped[float] = mapped_column(default=0.0)
    #: Why there is no file, in words.
    message: Mapped[str] = mapped_column(default="")
    ready_at: Mapped[datetime | None]
    #: When its file was first fetched.
    taken_at: Mapped[datetime | None]
    clip: Mapped[Clip | None] = relationship(back_populates="exports")
    asked_by: Mapped[Membership] = relationship()

    @classmethod
    def ask(
        cls, clip: Clip, by: Membership, rule: ExportRule, now: datetime, *, is_marked: bool
    ) -> ClipExport:
        """Raises NotYours where the site, the person's role or the patient's consent do not allow
        it, Refused where it cannot be made now."""
        must_be_allowed(clip.recording, by, rule, now)
        if rule is ExportRule.MARKED and not is_marked:
            raise NotYours(_("This site lets only clips leave it that bear who took them."))
        if not clip.recording.is_ready:
            raise Refused(_("The film is not ready yet."))
        if sum(e.asked_by is by and e.is_alive for e in clip.exports) >= MOST_AT_ONCE:
            raise Refused(_("Enough copies of this clip are waiting. Take or remove one first."))
        asked = cls(
            asked_by=by,
            asked_at=now,
            in_ms=clip.in_ms,
            out_ms=clip.out_ms,
            is_marked=is_marked,
            ticket=secrets.token_hex(16),
            status=ExportStatus.WAITING,
        )
        clip.exports.append(asked)
        return asked

    @classmethod
    def alive(cls, session: Session) -> list[ClipExport]:
        """All for which there is a file, or will be."""
        return list(session.scalars(select(cls).where(cls.status.in_(ALIVE)).order_by(cls.id)))

    @property
    def is_alive(self) -> bool:
        return self.status in ALIVE

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY

    @property
    def file(self) -> str:
        """What it is called in the film store, beside its film."""
        return f"export-{self.ticket}.mp4"

    def may_be_taken(self, by: Membership, rule: ExportRule, now: datetime) -> None:
        """Asked again when it is fetched: for whoever asked, as long as all still allow it. Raises
        NotYours or Refused."""
        if by is not self.asked_by:
            raise NotYours(_("Somebody else asked for this copy. You may ask for one yourself."))
        if self.clip is None or self.status is not ExportStatus.READY or self.is_over(now):
            raise Refused(_("This copy is not there any more. You may ask for another."))
        must_be_allowed(self.clip.recording, by, rule, now)

    def still_holds(self, rule: ExportRule, now: datetime) -> bool:
        """Whether it may still be made or lie there."""
        if self.clip is None or not self.asked_by.belongs:
            return False
        return may_ask(self.clip.recording, self.asked_by, rule, now)

    def is_over(self, now: datetime) -> bool:
        """It has waited long enough to be taken."""
        if self.ready_at is None:
            return False
        over_at = self.ready_at + WAITS_FOR
        if self.taken_at is not None:
            over_at = min(over_at, self.taken_at + TAKEN_WITHIN)
        return now >= over_at

    def take(self, now: datetime) -> None:
        self.taken_at = self.taken_at or now

    def told(self, status: ExportStatus, share: float, message: str, now: datetime) -> None:
        """What the film worker says of it."""
        self.status, self.share, self.message = status, share, message
        if status is ExportStatus.READY:
            self.ready_at = self.ready_at or now

    def end(self) -> None:
        """There is no file any more, or will be none."""
        self.status = ExportStatus.STOPPED if self.is_under_way else ExportStatus.GONE


def must_be_allowed(recording: Recording, by: Membership, rule: ExportRule, now: datetime) -> None:
    """All three: the site's setting, the role and the patient's consent. Raises NotYours."""
    if rule is ExportRule.NO:
        raise NotYours(_("This site lets no clip leave it."))
    by.must_lead(recording.case.therapist.group)
    if not recording.may_watch(by, now) or not _consent_covers(recording, now):
        raise NotYours(
            _("The patient’s consent does not cover a copy outside of the group at present.")
        )


def may_ask(recording: Recording, by: Membership, rule: ExportRule, now: datetime) -> bool:
    """Whether there is anything to offer: a page shows no button that would be refused."""
    try:
        must_be_allowed(recording, by, rule, now)
    except Refused:
        return False
    return True


def _consent_covers(recording: Recording, now: datetime) -> bool:
    if recording.origin is ClipOrigin.SIMULATED:
        return True
    consent = recording.consent
    return (
        consent is not None
        and consent.teaching_beyond_group
        and consent.state(now) is ConsentState.LIVE
    )
