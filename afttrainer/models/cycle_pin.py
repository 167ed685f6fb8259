"""Where each could step out of the circle: a pin on one of its four steps, moved by its owner."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import CycleStep, RuptureFace
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.rupture import RuptureEvent


class CyclePin(Base, EntryMixin):
    __tablename__ = "cycle_pin"
    __table_args__ = (UniqueConstraint("rupture_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rupture_id: Mapped[int] = mapped_column(ForeignKey("rupture_event.id"), index=True)
    step: Mapped[CycleStep]
    rupture: Mapped[RuptureEvent] = relationship(back_populates="pins")

    @classmethod
    def put(cls, me: Participant, rupture: RuptureEvent, step: CycleStep, now: datetime) -> None:
        """Put it there, move it there, or, where it stands there already, take it away."""
        if not rupture.has(RuptureFace.CYCLE):
            raise Refused(_("There is no circle of this one yet."))
        pin = cls.of(me, rupture)
        if pin is None:
            rupture.pins.append(cls(author=me, step=step, made_at=now))
        elif pin.step is step:
            rupture.pins.remove(pin)
        else:
            pin.step = step
        me.supervision.touch(*ALL, mine(me))

    @classmethod
    def of(cls, me: Participant, rupture: RuptureEvent) -> CyclePin | None:
        return next((p for p in rupture.pins if p.author is me), None)
