"""Looking again at a moment that was seen in different ways."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired

from afttrainer.content.codes import DIRECTIONS_OF, Direction, Family
from afttrainer.forms.base import RoomForm, line
from afttrainer.models.second_view import LINE_AT_MOST

#: The ways to see a moment, each as one choice: a kind with its direction; a mix and unsure have
#: none to choose here.
SEEN: Final[dict[str, tuple[Family, Direction | None]]] = {
    f"{family}.{direction}": (family, direction)
    for family in (Family.WITHDRAWAL, Family.CONFRONTATION)
    for direction in DIRECTIONS_OF[family]
} | {"mixed": (Family.MIXED, None), "unsure": (Family.UNSURE, None)}


class OneLookForm(RoomForm):
    look = IntegerField(validators=[InputRequired()])


class LineForm(OneLookForm):
    line = line(_l("What do you see there?"), LINE_AT_MOST)


class SeeForm(OneLookForm):
    seen = StringField(
        _l("How do you see it now?"),
        validators=[InputRequired(_l("Please choose.")), AnyOf(list(SEEN))],
    )

    @property
    def way(self) -> tuple[Family, Direction | None]:
        return SEEN[self.seen.data or ""]
