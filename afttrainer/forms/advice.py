"""Suggestions that wait."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from afttrainer.forms.base import RoomForm, words
from afttrainer.models.advice import ADVICE_AT_MOST


class AskForm(RoomForm):
    clip = IntegerField(validators=[InputRequired()])


class ParkForm(AskForm):
    words = words(_l("What would you suggest?"), ADVICE_AT_MOST, required=True)


class OneAdviceForm(RoomForm):
    advice = IntegerField(validators=[InputRequired()])


class ChangeAdviceForm(OneAdviceForm):
    words = words(_l("What would you suggest?"), ADVICE_AT_MOST, required=True)
