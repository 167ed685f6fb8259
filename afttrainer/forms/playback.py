"""Driving the film. `revision` is the one that the presser's screen showed."""

from __future__ import annotations

from typing import Final

from wtforms import BooleanField, FloatField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from afttrainer.forms.base import RoomForm

LONGEST_MS: Final = 24 * 60 * 60 * 1000
STEPS_AT_MOST: Final = 250


class PauseForm(RoomForm):
    """Nothing to say."""


class PlayForm(RoomForm):
    """`round_trip_ms` is how long a message there and back takes for the presser."""

    revision = IntegerField(validators=[InputRequired()])
    round_trip_ms = FloatField(validators=[Optional(), NumberRange(0, LONGEST_MS)])


class SeekForm(PlayForm):
    to_ms = IntegerField(validators=[InputRequired(), NumberRange(0, LONGEST_MS)])


class RateForm(PlayForm):
    rate = FloatField(validators=[InputRequired()])


class StepForm(PlayForm):
    pictures = IntegerField(
        validators=[InputRequired(), NumberRange(-STEPS_AT_MOST, STEPS_AT_MOST)]
    )


class LoopForm(PlayForm):
    """Whether the clip begins anew at its end."""

    on = BooleanField()


class ShownForm(RoomForm):
    """Whether something is shown from now on."""

    on = BooleanField()
