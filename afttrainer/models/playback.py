"""Where the film is: one row, from which the position at any instant is computed (rule 8)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession


class Playback(Base):
    """Positions are milliseconds within the clip (0 at its in mark), not within the recording."""

    __tablename__ = "playback"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"))
    position_ms: Mapped[int] = mapped_column(default=0)
    #: 0.5-2.
    rate: Mapped[float] = mapped_column(default=1.0)
    playing: Mapped[bool] = mapped_column(default=False)
    #: Server time from which the row holds; a little ahead of the command, so that all start
    #: together.
    changed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    #: Where a replay of one moment stops by itself; None plays to the end of the clip.
    stops_at_ms: Mapped[int | None]
    on_companions: Mapped[bool] = mapped_column(default=False)
    supervision: Mapped[SupervisionSession] = relationship(back_populates="playback")
    queued_clip: Mapped[QueuedClip] = relationship()


class PlaybackMark(Base):
    """Every change of the playback row, so that an instant can be turned into film time later."""

    __tablename__ = "playback_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    at: Mapped[datetime]
    position_ms: Mapped[int]
    rate: Mapped[float]
    playing: Mapped[bool]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="marks")
