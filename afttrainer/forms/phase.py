"""Moving through the plan, and changing its minutes."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional

from afttrainer.forms.base import RoomForm
from afttrainer.models.replan import Way


class ShownForm(RoomForm):
    #: The phase the screen showed when the button was pressed; empty before the first.
    shown = IntegerField(validators=[Optional()])


class MoveForm(ShownForm):
    phase = IntegerField(validators=[InputRequired()])


class StretchForm(RoomForm):
    phase = IntegerField(validators=[InputRequired()])
    minutes = IntegerField(validators=[AnyOf([-5, -1, 1, 5])])
    #: The express yes to shortening a part that is kept free.
    sure = BooleanField()


class RePlanForm(RoomForm):
    way = StringField(validators=[AnyOf(list(Way))])
    #: What the screen showed when it was pressed.
    minutes = IntegerField(validators=[InputRequired()])


class ExtendForm(RoomForm):
    minutes = IntegerField(validators=[AnyOf([-5, -1, 1, 5])])


class BeginPracticeForm(RoomForm):
    phase = IntegerField(validators=[InputRequired()])


class ScriptForm(RoomForm):
    phase = IntegerField(validators=[InputRequired()])
    script = StringField(validators=[InputRequired()])


class CloseForm(RoomForm):
    #: The second yes, where a presenter who is not connected has not checked out.
    without_checkout = BooleanField()
