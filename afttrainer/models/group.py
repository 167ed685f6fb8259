"""A standing supervision group and who belongs to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Role
from afttrainer.models.base import Base
from afttrainer.models.membership import NAME_AT_MOST, Membership, folded, good_name
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.group_word import GroupWord
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.user import User

#: Trainees beside the supervisors (S2, Training process): told as a hint, never a wall.
USUAL_SIZE = range(3, 11)


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

    #: Its own, for what can be marked: those put away as well.
    words: Mapped[list[GroupWord]] = relationship(
        back_populates="group", order_by="GroupWord.id", cascade="all, delete-orphan"
    )

    @classmethod
    def begin(cls, user: User, name: str, own_name: str, now: datetime) -> Group:
        """A new group led by whoever makes it. Raises Refused, with the field to correct."""
        group = cls(name=good_name(name, "name"), made_at=now)
        own_name = good_name(own_name, "own_name")
        maker = Membership(name=own_name, user=user, role=Role.SUPERVISOR, added_at=now)
        maker.claimed_at = maker.confirmed_at = now
        group.memberships.append(maker)
        return group

    @property
    def members(self) -> list[Membership]:
        """Those on the list now, claimed or not: supervisors first and a site contact last, each by
        name."""
        return sorted(
            (m for m in self.memberships if m.removed_at is None),
            key=lambda m: (m.role is Role.SITE_CONTACT, not m.supervises, m.name.casefold()),
        )

    @property
    def trainee_count(self) -> int:
        return sum(m.role is Role.TRAINEE for m in self.members)

    @property
    def contacts(self) -> list[Membership]:
        """Outside of the group: whom a strain about its supervisor may be told to."""
        return [m for m in self.members if m.is_contact]

    @property
    def open_room(self) -> SupervisionSession | None:
        """The group's live meeting; it never has two."""
        return next((s for s in self.supervisions if s.is_live), None)

    def rename(self, by: Membership, name: str) -> None:
        by.must_lead(self)
        self.name = good_name(name, "name")

    def add(self, by: Membership, name: str, now: datetime) -> Membership:
        """Put a trainee's name on the list, to be claimed by its person. Raises Refused."""
        by.must_lead(self)
        member = Membership(name=self.free_name(name), role=Role.TRAINEE, added_at=now)
        self.memberships.append(member)
        return member

    def member(self, membership_id: int) -> Membership:
        """Someone on the list. Raises Refused for anybody else, as one just removed."""
        for member in self.members:
            if member.id == membership_id:
                return member
        raise Refused(_("This person is not in the group any more."), status=404)

    def free_name(self, name: str, but: Membership | None = None) -> str:
        """The name as it may be put on the list. Raises Refused where somebody else has it."""
        name = good_name(name, "name")
        if any(folded(m.name) == folded(name) for m in self.members if m is not but):
            words = _("This name is on the list already. Add something that tells the two apart.")
            raise Refused(words, fields={"name": [words]}, status=422)
        return name
