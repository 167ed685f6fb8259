"""Who opened, changed or showed what is not for everybody, and when: no words of it stand here.

Whoever may read the thing itself may read the lines about it, and nobody else; what became of one's
own is for oneself alone (`shown`). They go after three years (F4).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.content.codes import Audited, OwnThing
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.membership import Membership
    from afttrainer.models.supervision import SupervisionSession

KEPT_FOR: Final = timedelta(days=3 * 365)
#: A page that is loaded again is still the same look at it.
ONE_LOOK: Final = timedelta(minutes=10)


class AuditLine(Base):
    __tablename__ = "audit_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[Audited]
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    #: Whom a note is about, or whose own it was that was shown or read.
    about_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    #: Whose history it was; the line outlives the case.
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("case.id", ondelete="SET NULL"), index=True
    )
    #: In which meeting, and what of somebody's own; the line outlives the meeting.
    supervision_id: Mapped[int | None] = mapped_column(
        ForeignKey("supervision_session.id", ondelete="SET NULL"), index=True
    )
    thing: Mapped[OwnThing | None]
    #: How many others may read it since then.
    readers: Mapped[int | None]
    by: Mapped[Membership] = relationship(foreign_keys=[by_id])
    about: Mapped[Membership | None] = relationship(
        back_populates="audit_lines", foreign_keys=[about_id]
    )
    case: Mapped[Case | None] = relationship(back_populates="audit_lines")
    supervision: Mapped[SupervisionSession | None] = relationship()


def note_look(
    lines: list[AuditLine], what: Audited, by: Membership, now: datetime
) -> AuditLine | None:
    """A line for one more look of this person, put among `lines`; None where it is still the last
    one."""
    mine = [line for line in lines if line.by is by and line.what is what]
    if mine and now - mine[-1].at < ONE_LOOK:
        return None
    line = AuditLine(what=what, at=now, by=by)
    lines.append(line)
    return line


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(AuditLine).where(AuditLine.at < now - KEPT_FOR))
