"""The clips waiting in one meeting, and what their presenters say to showing them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ClipStatus, Introduction
from afttrainer.models import covered, exercises, film_look, hold, introduction
from afttrainer.models.base import Base
from afttrainer.models.film_time import Span, coverage, film_ms_at, seen
from afttrainer.models.playback import Playback
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import PLAYBACK, SUPERVISOR, mine
from afttrainer.stats.clusters import GAP_MS

if TYPE_CHECKING:
    from afttrainer.models.advice import ParkedAdvice
    from afttrainer.models.affect import AffectEntry
    from afttrainer.models.clip import Clip
    from afttrainer.models.comment import MomentComment
    from afttrainer.models.film_moment import FilmMoment
    from afttrainer.models.mark_step import MarkStep
    from afttrainer.models.membership import Membership
    from afttrainer.models.narration import NarrationLine
    from afttrainer.models.narration_sound import NarrationSound
    from afttrainer.models.participant import Participant
    from afttrainer.models.playback_mark import PlaybackMark
    from afttrainer.models.preparation import Preparation
    from afttrainer.models.second_look import SecondLook
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.tag import RuptureTag

#: The presenter has said yes, and has not taken it back.
SHOWABLE = frozenset({ClipStatus.ACCEPTED, ClipStatus.PLAYING, ClipStatus.PLAYED})


class QueuedClip(Base):
    __tablename__ = "queued_clip"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    clip_id: Mapped[int] = mapped_column(ForeignKey("clip.id"), index=True)
    position: Mapped[int]
    status: Mapped[ClipStatus] = mapped_column(default=ClipStatus.QUEUED)
    #: The presenter's own choices; nobody else changes them.
    introduction: Mapped[Introduction] = mapped_column(default=Introduction.NONE)
    narrates: Mapped[bool] = mapped_column(default=False)
    #: Their phone records what they say; until when it did, where it does no more.
    narrates_aloud: Mapped[bool] = mapped_column(default=False)
    aloud_until: Mapped[datetime | None]
    #: The scribe whom they let write down what they say.
    narration_scribe_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    offered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    first_played_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    #: The presenter has said that this is enough of it: forgotten when the meeting closes.
    enough_at: Mapped[datetime | None]
    #: Stretches they leave out of it, `[from_ms, to_ms]` within the clip: forgotten as well.
    skipped: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    #: Tags at most so many ms apart stand together at the reveal.
    cluster_gap_ms: Mapped[int] = mapped_column(default=GAP_MS)
    preparation: Mapped[Preparation | None] = relationship(
        back_populates="queued_clip", cascade="all, delete-orphan"
    )
    supervision: Mapped[SupervisionSession] = relationship(
        back_populates="queue", foreign_keys=supervision_id
    )
    clip: Mapped[Clip] = relationship(back_populates="queued", lazy="joined", innerjoin=True)
    tags: Mapped[list[RuptureTag]] = relationship(
        back_populates="queued_clip",
        order_by="RuptureTag.clip_ms, RuptureTag.id",
        cascade="all, delete-orphan",
    )
    mark_steps: Mapped[list[MarkStep]] = relationship(
        back_populates="queued_clip", cascade="all, delete-orphan"
    )
    marks: Mapped[list[PlaybackMark]] = relationship(
        back_populates="queued_clip", order_by="PlaybackMark.id", cascade="all, delete-orphan"
    )
    affects: Mapped[list[AffectEntry]] = relationship(
        back_populates="queued_clip", order_by="AffectEntry.id", cascade="all, delete-orphan"
    )
    narration: Mapped[list[NarrationLine]] = relationship(
        back_populates="queued_clip",
        order_by="NarrationLine.clip_ms, NarrationLine.id",
        cascade="all, delete-orphan",
    )
    narration_sounds: Mapped[list[NarrationSound]] = relationship(
        back_populates="queued_clip",
        order_by="NarrationSound.clip_ms, NarrationSound.id",
        cascade="all, delete-orphan",
    )
    narration_scribe: Mapped[Participant | None] = relationship(foreign_keys=narration_scribe_id)
    moments: Mapped[list[FilmMoment]] = relationship(
        back_populates="queued_clip",
        order_by="FilmMoment.clip_ms, FilmMoment.id",
        cascade="all, delete-orphan",
    )
    comments: Mapped[list[MomentComment]] = relationship(
        back_populates="queued_clip", order_by="MomentComment.id", cascade="all, delete-orphan"
    )
    advice: Mapped[list[ParkedAdvice]] = relationship(
        back_populates="queued_clip", order_by="ParkedAdvice.id", cascade="all, delete-orphan"
    )

    second_looks: Mapped[list[SecondLook]] = relationship(
        back_populates="queued_clip", order_by="SecondLook.id", cascade="all, delete-orphan"
    )

    @property
    def therapist(self) -> Membership:
        """Whose work is shown: the presenter, present or not."""
        return self.clip.recording.case.therapist

    @property
    def presenter(self) -> Participant | None:
        """The presenter's part in this meeting; None until they have joined."""
        return next(
            (p for p in self.supervision.participants if p.membership_id == self.therapist.id), None
        )

    @property
    def is_revealed(self) -> bool:
        return self.revealed_at is not None

    @classmethod
    def found(cls, room: SupervisionSession, queued_clip_id: int) -> QueuedClip:
        """One of this room's; a number from elsewhere finds nothing."""
        clip = next((q for q in room.queue if q.id == queued_clip_id), None)
        if clip is None:
            raise Refused(_("That film is not in this meeting's queue."))
        return clip

    def take_up(self, now: datetime) -> None:
        """Let the room work on this clip, to which its presenter has said yes."""
        self.must_be_showable(now)
        room = self.supervision
        if room.clip is not self:
            if self._is_halted:
                hold.refuse_while_held(room)
            for left in [*(room.hold.clips if room.hold else []), room.clip]:
                if left is not None:
                    left.put_aside(now)
            room.clip = self
            Playback.of(self, now)
            self.plan_introduction()
            room.touch_everybody()
            room.touch(PLAYBACK)

    def put_aside(self, now: datetime) -> None:
        """Be done with showing it. One that its presenter has halted is closed by that, and theirs
        to give again: the supervisor may leave it, never resume it (rule 12)."""
        if self._is_halted:
            self.take_out(ClipStatus.WITHDRAWN, now)
        elif self.status is ClipStatus.PLAYING:
            self.take_out(ClipStatus.PLAYED, now)

    @property
    def _is_halted(self) -> bool:
        hold = self.supervision.hold
        return hold is not None and self in hold.clips

    def block(self, now: datetime) -> None:
        """The consent is gone: nothing of it is shown from this moment on."""
        self.take_out(ClipStatus.BLOCKED, now)

    def take_out(self, status: ClipStatus, now: datetime) -> None:
        """Stop showing it on every screen, for the reason that `status` says. What was entered
        while it was shown stays."""
        room, halted = self.supervision, self._is_halted
        self.status = status
        if halted:
            self._end_halt(now)
        if self not in (room.clip, room.film):
            return self.tell_presenter()
        if room.playback is not None:
            room.playback.pause(now)
            # Every player hears of it, also where the film stood already.
            room.playback.revision += 1
        if room.clip is self and self.first_played_at is None:
            room.clip = None
            room.playback = None
        elif room.clip is not None and room.clip is not self:
            Playback.of(room.clip, now)
        room.touch_everybody()
        room.touch(PLAYBACK)
        return None

    def _end_halt(self, now: datetime) -> None:
        """The pause goes, and nothing that it halted goes on."""
        room = self.supervision
        if room.hold is not None:
            who = room.hold.wished_by
            exercises.leave(room, who, now)
            hold.take_back(who)

    def begins_to_play(self, now: datetime) -> None:
        self.status = ClipStatus.PLAYING
        self.first_played_at = self.first_played_at or now
        film_look.shown(self, now)

    def plan_introduction(self, before: Introduction = Introduction.NONE) -> None:
        """Where it is the clip at work, make room in the plan for the introduction chosen, and no
        more than that where it was `before`."""
        room = self.supervision
        if room.clip is self:
            introduction.give_back(room, before)
            room.plan_introduction()

    def tell_presenter(self, *others: str) -> None:
        """The console's queue and the presenter's own screens have changed, and `others`."""
        presenter = self.presenter
        self.supervision.touch(SUPERVISOR, *others, *([mine(presenter)] if presenter else []))

    def has_consent(self, now: datetime) -> bool:
        return self.clip.recording.may_be_shown_to_group(now)

    def must_have_consent(self, now: datetime) -> None:
        if not self.has_consent(now):
            raise NotYours(_("This film cannot be shown: no consent for the group covers it now."))

    def must_be_showable(self, now: datetime) -> None:
        """Raises NotYours without the presenter's yes, or without live consent."""
        if self.status not in SHOWABLE:
            raise NotYours(_("Nothing plays before its presenter has said yes."))
        self.must_have_consent(now)

    @property
    def has_yes(self) -> bool:
        """Its presenter has said yes and has not taken it back."""
        return self.status in SHOWABLE

    def uncovered(self, now: datetime) -> int:
        """How many of those here the patient's word leaves out; for the supervisor alone."""
        return covered.uncovered(self, now)

    def may_watch(self, me: Participant | None, now: datetime) -> bool:
        """Whether a screen of the room may have the film now: somebody's, or the wall (None)."""
        return covered.may_watch(self, me, now)

    def is_showable(self, now: datetime) -> bool:
        return self.status in SHOWABLE and self.has_consent(now)

    @property
    def marks_made(self) -> int:
        """How many marks of all people there are, and no more than that: the one number that may
        be told before the reveal. What somebody noticed in themselves is not counted."""
        return sum(not tag.is_inner for tag in self.tags)

    def film_ms_at(self, instant: datetime) -> int:
        """Film time on the wall at `instant` (rule 9)."""
        return film_ms_at(self.marks, instant, self.clip.duration_ms)

    def coverage(self, now: datetime) -> float:
        """Share of the clip that the room has seen, 0-1."""
        return coverage(self.marks, now, self.clip.duration_ms)

    def seen(self, now: datetime) -> list[Span]:
        return seen(self.marks, now, self.clip.duration_ms)

    def weeks_since_presented(self, now: datetime) -> int | None:
        """Whole weeks since this therapist's work was last shown; None where it never was."""
        from afttrainer.models import clip_queue

        last = clip_queue.last_shown(self.supervision).get(self.therapist.id)
        return clip_queue.weeks_since(last, now)
