"""Offering a clip, and what its presenter says to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from afttrainer.content.codes import Introduction
from afttrainer.forms.base import RoomForm, code, shown
from afttrainer.forms.playback import LONGEST_MS


class QueuedClipForm(RoomForm):
    clip = IntegerField(validators=[InputRequired()])


class SkippedForm(QueuedClipForm):
    #: Where what is left out begins, ms within the clip.
    start = IntegerField(validators=[InputRequired(), NumberRange(0, LONGEST_MS)])


class OfferForm(QueuedClipForm):
    #: The clip that somebody was being asked for already.
    shown = shown()


class TakeUpForm(QueuedClipForm):
    #: The clip at work.
    shown = shown()


class ChoicesForm(QueuedClipForm):
    introduction = code(_l("What comes before the film?"), Introduction, required=True)
    narrates = BooleanField(_l("I would like to write down what comes back to me while we watch"))
