"""A closing line from each; passing leaves nothing here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.revision import ALL, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class Debrief(Base, EntryMixin):
    __tablename__ = "debrief"
    __table_args__ = (UniqueConstraint("supervision_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    words: Mapped[str]
    #: What is mine to use, what is not: a group's way is not a recipe.
    to_use: Mapped[str] = mapped_column(default="")
    supervision: Mapped[SupervisionSession] = relationship(back_populates="debriefs")

    @classmethod
    def say(cls, me: Participant, now: datetime, *, words: str, to_use: str) -> Debrief:
        """Keep how `me` leaves the work of today; said again, it takes the first one's place."""
        room = me.supervision
        entry = next((d for d in room.debriefs if d.author is me), None)
        if entry is None:
            entry = cls(author=me, made_at=now)
            room.debriefs.append(entry)
        entry.words, entry.to_use = words, to_use
        room.touch(*ALL, mine(me))
        return entry

    @classmethod
    def take_back(cls, me: Participant) -> None:
        """As if it had not been said."""
        room = me.supervision
        if (entry := next((d for d in room.debriefs if d.author is me), None)) is not None:
            room.debriefs.remove(entry)
            room.touch(*ALL, mine(me))
