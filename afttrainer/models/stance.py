"""What a trainee needs of those who lead, just now: support, information or a challenge (C-58: S2,
Recognizing the relational context). A note for those who lead, unless its author shows it to the
trainee; who opened, changed or showed one is written down for those who lead."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Audited, Role, SupervisorStance
from afttrainer.models.audit import AuditLine, note_look
from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership

WORDS_AT_MOST: Final = 500  # characters
#: Other lines about a trainee are for the trainee (`shown`).
_OF_NOTES: Final = (
    Audited.NOTE_WRITTEN,
    Audited.NOTES_OPENED,
    Audited.NOTE_CHANGED,
    Audited.NOTE_SHOWN,
    Audited.NOTE_HIDDEN,
    Audited.NOTE_FORGOTTEN,
)


class StanceNote(Base):
    """It never enters a room: neither a screen of one nor a record holds it."""

    __tablename__ = "stance_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    stance: Mapped[SupervisorStance]
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    #: Since then whom it is about may read it, too.
    shown_at: Mapped[datetime | None]
    about: Mapped[Membership] = relationship(back_populates="stance_notes", foreign_keys=[about_id])
    author: Mapped[Membership] = relationship(foreign_keys=[author_id])

    @classmethod
    def write(
        cls,
        me: Membership,
        about: Membership,
        now: datetime,
        *,
        stance: SupervisorStance,
        words: str,
    ) -> StanceNote:
        me.must_lead(about.group)
        if about.role is not Role.TRAINEE:
            raise Refused(_("Such a note is about a trainee."))
        note = cls(author=me, stance=stance, words=words, made_at=now)
        about.stance_notes.append(note)
        note._log(Audited.NOTE_WRITTEN, now)
        return note

    @classmethod
    def own(cls, me: Membership, about: Membership, note_id: int) -> StanceNote:
        """One that `me` has written. Raises Refused or NotYours."""
        me.must_lead(about.group)
        note = next((n for n in about.stance_notes if n.id == note_id), None)
        if note is None:
            raise Refused(_("This note is not there any more."), status=404)
        if note.author is not me:
            raise NotYours(_("This is somebody else's."))
        return note

    def change(self, now: datetime, *, stance: SupervisorStance, words: str) -> None:
        """Where it is shown, so is what it says now."""
        if (self.stance, self.words) != (stance, words):
            self.stance, self.words = stance, words
            self._log(Audited.NOTE_CHANGED, now)

    def show(self, now: datetime) -> None:
        """To whom it is about, and to nobody else."""
        if self.shown_at is None:
            self.shown_at = now
            self._log(Audited.NOTE_SHOWN, now)

    def hide(self, now: datetime) -> None:
        """From now on; it may have been read."""
        if self.shown_at is not None:
            self.shown_at = None
            self._log(Audited.NOTE_HIDDEN, now)

    def forget(self, now: datetime) -> None:
        """The line that says so has none of its words."""
        self._log(Audited.NOTE_FORGOTTEN, now)
        self.about.stance_notes.remove(self)

    def _log(self, what: Audited, now: datetime) -> None:
        self.about.audit_lines.append(AuditLine(what=what, at=now, by=self.author))


def opened_by(me: Membership, about: Membership, now: datetime) -> None:
    """Somebody who leads looks at the notes on a trainee."""
    if _may_read(me, about) and about.stance_notes:
        note_look(about.audit_lines, Audited.NOTES_OPENED, me, now)


def read_by(me: Membership, about: Membership) -> list[StanceNote]:
    """Newest first; nobody reads those about themselves, also when they lead by now."""
    return _newest(about.stance_notes) if _may_read(me, about) else []


def log_for(me: Membership, about: Membership) -> list[AuditLine]:
    """Newest first, for those who may read the notes."""
    if not _may_read(me, about):
        return []
    lines = [line for line in about.audit_lines if line.what in _OF_NOTES]
    return sorted(lines, key=lambda line: (line.at, line.id or 0), reverse=True)


def shown_to(me: Membership) -> list[StanceNote]:
    """Those about me that their authors show me, newest first."""
    return _newest([note for note in me.stance_notes if note.shown_at is not None])


def _newest(notes: list[StanceNote]) -> list[StanceNote]:
    return sorted(notes, key=lambda note: (note.made_at, note.id or 0), reverse=True)


def _may_read(me: Membership, about: Membership) -> bool:
    return me is not about and me.supervises and me.group is about.group
