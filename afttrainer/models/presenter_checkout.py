"""How the presenter leaves: first about the group, then about the case, in that order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession


class PresenterCheckout(Base, EntryMixin):
    __tablename__ = "presenter_checkout"
    __table_args__ = (UniqueConstraint("supervision_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    #: 0 far - 10 close to the group.
    closeness: Mapped[int | None]
    #: 0 none - 10 very much.
    shame_before: Mapped[int | None]
    shame_after: Mapped[int | None]
    group_words: Mapped[str] = mapped_column(default="")
    group_saved_at: Mapped[datetime | None]
    case_words: Mapped[str] = mapped_column(default="")
    next_step: Mapped[str] = mapped_column(default="")
    case_saved_at: Mapped[datetime | None]
    #: The presenter would rather not; their own word, needed before the meeting closes without it.
    declined_at: Mapped[datetime | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="checkouts")
