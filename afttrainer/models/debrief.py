"""A closing line from each; passing leaves nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin

if TYPE_CHECKING:
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
