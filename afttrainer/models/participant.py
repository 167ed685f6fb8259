"""One member's part in one meeting; a member is not a connection (rule 10)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.group import Membership
    from afttrainer.models.supervision import SupervisionSession


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
        from afttrainer.models.group import Membership

        found = session.scalar(
            select(cls)
            .join(Membership, Membership.id == cls.membership_id)
            .where(cls.supervision_id == supervision_id, Membership.user_id == user_id)
        )
        return found if found is not None and found.takes_part else None

    @property
    def name(self) -> str:
        return self.membership.name

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
