"""One member's part in one meeting; a member is not a connection (rule 10)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.stay import Stay
    from afttrainer.models.supervision import SupervisionSession

#: What every database can look up as an `id`; an address may hold any number.
LARGEST_ID = 2**31 - 1
#: A clock that may be further off than this can put a mark on another moment of the film.
CLOCK_MATTERS_MS = 100


class Presence(StrEnum):
    """How a person's screens stand; the best of them counts."""

    HERE = "here"
    ASLEEP = "asleep"
    AWAY = "away"


class Participant(Base):
    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("supervision_id", "membership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    joined_at: Mapped[datetime]
    supervision: Mapped[SupervisionSession] = relationship(
        back_populates="participants", foreign_keys=supervision_id
    )
    #: Nobody is asked anything about without their name and role.
    membership: Mapped[Membership] = relationship(lazy="joined", innerjoin=True)
    connections: Mapped[list[Connection]] = relationship(
        back_populates="participant", cascade="all, delete-orphan"
    )
    stays: Mapped[list[Stay]] = relationship(
        back_populates="participant", order_by="Stay.id", cascade="all, delete-orphan"
    )

    @classmethod
    def of(cls, session: Session, supervision_id: int, user_id: int) -> Participant | None:
        """The person's own part in that meeting, found through their memberships; None for an
        outsider, and for a member who was removed or is not confirmed."""
        found = cls.once_of(session, supervision_id, user_id)
        return found if found is not None and found.takes_part else None

    @classmethod
    def once_of(cls, session: Session, supervision_id: int, user_id: int) -> Participant | None:
        """The same, of a member who was removed too: nothing opens to them any more."""
        from afttrainer.models.membership import Membership

        if not 0 < supervision_id <= LARGEST_ID:
            return None
        return session.scalar(
            select(cls)
            .join(Membership, Membership.id == cls.membership_id)
            .where(cls.supervision_id == supervision_id, Membership.user_id == user_id)
        )

    @classmethod
    def join(
        cls, supervision: SupervisionSession, member: Membership, now: datetime
    ) -> Participant:
        """The member's part in the meeting, begun now unless they had joined before.

        Raises Refused where the room is not open, or the member is not (any more) of its group.
        """
        if not supervision.is_live:
            raise Refused(_("This room is not open now."))
        if member.group_id != supervision.group_id or not member.belongs:
            raise NotYours(_("You are not in this room. Join it with the code on the wall."))
        joined = next((p for p in supervision.participants if p.membership is member), None)
        if joined is None:
            joined = cls(membership=member, joined_at=now)
            supervision.participants.append(joined)
            # How many are asked is counted on the shared screens.
            supervision.touch(*ALL)
        return joined

    @property
    def name(self) -> str:
        return self.membership.name

    @property
    def first_name(self) -> str:
        """As people are called in a room; the whole name where two there share the first."""
        first = self.name.split()[0] if self.name.split() else self.name
        others = [p.name for p in self.supervision.participants if p is not self and p.takes_part]
        return self.name if any(o.split()[:1] == [first] for o in others) else first

    @property
    def supervises(self) -> bool:
        return self.membership.supervises

    @property
    def takes_part(self) -> bool:
        return self.membership.belongs

    @property
    def is_here(self) -> bool:
        """Whether any screen of theirs was heard of lately, be it in a pocket."""
        return any(screen.awake for screen in self.connections)

    @property
    def gone_since(self) -> datetime | None:
        """When they were last heard of; None while any screen of theirs is."""
        if self.is_here:
            return None
        heard = [screen.seen_at for screen in self.connections]
        return max([self.joined_at, *heard, *(stay.heard_at for stay in self.stays)])

    @property
    def presence(self) -> Presence:
        if any(screen.awake and screen.visible for screen in self.connections):
            return Presence.HERE
        return Presence.ASLEEP if self.connections else Presence.AWAY

    @property
    def waiting(self) -> int:
        """How many commands wait on their devices. Tabs of one browser share what waits, and the
        one heard of last knows best."""
        devices: dict[str, Connection] = {}
        for screen in sorted(self.connections, key=lambda screen: screen.seen_at):
            devices[screen.sign_in_id] = screen
        return sum(screen.waiting for screen in devices.values())

    @property
    def clock_unsure_ms(self) -> int:
        """How far off the clock of a screen in use may be, where that matters; else 0."""
        found = [screen.clock_error_ms for screen in self.connections if screen.awake]
        worst = max((ms for ms in found if ms is not None), default=0)
        return worst if worst > CLOCK_MATTERS_MS else 0

    @property
    def shown_presence(self) -> tuple[Presence, int, int]:
        """All that the console's row tells: while it stays the same, nothing is drawn."""
        return self.presence, self.waiting, self.clock_unsure_ms


class Connection(Base):
    """One open screen of one person: two tabs and a phone are three.

    It outlives its socket for a while: a phone that sleeps is still somebody's phone.
    """

    __tablename__ = "connection"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    socket_id: Mapped[str] = mapped_column(String(40), unique=True)
    #: The page's own name for itself: one that comes back by another socket is the same screen.
    page_id: Mapped[str] = mapped_column(String(40), default="", index=True)
    #: Which start of which worker holds its socket.
    boot_id: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    #: When the page itself was last heard of, good to some seconds.
    seen_at: Mapped[datetime] = mapped_column(index=True)
    #: Heard of lately; written by whoever notices that it is not, so that nobody reckons it anew.
    awake: Mapped[bool] = mapped_column(default=True)
    #: In front of somebody, by the page's own word.
    visible: Mapped[bool] = mapped_column(default=True)
    #: Commands that wait on the device to be sent.
    waiting: Mapped[int] = mapped_column(default=0)
    #: Its own estimate; None before it knows.
    clock_error_ms: Mapped[int | None]
    #: The sign-in it came through: signing out there closes it, and it outlives no sign-in.
    sign_in_id: Mapped[str] = mapped_column(String(40), index=True)
    signed_in_until: Mapped[datetime]
    participant: Mapped[Participant] = relationship(back_populates="connections")

    def __init__(self, **values: object) -> None:
        new = {"page_id": "", "awake": True, "visible": True, "waiting": 0}
        super().__init__(**{**new, **values})
