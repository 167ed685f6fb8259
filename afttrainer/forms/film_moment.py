"""What a viewer notices besides a rupture, and who may read it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FloatField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from afttrainer.content.codes import Visibility
from afttrainer.forms.base import RoomForm, code, line, words
from afttrainer.forms.tag import LONGEST_MS, NAME_AT_MOST
from afttrainer.models.felt_sense import STEP_AT_MOST
from afttrainer.models.film_moment import LEVELS
from afttrainer.models.state_shift import STATE_AT_MOST
from afttrainer.models.two_lanes import LANE_AT_MOST


class OneMomentForm(RoomForm):
    #: Its number, or the name that the device gave it.
    moment = line("", NAME_AT_MOST, required=True)


class ShowForm(OneMomentForm):
    visibility = code(_l("Who may read it?"), Visibility, among=LEVELS, required=True)


class _SeenForm(RoomForm):
    #: Of the picture on the device's own screen, in ms within the clip; without it, the wall's.
    film_ms = FloatField(validators=[Optional(), NumberRange(0, LONGEST_MS)])


class BeginForm(_SeenForm):
    clip = IntegerField(validators=[InputRequired()])
    client_uuid = line("", NAME_AT_MOST)


class BackForm(OneMomentForm, _SeenForm):
    pass


class StatesForm(OneMomentForm):
    from_state = line(_l("From …"), STATE_AT_MOST)
    to_state = line(_l("… to …"), STATE_AT_MOST)


class OnClipForm(RoomForm):
    clip = IntegerField(validators=[InputRequired()])
    #: The one that is written anew; without it, a new one.
    moment = line("", NAME_AT_MOST)


class TwoLanesForm(OnClipForm):
    said = words(_l("What was said"), LANE_AT_MOST)
    asked = words(_l("How it was said, and what it asked of me"), LANE_AT_MOST)
    #: Server time in ms when each was begun, by the device's clock estimate.
    said_begun = IntegerField(validators=[Optional()])
    asked_begun = IntegerField(validators=[Optional()])


class FeltSenseForm(OnClipForm):
    body_place = line(_l("Where in my body?"), STEP_AT_MOST)
    quality = line(_l("What is it like there?"), STEP_AT_MOST)
    word = line(_l("A word for it"), STEP_AT_MOST)
    finer_word = line(_l("A word that fits still better"), STEP_AT_MOST)


class SampleForm(RoomForm):
    clip = IntegerField(validators=[InputRequired()])
    #: Each "instant:value": server time in ms, and -3 to 3.
    samples = SelectMultipleField(validate_choice=False)
