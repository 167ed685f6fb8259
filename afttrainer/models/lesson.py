"""A stretch in which the group read, coded, or was taught to metacommunicate, as who leads says.

No part of the plan and no exercise tells of these (C-98: S2), so it is one tap. It goes before
both: what is said expressly is what the time was for. Moving on, or an exercise that goes on, ends
it. While an exercise runs none begins: its minutes are the exercise's, and nobody who tries or sits
in a chair is being taught meanwhile. While one rests the group may well read or be taught.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Component
from afttrainer.models import exercises
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR
from afttrainer.models.rights import leads

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

TAUGHT: Final = (
    Component.MANUAL,
    Component.PROCESS_CODING,
    Component.METACOMMUNICATION_TEACHING,
)


class Lesson(Base):
    """Lessons of a meeting follow each other; one at a time."""

    __tablename__ = "lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    component: Mapped[Component]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="lessons")

    @classmethod
    def begin(cls, me: Participant, component: Component, now: datetime) -> None:
        """From here on the time is for that; the same pressed twice is one. Raises Refused before
        the first part, while an exercise runs, and for what is none of the three."""
        leads(me)
        room = me.supervision
        if room.phase is None:
            raise Refused(_("Begin the first part of the plan first."))
        if component not in TAUGHT:
            raise Refused(_("Choose one of the three."), status=422)
        if not may_begin(room):
            raise Refused(
                _(
                    "An exercise is running. Let it rest or end it first: its minutes count as "
                    "its own."
                )
            )
        running = under_way(room)
        if running is not None and running.component is component:
            return
        end(room, now)
        room.lessons.append(cls(component=component, began_at=now))
        room.touch(SUPERVISOR)

    @staticmethod
    def back_to_the_plan(me: Participant, now: datetime) -> None:
        leads(me)
        end(me.supervision, now)


def may_begin(room: SupervisionSession) -> bool:
    """Between exercises, or while one rests."""
    exercise = exercises.running(room)
    return exercise is None or exercise.is_resting


def under_way(room: SupervisionSession) -> Lesson | None:
    return next((one for one in room.lessons if one.ended_at is None), None)


def end(room: SupervisionSession, now: datetime) -> None:
    """Whatever runs of it; nothing happens where nothing does."""
    running = under_way(room)
    if running is not None:
        running.ended_at = now
        room.touch(SUPERVISOR)
