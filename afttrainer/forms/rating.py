"""Lines of our own on the group, the work with the supervisor and the meeting; each may be
skipped."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.forms.base import RoomForm, number
from afttrainer.models.rating import LINES, ONE_TO_SEVEN, SINGLE_LINES, Rating


class RatingForm(RoomForm):
    cohesion_1 = number(_l("I felt part of this group today."), ONE_TO_SEVEN)
    cohesion_2 = number(_l("We could differ and stay together."), ONE_TO_SEVEN)
    cohesion_3 = number(_l("I could have shown my own work here today."), ONE_TO_SEVEN)
    cohesion_4 = number(_l("What others risked was met with care."), ONE_TO_SEVEN)
    alliance_1 = number(_l("What we did was worth doing for my work."), ONE_TO_SEVEN)
    alliance_2 = number(_l("The supervisor and I wanted the same from today."), ONE_TO_SEVEN)
    alliance_3 = number(_l("I could have said no to the supervisor."), ONE_TO_SEVEN)
    alliance_4 = number(_l("The supervisor took me as I am."), ONE_TO_SEVEN)

    depth = number(_l("How deep did it go today?"), ONE_TO_SEVEN)
    smoothness = number(_l("How easy was it to be here today?"), ONE_TO_SEVEN)
    safety = number(_l("How safe did I feel in this group today?"), ONE_TO_SEVEN)

    @property
    def single(self) -> dict[str, int | None]:
        return {line: self[line].data for line in SINGLE_LINES}

    def answers(self, scale: str) -> list[int | None]:
        """The four answers of `cohesion` or `alliance`, None where skipped."""
        return [self[f"{scale}_{line}"].data for line in range(1, LINES + 1)]


def form_for(rating: Rating | None) -> RatingForm:
    """The form with what was answered before."""
    return RatingForm(formdata=None, data=rating.as_fields if rating else None)
