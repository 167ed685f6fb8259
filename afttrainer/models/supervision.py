"""One live meeting of a group. (Not called a session: that word means three other things here.)"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, reconstructor, relationship

from afttrainer.content.codes import SessionStatus
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, Revision, mine

if TYPE_CHECKING:
    from afttrainer.models.check_in import CheckIn
    from afttrainer.models.debrief import Debrief
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.group import Group
    from afttrainer.models.hold import Hold
    from afttrainer.models.participant import Participant
    from afttrainer.models.phase import Phase
    from afttrainer.models.playback import Playback
    from afttrainer.models.presenter_checkout import PresenterCheckout
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.rating import Rating
    from afttrainer.models.rupture import RuptureEvent
    from afttrainer.models.user import User
    from afttrainer.models.wall import WallPass

#: Six characters that nobody mixes up when reading them off a wall: no 0/O, 1/I/L, 2/Z, 5/S, 8/B.
CODE_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
CODE_LENGTH = 6


class SupervisionSession(Base):
    __tablename__ = "supervision_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"), index=True)
    status: Mapped[SessionStatus] = mapped_column(default=SessionStatus.PLANNED)
    planned_minutes: Mapped[int] = mapped_column(default=90)
    planned_for: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    join_code: Mapped[str] = mapped_column(
        String(CODE_LENGTH),
        unique=True,
        default=lambda: "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
    )
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", use_alter=True))
    #: The clip the room is at work on, from its offer until the next.
    queued_clip_id: Mapped[int | None] = mapped_column(ForeignKey("queued_clip.id", use_alter=True))

    group: Mapped[Group] = relationship(back_populates="supervisions")
    phase: Mapped[Phase | None] = relationship(foreign_keys=phase_id, post_update=True)
    clip: Mapped[QueuedClip | None] = relationship(foreign_keys=queued_clip_id, post_update=True)
    phases: Mapped[list[Phase]] = relationship(
        back_populates="supervision",
        foreign_keys="Phase.supervision_id",
        order_by="Phase.position",
        cascade="all, delete-orphan",
    )
    queue: Mapped[list[QueuedClip]] = relationship(
        back_populates="supervision",
        foreign_keys="QueuedClip.supervision_id",
        order_by="QueuedClip.position",
        cascade="all, delete-orphan",
    )
    participants: Mapped[list[Participant]] = relationship(
        back_populates="supervision", order_by="Participant.id", cascade="all, delete-orphan"
    )
    revisions: Mapped[list[Revision]] = relationship(cascade="all, delete-orphan")
    wall_passes: Mapped[list[WallPass]] = relationship(
        back_populates="supervision", cascade="all, delete-orphan"
    )
    playback: Mapped[Playback | None] = relationship(
        back_populates="supervision", cascade="all, delete-orphan"
    )
    hold: Mapped[Hold | None] = relationship(
        back_populates="supervision", cascade="all, delete-orphan"
    )
    check_ins: Mapped[list[CheckIn]] = relationship(
        back_populates="supervision", order_by="CheckIn.id", cascade="all, delete-orphan"
    )
    ruptures: Mapped[list[RuptureEvent]] = relationship(
        back_populates="supervision", order_by="RuptureEvent.number", cascade="all, delete-orphan"
    )
    exercises: Mapped[list[Exercise]] = relationship(
        back_populates="supervision", order_by="Exercise.position", cascade="all, delete-orphan"
    )
    debriefs: Mapped[list[Debrief]] = relationship(
        back_populates="supervision", order_by="Debrief.id", cascade="all, delete-orphan"
    )
    checkouts: Mapped[list[PresenterCheckout]] = relationship(
        back_populates="supervision", cascade="all, delete-orphan"
    )
    ratings: Mapped[list[Rating]] = relationship(
        back_populates="supervision", order_by="Rating.id", cascade="all, delete-orphan"
    )

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self._begin()

    @reconstructor
    def _begin(self) -> None:
        #: Audiences whose screens something has changed on, since this object was loaded.
        self.touched: set[str] = set()

    def touch(self, *audiences: str) -> None:
        """Raise the revision of each audience that may read what has just changed (rule 5)."""
        for audience in audiences:
            if audience in self.touched:
                continue
            self.touched.add(audience)
            row = next((r for r in self.revisions if r.audience == audience), None)
            if row is None:
                row = Revision(audience=audience, number=0)
                self.revisions.append(row)
            row.number += 1

    def revision_of(self, audience: str) -> int:
        return next((r.number for r in self.revisions if r.audience == audience), 0)

    def touch_everybody(self) -> None:
        """What is asked of each person has changed, as on a new phase."""
        self.touch(*ALL, *(mine(p) for p in self.participants))

    def move_to(self, phase_id: int, now: datetime, *, shown: int | None) -> Phase:
        """Take the room to another part of its plan.

        `shown` is the phase the presser's screen showed: if the room is elsewhere by now, somebody
        else was quicker, and nothing is moved twice.
        """
        if (self.phase_id or None) != (shown or None):
            raise Refused(_("Somebody has moved the room on already. This is where it is now."))
        phase = next((p for p in self.phases if p.id == phase_id), None)
        if phase is None:
            raise Refused(_("That part is not in this plan."))
        if self.phase is not None:
            self.phase.leave(now)
        self.started_at = self.started_at or now
        self.phase = phase
        phase.enter(now)
        self.touch_everybody()
        return phase

    @property
    def next_phase(self) -> Phase | None:
        """The part after the present one, in the order of the plan."""
        if self.phase is None:
            return self.phases[0] if self.phases else None
        return next((p for p in self.phases if p.position > self.phase.position), None)

    def participation_of(self, user: User | None) -> Participant | None:
        """The person's own place in this room, found through their memberships."""
        if user is None:
            return None
        return next(
            (p for p in self.participants if p.membership.user_id == user.id and p.takes_part), None
        )

    @property
    def trainees(self) -> list[Participant]:
        """Those taking part who do not lead."""
        return [p for p in self.participants if p.takes_part and not p.supervises]

    @property
    def is_live(self) -> bool:
        return self.status is SessionStatus.LIVE

    @property
    def supervisor_names(self) -> list[str]:
        return [m.name for m in self.group.members if m.supervises]
