"""One person's place in one group."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.content.codes import ClipStatus, Role
from afttrainer.models.base import Base
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.audit import AuditLine
    from afttrainer.models.case import Case
    from afttrainer.models.group import Group
    from afttrainer.models.home_practice import HomePractice
    from afttrainer.models.stance import StanceNote
    from afttrainer.models.strain import StrainSignal
    from afttrainer.models.user import User

NAME_AT_MOST = 80  # characters


class MemberState(StrEnum):
    """How far a name on the group's list has come to be a person in the room."""

    UNCLAIMED = "unclaimed"
    WAITING = "waiting"
    MEMBER = "member"


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
    #: Their own yes to what the group agrees on.
    agreed_at: Mapped[datetime | None]
    group: Mapped[Group] = relationship(back_populates="memberships")
    user: Mapped[User | None] = relationship(back_populates="memberships")
    #: What was told to them as the site contact.
    strains_told: Mapped[list[StrainSignal]] = relationship(
        back_populates="contact", order_by="StrainSignal.id"
    )
    #: About them, by those who lead, and for those alone: `stance.read_by` gives them out.
    stance_notes: Mapped[list[StanceNote]] = relationship(
        back_populates="about",
        foreign_keys="StanceNote.about_id",
        order_by="StanceNote.id",
        cascade="all, delete-orphan",
    )
    #: Who opened, changed or showed them: `stance.log_for` gives these out.
    audit_lines: Mapped[list[AuditLine]] = relationship(
        back_populates="about",
        foreign_keys="AuditLine.about_id",
        order_by="AuditLine.at, AuditLine.id",
    )
    #: Their own log, newest first: `home_practice.shown_to` gives others what they may read of it.
    home_practices: Mapped[list[HomePractice]] = relationship(
        back_populates="membership",
        order_by="HomePractice.day.desc(), HomePractice.made_at.desc()",
        cascade="all, delete-orphan",
    )
    cases: Mapped[list[Case]] = relationship(back_populates="therapist", order_by="Case.code")

    @property
    def supervises(self) -> bool:
        return self.role in (Role.SUPERVISOR, Role.CO_SUPERVISOR)

    @property
    def belongs(self) -> bool:
        """Claimed, confirmed and not removed: the group's doors open. They never open to a site
        contact, who stands outside of the group."""
        return self._is_theirs and self.role is not Role.SITE_CONTACT

    @property
    def notes_shown(self) -> int:
        """How many notes about them their authors show them."""
        return sum(note.shown_at is not None for note in self.stance_notes)

    @property
    def is_contact(self) -> bool:
        """Who may be told of a strain that is about the supervisor (F3)."""
        return self._is_theirs and self.role is Role.SITE_CONTACT

    @property
    def _is_theirs(self) -> bool:
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
        self.name = self.group.free_name(name, but=self)

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

    def appoint_contact(self, by: Membership, now: datetime) -> None:
        """Make a trainee the site contact: out of the room, and told only what is addressed to
        them. Raises Refused for whoever has cases here or leads: they are inside of the group."""
        by.must_lead(self.group)
        if self.role is Role.SITE_CONTACT:
            return
        if self.role is not Role.TRAINEE or self.cases:
            raise Refused(_("A site contact stands outside of the group: no leading, no cases."))
        self.role = Role.SITE_CONTACT
        self._take_films_out(now)

    def step_down(self, by: Membership) -> None:
        """Make a co-supervisor or a site contact a trainee; the supervisor steps down by their own
        will only.

        Raises Refused for the only one who leads.
        """
        by.must_lead(self.group)
        if self.role is Role.SUPERVISOR and by is not self:
            raise NotYours(_("A supervisor steps down by themselves."))
        self._keep_one_supervisor()
        self.role = Role.TRAINEE

    def remove(self, by: Membership, now: datetime) -> None:
        """Every door of the group closes at once; what they entered stays in its records. Their log
        of practice at home is in no record, and nobody could open it any more: it goes, and so does
        what they had changed of their marks."""
        by.must_lead(self.group)
        if self.role is Role.SUPERVISOR and by is not self:
            raise NotYours(_("A supervisor leaves the group by themselves."))
        self._keep_one_supervisor()
        self.removed_at = now
        self.home_practices.clear()
        self._take_films_out(now)

    def _take_films_out(self, now: datetime) -> None:
        """Whoever is not in the room cannot stop their film, so it is not in the room either; nor
        could they lift a pause of theirs, take back what they have answered or put a mark back."""
        from afttrainer.models import hold, mark_step, poll

        room = self.group.open_room
        for queued in room.queue if room is not None else []:
            if queued.therapist is self and (queued.has_yes or queued.status is ClipStatus.OFFERED):
                queued.take_out(ClipStatus.WITHDRAWN, now)
        for person in room.participants if room is not None else []:
            if person.membership is self:
                hold.take_back(person)
                poll.leave_out(person)
                mark_step.forget(person)

    def _keep_one_supervisor(self) -> None:
        others = [m for m in self.group.members if m is not self and m.supervises and m.belongs]
        if self.supervises and not others:
            raise Refused(
                _(
                    "A group keeps at least one supervisor. Make somebody a co-supervisor first; "
                    "their name must be claimed and confirmed."
                )
            )


def good_name(name: str, field: str) -> str:
    """A name as it may stand on the list. Raises Refused."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_AT_MOST:
        words = _("Please write a name of 1 to %(most)s characters.", most=NAME_AT_MOST)
        raise Refused(words, fields={field: [words]}, status=422)
    return name


def folded(name: str) -> str:
    """Names that people read as the same are the same."""
    return unicodedata.normalize("NFKC", name).casefold()
