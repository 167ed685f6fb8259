"""A trainee's work with one patient, under a code name; the patient never has a log-in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    mapped_column,
    object_session,
    relationship,
    selectinload,
)

from afttrainer.models.base import Base
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.audit import AuditLine
    from afttrainer.models.case_course import CaseCourse
    from afttrainer.models.membership import Membership
    from afttrainer.models.recording import Recording
    from afttrainer.models.stuck import StuckSpan

CODE_AT_MOST = 20  # characters
#: Letters, digits and dashes: what nobody is called by.
_CODE = re.compile(rf"[^\W_](?:[^\W_]|-){{1,{CODE_AT_MOST - 1}}}")


class Case(Base):
    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("therapist_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    therapist_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    code: Mapped[str] = mapped_column(String(CODE_AT_MOST))
    opened_at: Mapped[datetime]
    therapist: Mapped[Membership] = relationship(back_populates="cases")
    recordings: Mapped[list[Recording]] = relationship(
        back_populates="case", order_by="Recording.id.desc()"
    )
    #: How the work goes on; None where nobody has said anything of it.
    course: Mapped[CaseCourse | None] = relationship(
        back_populates="case", cascade="all, delete-orphan"
    )
    stuck_spans: Mapped[list[StuckSpan]] = relationship(
        back_populates="case", order_by="StuckSpan.began_at", cascade="all, delete-orphan"
    )
    #: Who opened its history before or while a film of it was shown: see `case_history`.
    audit_lines: Mapped[list[AuditLine]] = relationship(
        back_populates="case", order_by="AuditLine.at, AuditLine.id", passive_deletes=True
    )

    @classmethod
    def of(cls, session: Session, case_id: int, user_id: int) -> tuple[Case, Membership] | None:
        """The case and the person's own place in its group, where the case is open to them: to its
        therapist and to the group's supervisors."""
        from afttrainer.models.membership import Membership

        found = session.get(cls, case_id) if case_id <= LARGEST_ID else None
        me = found and Membership.of(session, found.therapist.group_id, user_id)
        return (found, me) if found and me and found.is_open_to(me) else None

    @classmethod
    def begin(cls, therapist: Membership, by: Membership, code: str, now: datetime) -> Case:
        """A trainee's own case, or one that their supervisor notes for them. Raises Refused."""
        if by is not therapist:
            by.must_lead(therapist.group)
        case = cls(code=_good_code(code), opened_at=now)
        case._stand_alone_among(therapist.cases, case.code)
        therapist.cases.append(case)
        return case

    @classmethod
    def listed_for(cls, session: Session, me: Membership) -> list[Case]:
        """My own cases; a supervisor's list is all of the group's. By name, then by code.

        Their films, consents and clips come along, however many there are.
        """
        from afttrainer.models.membership import Membership
        from afttrainer.models.recording import Recording

        films = selectinload(cls.recordings)
        wanted = (
            select(cls)
            .join(Membership)
            .order_by(Membership.name, Membership.id, cls.code)
            .options(
                selectinload(cls.therapist),
                films.selectinload(Recording.consent),
                films.selectinload(Recording.clips),
            )
        )
        if me.supervises:
            wanted = wanted.where(Membership.group_id == me.group_id)
        else:
            wanted = wanted.where(Membership.id == me.id)
        return list(session.scalars(wanted))

    def is_open_to(self, member: Membership) -> bool:
        if not member.belongs or member.group_id != self.therapist.group_id:
            return False
        return member.supervises or member.id == self.therapist_id

    def must_be_open_to(self, member: Membership) -> None:
        """Raises NotYours for whoever is neither its therapist nor a supervisor."""
        if not self.is_open_to(member):
            raise NotYours(_("This case belongs to another therapist."))

    def rename(self, by: Membership, code: str) -> None:
        self.must_be_open_to(by)
        code = _good_code(code)
        self._stand_alone_among(self.therapist.cases, code)
        self.code = code

    def remove(self, by: Membership) -> None:
        """Only an empty case goes; films are removed one by one, each with its own question."""
        self.must_be_open_to(by)
        if self.recordings:
            raise Refused(_("This case still has films. Remove them first."))
        session = object_session(self)
        if session is not None:
            session.delete(self)

    def _stand_alone_among(self, cases: list[Case], code: str) -> None:
        if any(c.code.casefold() == code.casefold() for c in cases if c is not self):
            words = _("There is a case with this code already. Please choose another.")
            raise Refused(words, fields={"code": [words]}, status=422)


def _good_code(code: str) -> str:
    if not _CODE.fullmatch(code):
        words = _(
            "A code has 2 to %(most)s letters, digits or dashes and no spaces, for example P-014.",
            most=CODE_AT_MOST,
        )
        raise Refused(words, fields={"code": [words]}, status=422)
    return code
