"""Lines of the group's notes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from afttrainer.forms.base import RoomForm, words
from afttrainer.models.group_note import NOTE_AT_MOST


class GroupNoteForm(RoomForm):
    words = words(_l("A line for all of us"), NOTE_AT_MOST, required=True)


class OneGroupNoteForm(RoomForm):
    line = IntegerField(validators=[InputRequired()])


class ChangeGroupNoteForm(OneGroupNoteForm):
    words = words(_l("A line for all of us"), NOTE_AT_MOST, required=True)
