"""The rupture as the group came to see it, and every other view of it kept beside."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import (
    MOVEMENT_OF,
    AllianceComponent,
    ConfrontationTarget,
    Direction,
    Family,
    RuptureFace,
    RuptureFacet,
    RuptureSource,
    UnderlyingMovement,
)
from afttrainer.models.base import Base
from afttrainer.models.cycle_pin import CyclePin
from afttrainer.models.lot import by_lot
from afttrainer.models.pull import Pull
from afttrainer.models.refusal import Refused
from afttrainer.models.rights import leads
from afttrainer.models.rupture_cycle import Circle, CycleMixin
from afttrainer.models.rupture_description import (
    Description,
    check_kind,
    check_times,
    settled,
)
from afttrainer.models.rupture_repair import Repair, RepairMixin, check_repair
from afttrainer.models.rupture_sides import Sides, SidesMixin
from afttrainer.models.rupture_views import ViewsMixin

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.rupture_view import RuptureView
    from afttrainer.models.supervision import SupervisionSession

#: Characters.
LONG_ON_WALL: Final = 260
#: What the group may say of it once it is described, each on a side of the card of its own.
Further = Sides | Circle | Repair
_FURTHER: Final[dict[RuptureFace, type[Sides] | type[Circle] | type[Repair]]] = {
    RuptureFace.SIDES: Sides,
    RuptureFace.CYCLE: Circle,
    RuptureFace.REPAIR: Repair,
}


class RuptureEvent(Base, SidesMixin, CycleMixin, RepairMixin, ViewsMixin):
    __tablename__ = "rupture_event"
    __table_args__ = (UniqueConstraint("supervision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=by_lot)  # it may be taken back
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"))
    #: 1, 2, 3 ... in this meeting; said as R1, R2, R3.
    number: Mapped[int]
    source: Mapped[RuptureSource] = mapped_column(default=RuptureSource.CLIP)
    #: The rupture in whose exercise this one came up, and the try that opened it.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("rupture_event.id"))
    parent_attempt_id: Mapped[int | None] = mapped_column(
        ForeignKey("metacommunication_attempt.id", use_alter=True)
    )
    #: Milliseconds within the clip, start <= anchor <= end; None where it was not on film.
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    anchor_ms: Mapped[int | None]
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    target: Mapped[ConfrontationTarget | None]
    #: AllianceComponent codes, and RuptureFacet codes, in the order of their lists.
    components: Mapped[list[str]] = mapped_column(JSON, default=list)
    facets: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: What each side brought to it, in the group's words.
    patient_side: Mapped[str] = mapped_column(default="")
    therapist_side: Mapped[str] = mapped_column(default="")
    #: The patient's words of that moment, as far as the group needs them to begin there (C-87).
    quote: Mapped[str] = mapped_column(default="")
    defined_at: Mapped[datetime]
    #: The card that stands on the wall instead of the marks; at most one of a meeting.
    on_wall: Mapped[bool] = mapped_column(default=False)
    wall_face: Mapped[RuptureFace] = mapped_column(default=RuptureFace.AGREED)
    supervision: Mapped[SupervisionSession] = relationship(back_populates="ruptures")
    queued_clip: Mapped[QueuedClip] = relationship()
    parent: Mapped[RuptureEvent | None] = relationship(
        back_populates="children", remote_side="RuptureEvent.id"
    )
    children: Mapped[list[RuptureEvent]] = relationship(
        back_populates="parent", order_by="RuptureEvent.number"
    )
    parent_attempt: Mapped[MetacommunicationAttempt | None] = relationship(
        back_populates="child_rupture", foreign_keys=parent_attempt_id, post_update=True
    )
    views: Mapped[list[RuptureView]] = relationship(
        back_populates="rupture", order_by="RuptureView.id", cascade="all, delete-orphan"
    )
    pulls: Mapped[list[Pull]] = relationship(
        back_populates="rupture", order_by="Pull.id", cascade="all, delete-orphan"
    )
    pins: Mapped[list[CyclePin]] = relationship(
        back_populates="rupture", order_by="CyclePin.id", cascade="all, delete-orphan"
    )

    def __init__(self, **values: Any) -> None:
        unsaid = asdict(Sides()) | asdict(Circle()) | asdict(Repair())
        unsaid |= {"wall_face": RuptureFace.AGREED, "source": RuptureSource.CLIP, "on_wall": False}
        unsaid["quote"] = ""
        super().__init__(**(unsaid | values))

    @classmethod
    def define(
        cls, me: Participant, said: Description, now: datetime, *, on_wall: bool = True
    ) -> RuptureEvent:
        """Keep what the group agrees on as the next of R1, R2, ..., and show it on the wall."""
        leads(me)
        room = me.supervision
        if room.clip is None:
            raise Refused(_("Choose a clip first: a rupture is described where it was seen."))
        rupture = cls(queued_clip=room.clip, number=cls.next_number(room), defined_at=now)
        rupture.take(said)
        room.ruptures.append(rupture)
        rupture._said(me, RuptureFace.AGREED, on_wall=on_wall)
        return rupture

    @staticmethod
    def next_number(room: SupervisionSession) -> int:
        """One that was taken back leaves the names of the others as they are."""
        return max((one.number for one in room.ruptures), default=0) + 1

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

    # --- Saying it -------------------------------------------------------------------------

    def describe(self, me: Participant, said: Description, *, on_wall: bool = True) -> None:
        """Say it differently. How others see it stays as they have said it."""
        leads(me)
        self.take(said)
        self._said(me, RuptureFace.AGREED, on_wall=on_wall)

    def add(self, me: Participant, said: Further, *, on_wall: bool = True) -> None:
        """Say more of it, or say that differently: both sides, the circle, or how it went on."""
        leads(me)
        if isinstance(said, Repair):
            check_repair(said, self.start_ms, self.queued_clip.clip.duration_ms)
        for name, value in asdict(said).items():
            setattr(self, name, value)
        face = next(face for face, kind in _FURTHER.items() if kind is type(said))
        self._said(me, face, on_wall=on_wall)

    def said(self, face: RuptureFace) -> Further:
        """What stands there now."""
        kind = _FURTHER[face]
        return kind(**{one.name: getattr(self, one.name) for one in fields(kind)})

    def has(self, face: RuptureFace) -> bool:
        """Somebody has said something there."""
        return face is RuptureFace.AGREED or self.said(face) != _FURTHER[face]()

    @property
    def further(self) -> list[RuptureFace]:
        """The other sides of its card on which something stands."""
        return [face for face in _FURTHER if self.has(face)]

    def said_as(self, face: RuptureFace) -> str:
        """That side of the card in one word, by which a screen says what it showed."""
        if face is not RuptureFace.AGREED:
            return _in_one_word(self.said(face))
        whole = (self.start_ms, self.anchor_ms, self.end_ms, self.family, self.direction)
        kind = (self.target, *self.components, *self.facets)
        return _in_one_word((*whole, *kind, self.patient_side, self.therapist_side, self.quote))

    def is_long(self, face: RuptureFace) -> bool:
        """That side holds more words than a wall shows in its usual size."""
        said = [one for one in asdict(self.said(face)).values() if isinstance(one, str)]
        also = self.therapist_side if face is RuptureFace.REPAIR else ""
        return sum(map(len, said)) + len(also) > LONG_ON_WALL

    @property
    def described_as(self) -> str:
        return self.said_as(RuptureFace.AGREED)

    def take(self, said: Description) -> None:
        """Have it said so; the caller asks who may, and touches. Raises Refused."""
        check_kind(said)
        if self.is_on_film:
            duration_ms = self.queued_clip.clip.duration_ms
            self.start_ms, self.anchor_ms, self.end_ms = check_times(said, duration_ms)
        self.family, self.direction = said.family, settled(said.family, said.direction)
        self.target = said.target
        self.components = [c.value for c in AllianceComponent if c in said.components]
        self.facets = [f.value for f in RuptureFacet if f in said.facets]
        self.patient_side, self.therapist_side = said.patient_side, said.therapist_side
        self.quote = said.quote

    def _said(self, me: Participant, face: RuptureFace, *, on_wall: bool) -> None:
        if on_wall:
            self.show(me, face)
        else:
            me.supervision.touch_everybody()

    def show(self, me: Participant, face: RuptureFace = RuptureFace.AGREED) -> None:
        """Put that side of this card on the wall."""
        leads(me)
        room = me.supervision
        self.leave_wall(room)
        self.on_wall, self.wall_face = True, face
        # Each is asked for their own view of it.
        room.touch_everybody()

    # --- What it is ------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """As people say it: R1, R2, R3."""
        return f"R{self.number}"

    @property
    def quote_as_read(self) -> str:
        """What the patient said there; covered from their withdrawal on, until it goes with the
        film (F1)."""
        return "" if self.queued_clip.clip.recording.is_withdrawn else self.quote

    @property
    def is_on_film(self) -> bool:
        return self.source is RuptureSource.CLIP

    @property
    def is_from_exercise(self) -> bool:
        """It came up in a try, and is nowhere on film."""
        return self.source is RuptureSource.EXERCISE

    @property
    def movement(self) -> UnderlyingMovement | None:
        """What moves under that direction (S2, Defining ruptures)."""
        return MOVEMENT_OF[self.direction] if self.direction else None

    @property
    def strained(self) -> list[AllianceComponent]:
        return [AllianceComponent(code) for code in self.components]

    @property
    def shows(self) -> list[RuptureFacet]:
        """Which of the three sides of a rupture show in it (S2)."""
        return [RuptureFacet(code) for code in self.facets]


def _in_one_word(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
