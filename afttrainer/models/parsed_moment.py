"""One moment taken apart: thoughts, sensations, emotions, and what was assumed beside what could be
seen. What one makes of a thing is not the thing (R-47: S1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ExerciseType, Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import mine

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant

BOX_AT_MOST = 500  # characters
BOXES = ("thoughts", "sensations", "emotions", "assumed", "observed")


class ParsedMoment(Base, EntryMixin):
    """Private: it is said aloud or not, and no screen but its author's ever shows it."""

    __tablename__ = "parsed_moment"
    __table_args__ = (UniqueConstraint("exercise_id", "author_id"),)
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    thoughts: Mapped[str] = mapped_column(default="")
    sensations: Mapped[str] = mapped_column(default="")
    emotions: Mapped[str] = mapped_column(default="")
    assumed: Mapped[str] = mapped_column(default="")
    observed: Mapped[str] = mapped_column(default="")
    exercise: Mapped[Exercise] = relationship(back_populates="parsed_moments")

    @classmethod
    def say(
        cls, me: Participant, exercise: Exercise, now: datetime, **boxes: str
    ) -> ParsedMoment | None:
        """Fill those boxes that are given; the others stay as they are. Nothing in any of them is
        no entry at all. Raises TypeError for a box that there is not."""
        if unknown := boxes.keys() - set(BOXES):
            raise TypeError(unknown)
        if exercise.type is not ExerciseType.PARSE_EXPERIENCE or exercise.began_at is None:
            raise Refused(_("This exercise is not under way."))
        entry = cls.of(me, exercise)
        if entry is None:
            if not any(boxes.values()):
                return None
            entry = cls(author=me, made_at=now, **dict.fromkeys(BOXES, ""))
            exercise.parsed_moments.append(entry)
        for box, words in boxes.items():
            setattr(entry, box, words)
        exercise.supervision.touch(mine(me))
        return entry

    @classmethod
    def of(cls, me: Participant, exercise: Exercise) -> ParsedMoment | None:
        return next((p for p in exercise.parsed_moments if p.author is me), None)
