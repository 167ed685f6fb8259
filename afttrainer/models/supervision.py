"""One live meeting of a group. (Not called a session: that word means three other things here.)"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, object_session, reconstructor, relationship

from afttrainer.content.codes import Introduction, SessionStatus
from afttrainer.content.codes import Phase as Kind
from afttrainer.models import closing, introduction, lesson
from afttrainer.models.base import Base
from afttrainer.models.pace import Pace, pace_of
from afttrainer.models.phase import Phase
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, Change, Piece, Revision, mine, number_of, will_raise

if TYPE_CHECKING:
    from afttrainer.models.check_in import CheckIn
    from afttrainer.models.debrief import Debrief
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.follow_up import FollowUp
    from afttrainer.models.group import Group
    from afttrainer.models.group_note import GroupNote
    from afttrainer.models.hold import Hold
    from afttrainer.models.lesson import Lesson
    from afttrainer.models.participant import Participant
    from afttrainer.models.playback import Playback
    from afttrainer.models.poll import Poll
    from afttrainer.models.presenter_checkout import PresenterCheckout
    from afttrainer.models.pulse import Pulse
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.rating import Rating
    from afttrainer.models.rupture import RuptureEvent
    from afttrainer.models.safety import FeltSafety
    from afttrainer.models.strain import StrainSignal
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
    #: What was added in the room; the planned end stays what the record compares with.
    extended_minutes: Mapped[int] = mapped_column(default=0)
    #: The clock of the plan stands still since then, and has stood still for so many seconds.
    suspended_at: Mapped[datetime | None]
    suspended_s: Mapped[float] = mapped_column(default=0.0)
    planned_for: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: When all who were asked had answered the questions on it: the averages are out since then.
    #: Else they are a day after closing.
    averages_at: Mapped[datetime | None]
    #: A presenter was gone before checking out, and the supervisor closed knowing it. No decline.
    closed_without_checkout: Mapped[bool] = mapped_column(default=False)
    #: Its training year is long over: see `let_go`.
    marks_let_go_at: Mapped[datetime | None]
    join_code: Mapped[str] = mapped_column(
        String(CODE_LENGTH),
        unique=True,
        default=lambda: "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
    )
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", use_alter=True))
    #: The clip the room is at work on, from its offer until the next.
    queued_clip_id: Mapped[int | None] = mapped_column(ForeignKey("queued_clip.id", use_alter=True))
    #: Whom the room was handed to; None while it is in the hands of the group's supervisors.
    led_by_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", use_alter=True))
    #: Who writes down what is said in an exercise, and where the two of them are.
    scribe_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", use_alter=True))

    group: Mapped[Group] = relationship(back_populates="supervisions")
    led_by: Mapped[Participant | None] = relationship(foreign_keys=led_by_id, post_update=True)
    scribe: Mapped[Participant | None] = relationship(foreign_keys=scribe_id, post_update=True)
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
        back_populates="supervision",
        foreign_keys="Participant.supervision_id",
        order_by="Participant.id",
        cascade="all, delete-orphan",
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
    pulses: Mapped[list[Pulse]] = relationship(
        back_populates="supervision", cascade="all, delete-orphan"
    )
    felt_safety: Mapped[list[FeltSafety]] = relationship(
        back_populates="supervision", order_by="FeltSafety.id", cascade="all, delete-orphan"
    )
    strains: Mapped[list[StrainSignal]] = relationship(
        back_populates="supervision", order_by="StrainSignal.id", cascade="all, delete-orphan"
    )
    follow_ups: Mapped[list[FollowUp]] = relationship(
        back_populates="supervision", order_by="FollowUp.id", cascade="all, delete-orphan"
    )
    ruptures: Mapped[list[RuptureEvent]] = relationship(
        back_populates="supervision", order_by="RuptureEvent.number", cascade="all, delete-orphan"
    )
    exercises: Mapped[list[Exercise]] = relationship(
        back_populates="supervision", order_by="Exercise.position", cascade="all, delete-orphan"
    )
    lessons: Mapped[list[Lesson]] = relationship(
        back_populates="supervision", order_by="Lesson.id", cascade="all, delete-orphan"
    )
    polls: Mapped[list[Poll]] = relationship(
        back_populates="supervision", order_by="Poll.asked_at", cascade="all, delete-orphan"
    )
    group_notes: Mapped[list[GroupNote]] = relationship(
        back_populates="supervision", order_by="GroupNote.id", cascade="all, delete-orphan"
    )
    debriefs: Mapped[list[Debrief]] = relationship(
        back_populates="supervision", order_by="Debrief.id", cascade="all, delete-orphan"
    )
    checkouts: Mapped[list[PresenterCheckout]] = relationship(
        back_populates="supervision",
        order_by="PresenterCheckout.id",
        cascade="all, delete-orphan",
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
        self.touched: dict[str, Change] = {}
        #: Set on a copy that is only read and shows a stop which is not on disk yet.
        self.is_ahead_of_disk = False

    def touch(self, *audiences: str, piece: Piece | None = None) -> None:
        """Let the revision of each audience that may read what has just changed be raised (rule 5):
        once, when it is all written. `piece` is all of its screen that looks different now."""
        for audience in audiences:
            change = self.touched.setdefault(audience, Change(piece))
            if change.piece != piece:
                change.piece = None
        will_raise(self)

    def revision_of(self, audience: str) -> float:
        """A whole number; and a half where the copy is ahead, between what is on disk and whatever
        will be."""
        session = object_session(self)
        change = self.touched.get(audience)
        if change is not None and change.revision is not None:
            return change.revision
        number = number_of(session, self.id, audience) if session and self.id else 0
        if change is None:
            return number
        return number + 0.5 if self.is_ahead_of_disk else number + 1

    def touch_everybody(self) -> None:
        """What is asked of each person has changed, as on a new phase."""
        self.touch(*ALL, *(mine(p) for p in self.participants))

    def move_to(self, phase_id: int, now: datetime, *, shown: int | None) -> Phase:
        """Take the room to another part of its plan.

        `shown` is the phase the presser's screen showed: if the room is elsewhere by now, somebody
        else was quicker, and nothing is moved twice.
        """
        phase = next((p for p in self.phases if p.id == phase_id), None)
        if phase is None:
            raise Refused(_("That part is not in this plan."))
        return self._go_to(phase, now, shown)

    def _go_to(self, phase: Phase, now: datetime, shown: int | None) -> Phase:
        if (self.phase_id or None) != (shown or None):
            raise Refused(_("Somebody has moved the room on already. This is where it is now."))
        if self.phase is not None:
            if phase is self.phase:
                raise Refused(_("The room is there already."))
            self.phase.leave(now)
        lesson.end(self, now)
        if self.playback is not None:
            self.playback.rest(now)
        if phase.kind is Kind.INTRODUCTION:
            self.plan_introduction()
        self.started_at = self.started_at or now
        self.phase = phase
        phase.enter(now)
        self.touch_everybody()
        return phase

    @property
    def next_phase(self) -> Phase | None:
        """The next part of the plan that has something in it."""
        here = self.phase.position if self.phase else -1
        return next((p for p in self.phases if p.position > here and self.wants(p)), None)

    def wants(self, phase: Phase) -> bool:
        """Whether it is to be gone through. An introduction is the presenter's own choice, which a
        plan cannot make for them (S2 encourages playing without one)."""
        if phase.kind is Kind.INTRODUCTION and self.clip is not None:
            return self.clip.introduction is not Introduction.NONE
        return phase.planned_minutes > 0

    def plan_introduction(self) -> Phase | None:
        """See `introduction.plan`."""
        return introduction.plan(self)

    def introduce(self, now: datetime, *, shown: int | None) -> Phase:
        """Move on to the introduction that the presenter has chosen."""
        part = self.plan_introduction()
        if part is None:
            raise Refused(_("The presenter would rather go straight into the film."))
        return self._go_to(part, now, shown)

    @property
    def introduction_is_due(self) -> bool:
        return introduction.is_due(self)

    def pace(self, now: datetime) -> Pace | None:
        return pace_of(self, now)

    @property
    def presenters(self) -> list[Participant]:
        """Whose clips were shown in this meeting, in that order."""
        shown = [(q.first_played_at, q.presenter) for q in self.queue if q.first_played_at]
        shown.sort(key=lambda one: one[0])
        return list(dict.fromkeys(who for _at, who in shown if who is not None))

    @property
    def not_checked_out(self) -> list[Participant]:
        return closing.not_checked_out(self)

    def close(self, now: datetime, *, without_checkout: bool = False) -> None:
        """See `closing.close`."""
        closing.close(self, now, without_checkout=without_checkout)

    @property
    def trainees(self) -> list[Participant]:
        """Those taking part who do not lead."""
        return [p for p in self.participants if p.takes_part and not p.supervises]

    @property
    def is_live(self) -> bool:
        return self.status is SessionStatus.LIVE

    @property
    def film(self) -> QueuedClip | None:
        """What is in the player: the clip at work, or an earlier one of which a moment is shown
        again."""
        return self.playback.queued_clip if self.playback is not None else self.clip

    @property
    def supervisor_names(self) -> list[str]:
        return [m.name for m in self.group.members if m.supervises]
