"""Words of a group's own for what can be marked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from afttrainer.content.codes import WordPlace
from afttrainer.forms.base import RoomForm, code, line
from afttrainer.models.group_word import WORDS_AT_MOST


class OneGroupWordForm(RoomForm):
    group_word = IntegerField(validators=[InputRequired()])


class GroupWordForm(RoomForm):
    place = code(_l("Where does it belong?"), WordPlace, required=True)
    words = line(_l("What can be noticed, in a few words"), WORDS_AT_MOST, required=True)


class RewordForm(RoomForm):
    words = line(_l("What can be noticed, in a few words"), WORDS_AT_MOST, required=True)


class ChangeGroupWordForm(OneGroupWordForm, RewordForm):
    pass
