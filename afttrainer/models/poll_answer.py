"""What one person has answered to a question to the room, for as long as it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.poll import Poll


class PollAnswer(Base, EntryMixin):
    """Its author's alone; deleted when the counts are shown. One for all devices of a person."""

    __tablename__ = "poll_answer"
    __table_args__ = (UniqueConstraint("poll_id", "author_id"),)
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    #: Positions of the options.
    chosen: Mapped[list[int]] = mapped_column(JSON)
    poll: Mapped[Poll] = relationship(back_populates="answers")
