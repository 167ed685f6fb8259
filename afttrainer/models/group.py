"""A standing supervision group and who belongs to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Role
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.user import User

NAME_AT_MOST = 80  # characters


class Group(Base):
    __tablename__ = "group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_AT_MOST))
    made_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="group", order_by="Membership.id"
    )
    supervisions: Mapped[list[SupervisionSession]] = relationship(
        back_populates="group", order_by="SupervisionSession.id.desc()"
    )

    @property
    def members(self) -> list[Membership]:
        """Those who belong now, supervisors first, then by name."""
        return sorted(
            (m for m in self.memberships if m.removed_at is None),
            key=lambda m: (not m.supervises, m.name.casefold()),
        )


class Membership(Base):
    """One person's place in one group; theirs before and after they claim it with an account."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("group_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_AT_MOST))
    role: Mapped[Role]
    added_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    #: The supervisor's tap that says "yes, that is her": until then a claimed name opens nothing.
    confirmed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    group: Mapped[Group] = relationship(back_populates="memberships")
    user: Mapped[User | None] = relationship(back_populates="memberships")
    cases: Mapped[list[Case]] = relationship(back_populates="therapist", order_by="Case.code")

    @property
    def supervises(self) -> bool:
        return self.role in (Role.SUPERVISOR, Role.CO_SUPERVISOR)

    @property
    def belongs(self) -> bool:
        """Claimed, confirmed and not removed: the group's doors open."""
        return self.confirmed_at is not None and self.removed_at is None
