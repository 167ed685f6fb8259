"""A stretch in which the contact between the two was lost, as one viewer felt it (C-41: S2)."""

from __future__ import annotations

from flask_babel import gettext as _

from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.refusal import Refused


class LostContact(FilmMoment):
    """From `clip_ms` to `end_ms`; the latter None while it is not back."""

    __mapper_args__ = {"polymorphic_identity": "lost_contact"}

    def back(self, clip_ms: float) -> None:
        """In contact again at that place in the film. Raises Refused before it was lost."""
        if clip_ms < self.clip_ms:
            raise Refused(
                _("The film stands before that moment now. Take the mark away, or set it anew.")
            )
        self.end_ms = round(min(clip_ms, self.queued_clip.clip.duration_ms))
        self.tell()

    def not_back(self) -> None:
        """The way back was marked by mistake."""
        self.end_ms = None
        self.tell()

    @property
    def lasted_ms(self) -> int | None:
        """Film time without contact; None where it did not come back."""
        return None if self.end_ms is None else self.end_ms - self.clip_ms
