"""How one person sees a described rupture: kept beside what the group says, never voted away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import INTENSITY, Direction, Family
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.rupture import RuptureEvent


class RuptureView(Base):
    __tablename__ = "rupture_view"
    __table_args__ = (UniqueConstraint("rupture_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rupture_id: Mapped[int] = mapped_column(ForeignKey("rupture_event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    words: Mapped[str] = mapped_column(default="")
    #: 1 faint - 5 very strong, of the rupture as a whole; None where they did not say.
    intensity: Mapped[int | None]
    rupture: Mapped[RuptureEvent] = relationship(back_populates="views")
    participant: Mapped[Participant] = relationship()

    @property
    def agrees(self) -> bool:
        """Compared with the description as it stands: when that changes, a view stays, and may
        come to differ or to agree."""
        return not self.sees_other_kind and not self.words

    @property
    def sees_other_kind(self) -> bool:
        """Another family or direction, and not only other words."""
        described = (self.rupture.family, self.rupture.direction)
        return (self.family, self.direction) != described

    def weigh(self, intensity: int | None) -> None:
        """How strong it was to them; None takes it back."""
        if intensity is not None and intensity not in INTENSITY:
            words = _("From 1, faint, to 5, very strong.")
            raise Refused(words, fields={"intensity": [words]}, status=422)
        self.intensity = intensity
