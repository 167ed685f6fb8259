"""Who has the room, and who writes."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired

from afttrainer.forms import base


class NobodyForm(base.RoomForm):
    """It is about whoever sends it."""


class SomebodyForm(base.RoomForm):
    participant = IntegerField(validators=[InputRequired()])
