"""From a place in the body to a finer word: one's own experience past its label (C-40: S2)."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.refusal import Refused

STEP_AT_MOST = 120  # characters


class FeltSense(FilmMoment):
    """Any of the four may be empty: it is kept as far as it went."""

    __mapper_args__ = {"polymorphic_identity": "felt_sense"}

    body_place: Mapped[str | None] = mapped_column()
    quality: Mapped[str | None] = mapped_column()
    word: Mapped[str | None] = mapped_column()
    finer_word: Mapped[str | None] = mapped_column()

    def say(self, *, body_place: str, quality: str, word: str, finer_word: str) -> None:
        steps = (body_place, quality, word, finer_word)
        if not any(steps):
            words = _("Begin with the place in your body.")
            raise Refused(words, fields={"body_place": [words]}, status=422)
        if max(len(step) for step in steps) > STEP_AT_MOST:
            raise Refused(_("A few words for each are enough."), status=422)
        self.body_place, self.quality, self.word, self.finer_word = steps
        self.tell()
