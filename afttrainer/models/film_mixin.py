"""What has become of the file of a recording: how far the film worker is, and what it has made."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models import picture
from afttrainer.models.base import LargeInteger

if TYPE_CHECKING:
    from afttrainer.media.reports import Report

#: Where each stage of the worker's stands on the whole way, from and to: of what is encoded that
#: is nearly all of it.
_WAY = {
    "looking": (0.0, 0.5),
    "encoding": (0.1, 0.95),
    "copying": (0.5, 1.0),
    "listening": (1.0, 1.0),
    "ready": (1.0, 1.0),
}


class RecordingStatus(StrEnum):
    """How far it has come: on its way here, then with the film worker. An erased one stays in the
    records it is part of, without its film."""

    ARRIVING = "arriving"
    PREPARING = "preparing"
    READY = "ready"
    REFUSED = "refused"
    ERASED = "erased"


class FilmMixin:
    """The part of a recording's row that the film worker tells of."""

    status: Mapped[RecordingStatus] = mapped_column(default=RecordingStatus.PREPARING)
    #: The film worker's name for the work; its reports carry it.
    ticket: Mapped[str] = mapped_column(String(40), unique=True)
    #: 0-1, how much of the preparation is done.
    share: Mapped[float] = mapped_column(default=0.0)
    #: Why it was refused, in words; of a ready film, why its captions were left out.
    message: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None] = mapped_column(String(64))
    #: Names inside the film store, made by the store.
    film_name: Mapped[str | None] = mapped_column(String(120))
    captions_name: Mapped[str | None] = mapped_column(String(120))
    still_name: Mapped[str | None] = mapped_column(String(120))
    duration_ms: Mapped[int] = mapped_column(default=0)
    #: How long one picture is on the screen; of films whose pictures vary, on average.
    picture_ms: Mapped[float] = mapped_column(default=picture.USUAL_MS)
    size_bytes: Mapped[int] = mapped_column(LargeInteger, default=0)
    if TYPE_CHECKING:  # which other recordings there are is the table's to say

        def _is_here_already(self, report: Report) -> bool: ...

    @property
    def is_ready(self) -> bool:
        return self.status is RecordingStatus.READY

    def report(self, report: Report) -> None:
        """Take over what the film worker tells of it; hearing it again changes nothing."""
        if self.status is RecordingStatus.ERASED or self._is_here_already(report):
            return
        why = report.words(_) or ""
        if report.stage == "refused":
            self.refuse(why)
        elif report.stage == "stopped":
            self.status = RecordingStatus.REFUSED  # its file is still here
        elif report.stage in ("ready", "listening"):
            self.status = RecordingStatus.READY
        elif self.is_ready:
            return  # the worker left before all was done that lies beside it, and looks again
        else:
            self.status = RecordingStatus.PREPARING
        self._take_facts(report)
        self.share = _share_of(report)
        self.message = why

    def refuse(self, why: str) -> None:
        """No file of it is kept, and it counts as none. `why` is in words, for its therapist."""
        self.status, self.message = RecordingStatus.REFUSED, why
        self.sha256 = self.film_name = None
        self.size_bytes = 0

    def _take_facts(self, report: Report) -> None:
        """Of a film that can be shown: all of it, or its beginning while it is being encoded."""
        facts = report.facts
        if facts is None or self.status is RecordingStatus.REFUSED:
            self.film_name = self.still_name = None
            if self.status is RecordingStatus.REFUSED:
                self.sha256 = None
            return
        self.sha256, self.film_name = report.sha256, report.stored
        self.still_name, self.captions_name = report.still, report.captions
        self.duration_ms = facts.duration_ms
        self.size_bytes = facts.size_bytes or self.size_bytes  # not known while it grows
        self.picture_ms = picture.of_speed(facts.fps)

    @property
    def is_growing(self) -> bool:
        """It is being encoded, and plays from its beginning as far as it is."""
        return self.status is RecordingStatus.PREPARING and self.film_name is not None

    @property
    def can_be_marked(self) -> bool:
        """Its length is known, so that clips can be chosen and queued."""
        return self.is_ready or self.is_growing


def _share_of(report: Report) -> float:
    """0-1 of the whole way to a film that is ready."""
    begins, ends = _WAY.get(report.stage, (0.0, 0.0))
    if report.stage == "copying" and report.facts is not None:
        begins = 0.95  # it was encoded, and is laid out now
    return begins + (ends - begins) * report.share
