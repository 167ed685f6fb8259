"""Two taps, and what may be added to them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FloatField, IntegerField
from wtforms.validators import NumberRange, Optional

from afttrainer.content.codes import (
    INTENSITY,
    Direction,
    Family,
    Marker,
    Noticed,
    TherapistReaction,
    Visibility,
)
from afttrainer.forms.base import RoomForm, code, code_or_own_word, line, number, words
from afttrainer.forms.clip import FilmTimeField
from afttrainer.models.tag import NOTE_AT_MOST, NOTE_LEVELS

LONGEST_MS = 24 * 60 * 60 * 1000
#: Of something in oneself: nobody, those who lead, or everyone.
SHOWN_TO = (Visibility.PRIVATE, Visibility.SUPERVISOR, Visibility.GROUP)
NAME_AT_MOST = 64  # characters of a device's own name for a tag


class PlaceForm(RoomForm):
    family = code(_l("What did you see?"), Family, required=True)
    reaction = code(_l("Something in me"), TherapistReaction)
    #: The clip the pad was drawn for; without it, the one at work.
    clip = IntegerField(validators=[Optional()])
    client_uuid = line("", NAME_AT_MOST)
    #: Of the picture on the device's own screen when the finger went down, in ms within the clip;
    #: without it, the wall's counts.
    film_ms = FloatField(validators=[Optional(), NumberRange(0, LONGEST_MS)])
    #: The device had not compared its clock with the server's yet.
    estimated = BooleanField()


class TagForm(RoomForm):
    #: Its number, or the name that the device gave it.
    tag = line("", NAME_AT_MOST, required=True)


class StepForm(TagForm):
    #: What the device calls the step that this makes.
    client_uuid = line("", NAME_AT_MOST)


class PutBackForm(StepForm):
    #: The step that is put back, by its number or the device's name for it; without it, the last
    #: taking back of that mark.
    of = line("", NAME_AT_MOST)


class MarkForm(StepForm):
    family = code(_l("What did you see?"), Family)
    direction = code(_l("Where does it move?"), Direction)
    marker = code_or_own_word(_l("What did you notice?"), Marker)
    reaction = code_or_own_word(_l("Something in me"), TherapistReaction)


class SayForm(TagForm):
    intensity = number(_l("How strong was it?"), INTENSITY)
    note = words(_l("A note, if you like"), NOTE_AT_MOST)
    note_visibility = code(
        _l("Who may read the note?"), Visibility, among=NOTE_LEVELS, required=True
    )
    end = FilmTimeField(_l("It lasted until"), validators=[Optional()])
    noticed = code(_l("When did you become aware of it?"), Noticed)


class ShowTagForm(TagForm):
    visibility = code(_l("Who may know of it?"), Visibility, among=SHOWN_TO, required=True)
