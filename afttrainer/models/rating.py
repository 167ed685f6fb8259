"""Four lines on the group and four on the work with the supervisor, after the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession


class Rating(Base, EntryMixin):
    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("supervision_id", "author_id"),)
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    #: Four answers 1-7 each; None where a line was skipped.
    cohesion: Mapped[list[int | None]] = mapped_column(JSON, default=list)
    alliance: Mapped[list[int | None]] = mapped_column(JSON, default=list)
    supervision: Mapped[SupervisionSession] = relationship(back_populates="ratings")
