"""What a trainee needs of those who lead, just now: support, information or a challenge (C-58: S2,
Recognizing the relational context). A note for those who lead, and for no one else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Role, SupervisorStance
from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership

WORDS_AT_MOST: Final = 500  # characters


class StanceNote(Base):
    """It never enters a room: neither a screen of one nor a record holds it."""

    __tablename__ = "stance_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    stance: Mapped[SupervisorStance]
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
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
        return note


def read_by(me: Membership, about: Membership) -> list[StanceNote]:
    """Newest first; nobody reads those about themselves, also when they lead by now."""
    if me is about or not me.supervises or me.group is not about.group:
        return []
    return sorted(about.stance_notes, key=lambda note: (note.made_at, note.id or 0), reverse=True)


def forget(me: Membership, about: Membership, note_id: int) -> None:
    """Its author takes it away."""
    note = next((n for n in about.stance_notes if n.id == note_id), None)
    if note is None:
        raise Refused(_("This note is not there any more."), status=404)
    if note.author is not me:
        raise NotYours(_("This is somebody else's."))
    about.stance_notes.remove(note)
