"""A time in which the work with a patient felt stuck: nothing unusual, and no end of it (C-42: S2,
Embedding and disembedding)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.clip import Clip
from afttrainer.models.queue import QueuedClip
from afttrainer.models.recording import Recording
from afttrainer.models.refusal import Refused
from afttrainer.models.supervision import SupervisionSession

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.membership import Membership

WORDS_AT_MOST: Final = 300  # characters


class StuckSpan(Base):
    """Read and written by the case's therapist and those who lead."""

    __tablename__ = "stuck_span"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    began_at: Mapped[datetime]
    #: None while it lasts.
    ended_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(default="")
    case: Mapped[Case] = relationship(back_populates="stuck_spans")

    @classmethod
    def begin(cls, case: Case, by: Membership, words: str, now: datetime) -> StuckSpan:
        case.must_be_open_to(by)
        if any(span.ended_at is None for span in case.stuck_spans):
            raise Refused(_("This case is marked as stuck already."))
        span = cls(began_at=now, words=words)
        case.stuck_spans.append(span)
        return span

    @classmethod
    def found(cls, case: Case, by: Membership, span_id: int) -> StuckSpan:
        case.must_be_open_to(by)
        span = next((one for one in case.stuck_spans if one.id == span_id), None)
        if span is None:
            raise Refused(_("This is not marked any more."), status=404)
        return span

    def end(self, now: datetime) -> None:
        self.ended_at = self.ended_at or now

    def meetings(self, session: Session) -> Sequence[SupervisionSession]:
        """In which the group watched this case meanwhile, the first one first."""
        shown = (
            select(QueuedClip.supervision_id)
            .join(Clip, Clip.id == QueuedClip.clip_id)
            .join(Recording, Recording.id == Clip.recording_id)
            .where(Recording.case_id == self.case_id, QueuedClip.first_played_at >= self.began_at)
        )
        if self.ended_at is not None:
            shown = shown.where(QueuedClip.first_played_at <= self.ended_at)
        return session.scalars(
            select(SupervisionSession)
            .where(SupervisionSession.id.in_(shown))
            .order_by(SupervisionSession.planned_for, SupervisionSession.id)
        ).all()
