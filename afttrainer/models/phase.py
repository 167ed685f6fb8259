"""A part of the meeting's plan, and when the room was really in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content import codes
from afttrainer.content.scripts import MindfulnessInduction, ScriptShelf
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession

#: Parts that a long exercise must not eat up: leaving well takes its time (S2, Training process).
KEPT_FREE: Final = frozenset({codes.Phase.DEBRIEF, codes.Phase.PRESENTER_CHECKOUT})
MINUTES_AT_MOST: Final = 240
#: Where its script does not say how long.
LAST_SENTENCE_STAYS_S: Final = 20


class Phase(Base):
    __tablename__ = "phase"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    position: Mapped[int]
    kind: Mapped[codes.Phase]
    planned_minutes: Mapped[int]
    #: The script of `roleplay_scripts/` that guides it, where the kind takes one.
    script_key: Mapped[str | None] = mapped_column(String(80))
    supervision: Mapped[SupervisionSession] = relationship(
        back_populates="phases", foreign_keys=supervision_id
    )
    visits: Mapped[list[PhaseVisit]] = relationship(
        back_populates="phase", order_by="PhaseVisit.id", cascade="all, delete-orphan"
    )

    @property
    def began_at(self) -> datetime | None:
        """When the room came to it this time, or last."""
        return self.visits[-1].began_at if self.visits else None

    def enter(self, now: datetime) -> None:
        self.visits.append(PhaseVisit(began_at=now, suspended_s=0.0))

    def leave(self, now: datetime) -> None:
        if self.visits and self.visits[-1].ended_at is None:
            self.visits[-1].ended_at = now

    def seconds_spent(self, now: datetime) -> float:
        return sum(((v.ended_at or now) - v.began_at).total_seconds() for v in self.visits)

    def seconds_left(self, now: datetime) -> float:
        """What the plan still holds for it; 0 once its minutes are used up."""
        since = self.supervision.suspended_at
        standing_s = sum(v.within_s(since, now) for v in self.visits) if since else 0.0
        used_s = self.seconds_spent(now) - sum(v.suspended_s for v in self.visits) - standing_s
        return max(0.0, self.planned_minutes * 60 - used_s)

    def stood_still(self, since: datetime, until: datetime) -> None:
        """The clock of the plan did not count these minutes."""
        for visit in self.visits:
            visit.suspended_s += visit.within_s(since, until)

    @property
    def is_kept_free(self) -> bool:
        return self.kind in KEPT_FREE

    @property
    def practice_began_at(self) -> datetime | None:
        """When the practice of the present visit was begun; None before."""
        return self.visits[-1].practice_began_at if self.visits else None

    def induction(self, shelf: ScriptShelf) -> MindfulnessInduction | None:
        """The script chosen for it, else the first of its kind; None on an empty shelf."""
        of_kind = shelf.of_type(codes.ScriptType.MINDFULNESS_INDUCTION)
        inductions = [s for s in of_kind if isinstance(s, MindfulnessInduction)]
        chosen = [s for s in inductions if s.key == self.script_key]
        return next(iter(chosen or inductions), None)

    def practice_seconds(self, shelf: ScriptShelf) -> int:
        """From the first bell to the last; the planned time where there is no script."""
        script = self.induction(shelf)
        if script is None:
            return self.planned_minutes * 60
        begins, last = script.schedule()[-1]
        return begins + (last.seconds or LAST_SENTENCE_STAYS_S)

    def choose_script(self, key: str) -> None:
        """Another script guides it. Refused once the practice is under way."""
        if self.practice_began_at is not None:
            raise Refused(_("It is under way already, with the script chosen before."))
        self.script_key = key
        self.supervision.touch_everybody()

    def begin_practice(self, now: datetime, key: str | None) -> None:
        """Bell, and the first sentence; until here the room only gathers. `key` is the script."""
        if self.supervision.phase is not self or not self.visits:
            raise Refused(_("The room is elsewhere by now. This is where it is."))
        if self.practice_began_at is not None:
            raise Refused(_("It has begun already."))
        self.script_key = key
        self.visits[-1].practice_began_at = now
        self.supervision.touch_everybody()

    def stretch(self, minutes: int, *, sure: bool = False) -> None:
        """More minutes, or fewer with a minus; never fewer than 1, whatever was asked.

        Raises Refused where a part that is kept free would be shortened without an express yes.
        """
        if self.is_kept_free and minutes < 0 and not sure:
            raise Refused(_("This part is kept free. It is only shortened with your express yes."))
        self.planned_minutes = min(MINUTES_AT_MOST, max(1, self.planned_minutes + minutes))
        self.supervision.touch(SUPERVISOR)


class PhaseVisit(Base):
    """One stay in a phase; a supervisor may go back, so a phase can have several."""

    __tablename__ = "phase_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: When its practice was begun, where the phase has one: gathering comes before the bell.
    practice_began_at: Mapped[datetime | None]
    #: So many seconds of it do not count against the plan.
    suspended_s: Mapped[float] = mapped_column(default=0.0)
    phase: Mapped[Phase] = relationship(back_populates="visits")

    def within_s(self, since: datetime, until: datetime) -> float:
        """How many seconds of that span lie in this stay."""
        begins, ends = max(since, self.began_at), min(until, self.ended_at or until)
        return max(0.0, (ends - begins).total_seconds())
