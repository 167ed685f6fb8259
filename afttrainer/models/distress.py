"""How hard it is to bear, before and after an exercise, for whoever plays in it (C-47: S2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ZERO_TO_TEN, Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant

#: From here on the supervisor is asked to speak with the person (F5).
SPEAK_IN_PERSON_FROM: Final = 7
#: People are still in the building for about so long; whoever opens the console of that evening
#: later, in whatever part they have by then, is not told of it.
ASKED_AFTER_CLOSING: Final = timedelta(hours=1)


class Distress(Base, EntryMixin):
    """0 not at all to 10 fully; each of the two may be left out. For its author and those who
    lead."""

    __tablename__ = "distress"
    __table_args__ = (UniqueConstraint("exercise_id", "author_id"),)
    starts_visible_to = Visibility.SUPERVISOR

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    before: Mapped[int | None]
    after: Mapped[int | None]
    exercise: Mapped[Exercise] = relationship(back_populates="distresses")

    @classmethod
    def say(
        cls, me: Participant, exercise: Exercise, level: int | None, now: datetime
    ) -> Distress | None:
        """Keep it as before the exercise, and from its beginning on as after it. None is nothing
        said."""
        if me is not exercise.patient_player:
            raise NotYours(_("Only the one who plays says this."))
        if level is not None and level not in ZERO_TO_TEN:
            raise Refused(_("A number from 0 to 10, please."), status=422)
        entry = cls.of(me, exercise)
        if entry is None:
            if level is None:
                return None
            entry = cls(author=me, made_at=now)
            exercise.distresses.append(entry)
        if exercise.began_at is None:
            entry.before = level
        else:
            entry.after = level
        exercise.supervision.touch(SUPERVISOR, mine(me))
        return entry

    @classmethod
    def of(cls, me: Participant, exercise: Exercise) -> Distress | None:
        return next((d for d in exercise.distresses if d.author is me), None)

    def asks_for_a_word(self, now: datetime) -> bool:
        """Whether the supervisor is asked to speak with the person: as long as the meeting lasts,
        and for an hour after it."""
        if self.after is None or self.after < SPEAK_IN_PERSON_FROM:
            return False
        closed_at = self.exercise.supervision.closed_at
        return closed_at is None or now - closed_at < ASKED_AFTER_CLOSING
