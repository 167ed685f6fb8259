"""A seam between two states of the person on film, with or without a rupture (C-39: S2)."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.refusal import Refused

STATE_AT_MOST = 80  # characters


class StateShift(FilmMoment):
    __mapper_args__ = {"polymorphic_identity": "state_shift"}

    #: In the viewer's own words; empty until they say.
    from_state: Mapped[str | None] = mapped_column()
    to_state: Mapped[str | None] = mapped_column()

    def say(self, *, from_state: str, to_state: str) -> None:
        if max(len(from_state), len(to_state)) > STATE_AT_MOST:
            raise Refused(_("A few words for each are enough."), status=422)
        self.from_state, self.to_state = from_state, to_state
        self.tell()
