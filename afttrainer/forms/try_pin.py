"""A moment marked in somebody's try, and what may be said of it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import Optional

from afttrainer.content.codes import Pinned
from afttrainer.forms.base import RoomForm, code, line, number
from afttrainer.forms.exercise import ExerciseForm
from afttrainer.forms.tag import NAME_AT_MOST
from afttrainer.models.try_pin import WORD_AT_MOST


class PlacePinForm(ExerciseForm):
    client_uuid = line("", NAME_AT_MOST)
    #: The try that the presser's screen showed.
    shown = IntegerField(validators=[Optional()])
    #: The device had not compared its clock with the server's yet.
    estimated = BooleanField()


class PinForm(RoomForm):
    #: Its number, or the name that the device gave it.
    pin = line("", NAME_AT_MOST, required=True)


class SayPinForm(PinForm):
    """Any of it; what is not sent stays as it is."""

    what = code(_l("What was it?"), Pinned)
    word = line(_l("A word or two, if you like"), WORD_AT_MOST)
    #: 1 or 0: the one who tried may know of what was in oneself.
    told = number(_l("Let them know"), range(2))
