"""Content and process side by side: what was said, and how, and what it asked of me (C-37: S2)."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.refusal import Refused

LANE_AT_MOST = 500  # characters


class TwoLaneNote(FilmMoment):
    __mapper_args__ = {"polymorphic_identity": "two_lanes"}

    said: Mapped[str | None] = mapped_column()
    asked: Mapped[str | None] = mapped_column()
    #: Film time when each was begun; None while it is empty.
    said_ms: Mapped[int | None]
    asked_ms: Mapped[int | None]

    @property
    def said_as_read(self) -> str:
        """What was said on film; covered from the patient's withdrawal on, until it goes with the
        film (F1)."""
        return "" if self.queued_clip.clip.recording.is_withdrawn else self.said or ""

    def write(self, *, said: str, asked: str, said_ms: int, asked_ms: int) -> None:
        """The lanes anew. One that had words keeps the time it was begun at."""
        if not (said or asked):
            words = _("Write something in one of the two.")
            raise Refused(words, fields={"said": [words]}, status=422)
        if max(len(said), len(asked)) > LANE_AT_MOST:
            raise Refused(_("That is more than one note holds."), status=422)
        self.said_ms = (self.said_ms if self.said else said_ms) if said else None
        self.asked_ms = (self.asked_ms if self.asked else asked_ms) if asked else None
        self.said, self.asked = said, asked
        self.clip_ms = min(ms for ms in (self.said_ms, self.asked_ms) if ms is not None)
        self.tell()
