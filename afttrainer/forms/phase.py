"""Moving through the plan."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional

from afttrainer.forms.base import RoomForm


class MoveForm(RoomForm):
    phase = IntegerField(validators=[InputRequired()])
    #: The phase the screen showed when the button was pressed; empty before the first.
    shown = IntegerField(validators=[Optional()])
