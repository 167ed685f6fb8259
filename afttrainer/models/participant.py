"""One member's part in one meeting; a member is not a connection (rule 10)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.supervision import SupervisionSession

#: What a database can look up; an address may hold any number.
LARGEST_ID = 2**63 - 1


class Participant(Base):
    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("supervision_id", "membership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    joined_at: Mapped[datetime]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="participants")
    membership: Mapped[Membership] = relationship()
    connections: Mapped[list[Connection]] = relationship(
        back_populates="participant", cascade="all, delete-orphan"
    )

    @classmethod
    def of(cls, session: Session, supervision_id: int, user_id: int) -> Participant | None:
        """The person's own part in that meeting, found through their memberships; None for an
        outsider, and for a member who was removed or is not confirmed."""
        from afttrainer.models.membership import Membership

        if not 0 < supervision_id <= LARGEST_ID:
            return None
        found = session.scalar(
            select(cls)
            .join(Membership, Membership.id == cls.membership_id)
            .where(cls.supervision_id == supervision_id, Membership.user_id == user_id)
        )
        return found if found is not None and found.takes_part else None

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
        return bool(self.connections)


class Connection(Base):
    """One open screen of one person: two tabs and a phone are three."""

    __tablename__ = "connection"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    socket_id: Mapped[str] = mapped_column(String(40), unique=True)
    #: Which start of which server holds it; connections of an earlier start are gone.
    boot_id: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    #: The sign-in it came through: signing out there closes it, and it outlives no sign-in.
    sign_in_id: Mapped[str] = mapped_column(String(40), index=True)
    signed_in_until: Mapped[datetime]
    participant: Mapped[Participant] = relationship(back_populates="connections")
