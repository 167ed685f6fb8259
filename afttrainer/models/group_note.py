"""The group's notes: lines that all write and all see. A line is changed by whoever wrote it, so
nobody's words become another's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import EVERYONE, SUPERVISOR

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

NOTE_AT_MOST = 500  # characters


class GroupNote(Base, EntryMixin):
    __tablename__ = "group_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    words: Mapped[str]
    #: A line may be about something else since.
    changed_at: Mapped[datetime | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="group_notes")

    @classmethod
    def add(cls, me: Participant, words: str, now: datetime) -> GroupNote:
        note = cls(author=me, made_at=now, words=words)
        me.supervision.group_notes.append(note)
        note._tell()
        return note

    @classmethod
    def own(cls, me: Participant, note_id: int) -> GroupNote:
        """Somebody else's is as unknown as none."""
        for note in me.supervision.group_notes:
            if note.id == note_id and note.author is me:
                return note
        raise Refused(_("This is not one of yours, or it was taken away."))

    def change(self, words: str, now: datetime) -> None:
        self.words, self.changed_at = words, now
        self._tell()

    def take_back(self) -> None:
        self._tell()
        self.supervision.group_notes.remove(self)

    def _tell(self) -> None:
        # The wall shows the phase at work and no notes.
        self.supervision.touch(EVERYONE, SUPERVISOR)
