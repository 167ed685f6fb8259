"""How it is for the presenter just now: one quiet tap, for the supervisor alone (C-74: S2).

Only the present one is kept, and it is gone when the meeting closes: how often somebody was unsure
is nobody's business. The third answer beside these two is the presenter's own Stop.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import PresenterPulse
from afttrainer.models.base import Base
from afttrainer.models.hold import is_about
from afttrainer.models.refusal import NotYours
from afttrainer.models.revision import SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class Pulse(Base):
    __tablename__ = "pulse"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    state: Mapped[PresenterPulse]
    #: The part of the meeting in which it was said; in the next one it is asked for anew.
    phase_id: Mapped[int | None]
    said_at: Mapped[datetime]
    participant: Mapped[Participant] = relationship()
    supervision: Mapped[SupervisionSession] = relationship(back_populates="pulses")

    @classmethod
    def say(cls, me: Participant, state: PresenterPulse, now: datetime) -> Pulse:
        """In place of what they said before. Raises NotYours for whoever shows nothing."""
        if not is_about(me):
            raise NotYours(_("This is for whoever is showing their work."))
        pulse = of(me)
        if pulse is None:
            pulse = cls(participant=me)
            me.supervision.pulses.append(pulse)
        pulse.state, pulse.said_at, pulse.phase_id = state, now, me.supervision.phase_id
        me.supervision.touch(SUPERVISOR, mine(me))
        return pulse


def of(me: Participant) -> Pulse | None:
    return next((p for p in me.supervision.pulses if p.participant is me), None)


def may_say(me: Participant) -> bool:
    """Whether it stands on their screen: while the room works on something of theirs."""
    return me.supervision.is_live and is_about(me)


def is_asked(me: Participant) -> bool:
    """At most once in each part of the meeting."""
    said = of(me)
    return may_say(me) and (said is None or said.phase_id != me.supervision.phase_id)


def unsure(room: SupervisionSession) -> list[Pulse]:
    """Whom the supervisor may want to ask; who shows nothing any more is not asked."""
    return [
        pulse
        for pulse in room.pulses
        if pulse.state is PresenterPulse.UNSURE and is_about(pulse.participant)
    ]
