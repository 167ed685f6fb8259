"""How safe it feels to somebody in the group, as it changes through a meeting (C-76).

Theirs alone: it reaches no screen, record or export but their own, and they can have it forgotten.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.revision import mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

#: 0 not at all - 10 fully.
SAFE: Final = range(11)


class FeltSafety(Base, EntryMixin):
    """One setting of the slider."""

    __tablename__ = "felt_safety"
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    value: Mapped[int]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="felt_safety")

    @classmethod
    def say(cls, me: Participant, touched_at: datetime, value: int) -> FeltSafety:
        """As it was when the finger let go; what was said before stays beside it."""
        made = cls(author=me, made_at=touched_at, value=value)
        me.supervision.felt_safety.append(made)
        me.supervision.touch(mine(me))
        return made


def of(me: Participant) -> list[FeltSafety]:
    """What `me` has set, in the order of time."""
    own = [one for one in me.supervision.felt_safety if one.author_id == me.id]
    return sorted(own, key=lambda one: (one.made_at, one.id or 0))


def forget(me: Participant) -> None:
    for one in of(me):
        me.supervision.felt_safety.remove(one)
    me.supervision.touch(mine(me))
