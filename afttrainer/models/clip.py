"""A stretch of a recording, chosen to be shown to the group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import SessionStatus
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.clip_export import ClipExport
    from afttrainer.models.exemplar import Exemplar
    from afttrainer.models.membership import Membership
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.recording import Recording

TITLE_AT_MOST = 120  # characters
AT_LEAST_MS = 5_000


class Clip(Base):
    """A stretch of a recording: two marks, nothing cut. All of it belongs to its therapist."""

    __tablename__ = "clip"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_AT_MOST))
    #: Milliseconds from the beginning of the recording.
    in_ms: Mapped[int]
    out_ms: Mapped[int]
    made_at: Mapped[datetime]
    #: A hard moment, in its therapist's own eyes; nobody else says so.
    is_hard: Mapped[bool] = mapped_column(default=False)
    recording: Mapped[Recording] = relationship(back_populates="clips")
    queued: Mapped[list[QueuedClip]] = relationship(back_populates="clip")
    exports: Mapped[list[ClipExport]] = relationship(
        back_populates="clip", order_by="ClipExport.id"
    )
    #: What it stands for in the library of patterns.
    exemplars: Mapped[list[Exemplar]] = relationship(
        back_populates="clip", order_by="Exemplar.id", cascade="all, delete-orphan"
    )

    @property
    def duration_ms(self) -> int:
        return self.out_ms - self.in_ms

    def mark(self, title: str, in_ms: int, out_ms: int) -> None:
        """Its title and where it begins and ends. Raises Refused, with the fields to correct."""
        wrong = self._wrong_marks(in_ms, out_ms)
        if wrong:
            words = _("Not saved yet: please look at what is marked.")
            raise Refused(words, fields=wrong, status=422)
        self.title, self.in_ms, self.out_ms = good_title(title), in_ms, out_ms

    def change(self, by: Membership, title: str, in_ms: int, out_ms: int) -> None:
        """Another title, or other marks as long as no meeting has it. Raises Refused."""
        self.recording.case.must_be_open_to(by)
        if (in_ms, out_ms) != (self.in_ms, self.out_ms):
            self._must_be_free()
        self.mark(title, in_ms, out_ms)

    def split(self, by: Membership, at_ms: int, title: str, now: datetime) -> Clip:
        """Two clips of one, with nothing between them; the new one begins at `at_ms` of the
        recording and is returned. Raises Refused, with the field to correct."""
        self.recording.case.must_be_open_to(by)
        self._must_be_free()
        if not self.in_ms + AT_LEAST_MS <= at_ms <= self.out_ms - AT_LEAST_MS:
            words = _("Each of the two has at least 5 seconds. Go to where it is to be split.")
            raise Refused(words, fields={"at_ms": [words]}, status=422)
        behind = Clip(made_at=now, is_hard=self.is_hard)
        self.recording.clips.append(behind)
        behind.mark(title, at_ms, self.out_ms)
        self.out_ms = at_ms
        return behind

    def call_hard(self, by: Membership, is_hard: bool) -> None:
        """Only its therapist can tell; from anybody else it changes nothing."""
        if by is self.recording.case.therapist:
            self.is_hard = is_hard

    def remove(self, by: Membership) -> None:
        """Forget the marks; the film stays. Raises Refused while a meeting has it."""
        self.recording.case.must_be_open_to(by)
        self._must_be_free()
        self.recording.clips.remove(self)

    @property
    def is_free(self) -> bool:
        """No meeting has it, so its marks may move."""
        return not self.queued

    def _must_be_free(self) -> None:
        states = {queued.supervision.status for queued in self.queued}
        if SessionStatus.CLOSED in states:
            raise Refused(_("It is part of a meeting's record. Choose a new stretch instead."))
        if states:
            raise Refused(_("It is in the queue of a meeting. Take it out of the queue first."))

    def _wrong_marks(self, in_ms: int, out_ms: int) -> dict[str, list[str]]:
        ends_ms = self.recording.duration_ms
        if not 0 <= in_ms < ends_ms:
            return {"in_ms": [_("The film is not that long.")]}
        if out_ms > ends_ms:
            return {"out_ms": [_("The film is not that long.")]}
        if out_ms <= in_ms:
            return {"out_ms": [_("The end lies before the beginning.")]}
        if out_ms - in_ms < AT_LEAST_MS:
            return {"out_ms": [_("A clip has at least 5 seconds.")]}
        return {}


def good_title(title: str) -> str:
    """A title as it may stand over a film or a clip. Raises Refused."""
    title = " ".join(title.split())
    if not 1 <= len(title) <= TITLE_AT_MOST:
        words = _("Please write a title of 1 to %(most)s characters.", most=TITLE_AT_MOST)
        raise Refused(words, fields={"title": [words]}, status=422)
    return title
