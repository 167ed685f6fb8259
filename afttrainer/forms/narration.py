"""What the presenter writes down while the film runs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Optional

from afttrainer.forms.base import RoomForm, line

LINE_AT_MOST = 500  # characters


class NarrationForm(RoomForm):
    words = line(_l("What comes back to you here?"), LINE_AT_MOST, required=True)
    #: The film it speaks of: by the time this arrives the room may be at another.
    clip = IntegerField(validators=[Optional()])
    #: Server time in ms when the presenter began to write, by the device's clock estimate.
    begun = IntegerField(validators=[Optional()])


class LineForm(RoomForm):
    line = IntegerField(validators=[InputRequired()])


class ChangeLineForm(LineForm):
    words = line(_l("What comes back to you here?"), LINE_AT_MOST, required=True)


class NarratesForm(RoomForm):
    on = BooleanField()
