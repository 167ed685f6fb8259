"""A standing supervision group and who belongs to it."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.content.codes import Role
from afttrainer.models.base import Base
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.user import User

NAME_AT_MOST = 80  # characters
#: Trainees beside the supervisors (S2, Training process): told as a hint, never a wall.
USUAL_SIZE = range(3, 11)


class MemberState(StrEnum):
    """How far a name on the group's list has come to be a person in the room."""

    UNCLAIMED = "unclaimed"
    WAITING = "waiting"
    MEMBER = "member"


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

    @classmethod
    def begin(cls, user: User, name: str, own_name: str, now: datetime) -> Group:
        """A new group led by whoever makes it. Raises Refused, with the field to correct."""
        group = cls(name=_good_name(name, "name"), made_at=now)
        own_name = _good_name(own_name, "own_name")
        maker = Membership(name=own_name, user=user, role=Role.SUPERVISOR, added_at=now)
        maker.claimed_at = maker.confirmed_at = now
        group.memberships.append(maker)
        return group

    @property
    def members(self) -> list[Membership]:
        """Those on the list now, claimed or not, supervisors first, then by name."""
        return sorted(
            (m for m in self.memberships if m.removed_at is None),
            key=lambda m: (not m.supervises, m.name.casefold()),
        )

    @property
    def trainee_count(self) -> int:
        return sum(not m.supervises for m in self.members)

    @property
    def open_room(self) -> SupervisionSession | None:
        """The group's live meeting; it never has two."""
        return next((s for s in self.supervisions if s.is_live), None)

    def rename(self, by: Membership, name: str) -> None:
        by.must_lead(self)
        self.name = _good_name(name, "name")

    def add(self, by: Membership, name: str, now: datetime) -> Membership:
        """Put a trainee's name on the list, to be claimed by its person. Raises Refused."""
        by.must_lead(self)
        member = Membership(name=self._free(name), role=Role.TRAINEE, added_at=now)
        self.memberships.append(member)
        return member

    def member(self, membership_id: int) -> Membership:
        """Someone on the list. Raises Refused for anybody else, as one just removed."""
        for member in self.members:
            if member.id == membership_id:
                return member
        raise Refused(_("This person is not in the group any more."), status=404)

    def _free(self, name: str, but: Membership | None = None) -> str:
        name = _good_name(name, "name")
        if any(_folded(m.name) == _folded(name) for m in self.members if m is not but):
            words = _("This name is on the list already. Add something that tells the two apart.")
            raise Refused(words, fields={"name": [words]}, status=422)
        return name


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

    @property
    def state(self) -> MemberState:
        if self.confirmed_at is not None:
            return MemberState.MEMBER
        return MemberState.UNCLAIMED if self.claimed_at is None else MemberState.WAITING

    @classmethod
    def of(cls, session: Session, group_id: int, user_id: int) -> Membership | None:
        """The person's own place in that group; None for an outsider, and for a member who was
        removed or is not confirmed."""
        if group_id > LARGEST_ID:
            return None
        own = select(cls).where(cls.group_id == group_id, cls.user_id == user_id)
        found = session.scalar(own)
        return found if found is not None and found.belongs else None

    @classmethod
    def around(cls, session: Session, supervision_id: int, user_id: int) -> Membership | None:
        """The person's own place in the group that holds this meeting, joined or not."""
        from afttrainer.models.supervision import SupervisionSession

        if supervision_id > LARGEST_ID:
            return None
        own = (
            select(cls)
            .join(SupervisionSession, SupervisionSession.group_id == cls.group_id)
            .where(SupervisionSession.id == supervision_id, cls.user_id == user_id)
        )
        found = session.scalar(own)
        return found if found is not None and found.belongs else None

    def must_lead(self, group: Group) -> None:
        """Raises NotYours for whoever does not supervise this group."""
        if self.group is not group or not self.belongs or not self.supervises:
            raise NotYours(_("Only the supervisor can do this."))

    def rename(self, by: Membership, name: str) -> None:
        by.must_lead(self.group)
        self.name = self.group._free(name, but=self)

    def confirm(self, by: Membership, now: datetime) -> None:
        """The supervisor's yes: that is the person. Doing it twice changes nothing."""
        by.must_lead(self.group)
        if self.claimed_at is None:
            raise Refused(_("Nobody has claimed this name yet."))
        self.confirmed_at = self.confirmed_at or now

    def give_back(self, by: Membership) -> None:
        """The supervisor's no: somebody else took the name. It is free again, and the account that
        was made to take it opens nothing, unless it has a place elsewhere."""
        by.must_lead(self.group)
        if self.state is not MemberState.WAITING:
            raise Refused(_("This name is not waiting for a yes any more."))
        user, self.user, self.claimed_at = self.user, None, None
        if user is not None and not [m for m in user.memberships if m is not self]:
            user.active = False

    def appoint(self, by: Membership) -> None:
        """Make a trainee a co-supervisor, who may do all that a supervisor may."""
        by.must_lead(self.group)
        if self.role is Role.TRAINEE:
            self.role = Role.CO_SUPERVISOR

    def step_down(self, by: Membership) -> None:
        """Make a co-supervisor a trainee again; the supervisor steps down by their own will only.

        Raises Refused for the only one who leads.
        """
        by.must_lead(self.group)
        if self.role is Role.SUPERVISOR and by is not self:
            raise NotYours(_("A supervisor steps down by themselves."))
        self._keep_one_supervisor()
        self.role = Role.TRAINEE

    def remove(self, by: Membership, now: datetime) -> None:
        """Every door of the group closes at once; what they entered stays in its records."""
        by.must_lead(self.group)
        if self.role is Role.SUPERVISOR and by is not self:
            raise NotYours(_("A supervisor leaves the group by themselves."))
        self._keep_one_supervisor()
        self.removed_at = now

    def _keep_one_supervisor(self) -> None:
        others = [m for m in self.group.members if m is not self and m.supervises and m.belongs]
        if self.supervises and not others:
            raise Refused(
                _(
                    "A group keeps at least one supervisor. Make somebody a co-supervisor first; "
                    "their name must be claimed and confirmed."
                )
            )


def _good_name(name: str, field: str) -> str:
    """A name as it may stand on the list. Raises Refused."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_AT_MOST:
        words = _("Please write a name of 1 to %(most)s characters.", most=NAME_AT_MOST)
        raise Refused(words, fields={field: [words]}, status=422)
    return name


def _folded(name: str) -> str:
    """Names that people read as the same are the same."""
    return unicodedata.normalize("NFKC", name).casefold()
