"""What one person says when a moment is looked at again: a line, and how they see it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Direction, Family
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.stats.division import Side

if TYPE_CHECKING:
    from afttrainer.models.second_look import SecondLook

LINE_AT_MOST: Final = 140  # characters


class SecondView(Base, EntryMixin):
    """Beside the first marks and never in their place. Shared screens show its line under its side,
    without a name."""

    __tablename__ = "second_view"
    __table_args__ = (UniqueConstraint("look_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    look_id: Mapped[int] = mapped_column(ForeignKey("second_look.id"), index=True)
    #: On which side its author's first mark was; None where there was none.
    side_family: Mapped[Family | None]
    side_direction: Mapped[Direction | None]
    line: Mapped[str] = mapped_column(default="")
    #: How they see it now; None where they did not say.
    family: Mapped[Family | None]
    direction: Mapped[Direction | None]
    look: Mapped[SecondLook] = relationship(back_populates="views")

    @property
    def side(self) -> Side | None:
        return None if self.side_family is None else Side(self.side_family, self.side_direction)

    @property
    def sees_now(self) -> Side | None:
        return None if self.family is None else Side(self.family, self.direction)
