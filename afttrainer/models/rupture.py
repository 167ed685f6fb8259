"""The rupture as the group came to see it, and every other view of it kept beside."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import AllianceComponent, Direction, Family
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, mine
from afttrainer.models.rights import leads
from afttrainer.models.rupture_description import Description, check, check_direction, settled

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession


class RuptureEvent(Base):
    __tablename__ = "rupture_event"
    __table_args__ = (UniqueConstraint("supervision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"))
    #: 1, 2, 3 ... in this meeting; said as R1, R2, R3.
    number: Mapped[int]
    #: Milliseconds within the clip, start <= anchor <= end.
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    anchor_ms: Mapped[int]
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    #: AllianceComponent codes, sorted.
    components: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: What each side brought to it, in the group's words.
    patient_side: Mapped[str] = mapped_column(default="")
    therapist_side: Mapped[str] = mapped_column(default="")
    defined_at: Mapped[datetime]
    #: The card that stands on the wall instead of the marks; at most one of a meeting.
    on_wall: Mapped[bool] = mapped_column(default=False)
    supervision: Mapped[SupervisionSession] = relationship(back_populates="ruptures")
    queued_clip: Mapped[QueuedClip] = relationship()
    views: Mapped[list[RuptureView]] = relationship(
        back_populates="rupture", order_by="RuptureView.id", cascade="all, delete-orphan"
    )

    @classmethod
    def define(
        cls, me: Participant, said: Description, now: datetime, *, on_wall: bool = True
    ) -> RuptureEvent:
        """Keep what the group agrees on as the next of R1, R2, ..., and show it on the wall."""
        leads(me)
        room = me.supervision
        if room.clip is None:
            raise Refused(_("Choose a clip first: a rupture is described where it was seen."))
        rupture = cls(queued_clip=room.clip, number=len(room.ruptures) + 1, defined_at=now)
        rupture._take(said)
        room.ruptures.append(rupture)
        rupture._said(me, on_wall=on_wall)
        return rupture

    @classmethod
    def found(cls, room: SupervisionSession, rupture_id: int) -> RuptureEvent:
        """One of this room's; a number from elsewhere finds nothing."""
        rupture = next((r for r in room.ruptures if r.id == rupture_id), None)
        if rupture is None:
            raise Refused(_("This rupture is not one of this meeting."))
        return rupture

    @classmethod
    def leave_wall(cls, room: SupervisionSession) -> None:
        """The wall goes back to the film and its marks. The caller touches."""
        for rupture in room.ruptures:
            rupture.on_wall = False

    def describe(self, me: Participant, said: Description, *, on_wall: bool = True) -> None:
        """Say it differently. How others see it stays as they have said it."""
        leads(me)
        self._take(said)
        self._said(me, on_wall=on_wall)

    @property
    def described_as(self) -> str:
        """The description in one word, by which a screen says what it showed."""
        whole = (self.start_ms, self.anchor_ms, self.end_ms, self.family, self.direction)
        said = (*whole, *self.components, self.patient_side, self.therapist_side)
        return hashlib.sha256(repr([str(one) for one in said]).encode()).hexdigest()[:16]

    def _said(self, me: Participant, *, on_wall: bool) -> None:
        if on_wall:
            self.show(me)
        else:
            me.supervision.touch_everybody()

    def show(self, me: Participant) -> None:
        """Put this card on the wall."""
        leads(me)
        room = me.supervision
        self.leave_wall(room)
        self.on_wall = True
        # Each is asked for their own view of it.
        room.touch_everybody()

    def _take(self, said: Description) -> None:
        duration_ms = self.queued_clip.clip.duration_ms
        check(said, duration_ms)
        self.start_ms = min(said.start_ms, duration_ms)
        self.anchor_ms = min(said.anchor_ms, duration_ms)
        self.end_ms = min(said.end_ms, duration_ms)
        self.family, self.direction = said.family, settled(said.family, said.direction)
        self.components = [c.value for c in AllianceComponent if c in said.components]
        self.patient_side, self.therapist_side = said.patient_side, said.therapist_side

    @property
    def name(self) -> str:
        """As people say it: R1, R2, R3."""
        return f"R{self.number}"

    @property
    def strained(self) -> list[AllianceComponent]:
        return [AllianceComponent(code) for code in self.components]

    @property
    def agreeing(self) -> list[RuptureView]:
        """Those who see it as it is described now."""
        return [view for view in self.views if view.agrees]

    @property
    def differing(self) -> list[RuptureView]:
        return [view for view in self.views if not view.agrees]

    def view_of(self, participant: Participant | None) -> RuptureView | None:
        return next((v for v in self.views if participant and v.participant is participant), None)

    def see(
        self,
        me: Participant,
        family: Family | None = None,
        direction: Direction | None = None,
        words: str = "",
    ) -> RuptureView:
        """Keep how `me` sees it: as described where no family is given, otherwise their own way.

        A person's later word replaces their own earlier one and nobody else's.
        """
        if family is None:
            family, direction, words = self.family, self.direction, ""
        check_direction(family, direction)
        view = self.view_of(me)
        if view is None:
            view = RuptureView(participant=me)
            self.views.append(view)
        view.family, view.direction, view.words = family, settled(family, direction), words
        me.supervision.touch(*ALL, mine(me))
        return view


class RuptureView(Base):
    """How one person sees a defined rupture. A view that differs is kept, never voted away."""

    __tablename__ = "rupture_view"
    __table_args__ = (UniqueConstraint("rupture_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rupture_id: Mapped[int] = mapped_column(ForeignKey("rupture_event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    words: Mapped[str] = mapped_column(default="")
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
