"""How each person arrives."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import WishToPresent
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.revision import ALL, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class CheckIn(Base, EntryMixin):
    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("supervision_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    #: 0 not at all - 10 fully; None where passed over.
    calm: Mapped[int | None]
    word: Mapped[str] = mapped_column(String(40), default="")
    progress: Mapped[str] = mapped_column(default="")
    wish: Mapped[WishToPresent | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="check_ins")

    @classmethod
    def say(
        cls,
        me: Participant,
        now: datetime,
        *,
        calm: int | None,
        word: str,
        progress: str,
        wish: WishToPresent | None,
    ) -> CheckIn:
        """Keep how `me` arrives, or what they would rather have said."""
        room = me.supervision
        mine_already = next((c for c in room.check_ins if c.author_id == me.id), None)
        check_in = mine_already or cls(author=me, made_at=now)
        check_in.calm, check_in.word = calm, word
        check_in.progress, check_in.wish = progress, wish
        if mine_already is None:
            room.check_ins.append(check_in)
        room.touch(*ALL, mine(me))
        return check_in

    @classmethod
    def take_back(cls, me: Participant) -> None:
        """As if it had not been said."""
        room = me.supervision
        if (entry := next((c for c in room.check_ins if c.author is me), None)) is not None:
            room.check_ins.remove(entry)
            room.touch(*ALL, mine(me))
