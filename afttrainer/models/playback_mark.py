"""What playback did and when: a mark a change, so that an instant can be turned into film time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip


class PlaybackMark(Base):
    """Every change of the playback row. See `film_time` for how marks written ahead of their time
    are overtaken."""

    __tablename__ = "playback_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    at: Mapped[datetime]
    position_ms: Mapped[int]
    rate: Mapped[float]
    playing: Mapped[bool]
    goes_round: Mapped[bool] = mapped_column(default=False)
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="marks")

    @classmethod
    def made(
        cls, at: datetime, position_ms: int, rate: float, playing: bool, goes_round: bool = False
    ) -> PlaybackMark:
        return cls(
            at=at, position_ms=position_ms, rate=rate, playing=playing, goes_round=goes_round
        )
