"""A clip for the library of patterns."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from afttrainer.content.codes import MARKERS_OF, ClipOrigin, Direction, Marker
from afttrainer.forms import base
from afttrainer.models.exemplar import NOTE_AT_MOST, PATTERN_AT_MOST


class ExemplarForm(base.RoomForm):
    marker = base.code(_l("What shows in it"), Marker, required=True)
    pattern = base.line(_l("What goes back and forth between the two"), PATTERN_AT_MOST)
    note = base.words(_l("What to look at, if you like"), NOTE_AT_MOST)
    origin = base.code(_l("The film was"), ClipOrigin, required=True)
    tells_nobody = BooleanField(
        _l("Neither picture, sound nor my words tell who the patient is, to anybody at this site")
    )

    @property
    def by_direction(self) -> list[tuple[Direction, list[object]]]:
        """The choices of `marker`, in their three families."""
        options = {option.data: option for option in self.marker}
        return [(way, [options[m.value] for m in of]) for way, of in MARKERS_OF.items()]
