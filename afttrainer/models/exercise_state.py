"""Of which type an exercise is, and where it is between being offered and being left behind."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.content.codes import PLAYED, ExerciseStatus, ExerciseType

_OVER: Final = (ExerciseStatus.ENDED, ExerciseStatus.SWITCHED)


class ExerciseState:
    """What an exercise is asked for most. A rest belongs to running."""

    type: Mapped[ExerciseType]
    status: Mapped[ExerciseStatus] = mapped_column(default=ExerciseStatus.PLANNED)
    began_at: Mapped[datetime | None]
    de_roled_at: Mapped[datetime | None]

    @property
    def rotates(self) -> bool:
        return self.type is ExerciseType.ROTATING_ROLE_PLAY

    @property
    def is_played(self) -> bool:
        """Somebody plays the patient in it."""
        return self.type in PLAYED

    @property
    def is_resting(self) -> bool:
        return self.status is ExerciseStatus.HELD

    @property
    def is_planned(self) -> bool:
        return self.status is ExerciseStatus.PLANNED

    @property
    def is_running(self) -> bool:
        return self.status in (ExerciseStatus.RUNNING, ExerciseStatus.HELD)

    @property
    def is_over(self) -> bool:
        return self.status in _OVER

    @property
    def in_role(self) -> bool:
        """The presenter has played, and has not stepped out of it yet."""
        return self.is_played and self.began_at is not None and self.de_roled_at is None

    def was_in_role_at(self, instant: datetime | None) -> bool:
        """Whether it was before the presenter had stepped out of it."""
        left_at = self.de_roled_at
        return instant is not None and left_at is not None and instant <= left_at
