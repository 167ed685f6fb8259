"""Comments on a moment of the film."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from afttrainer.forms.base import RoomForm, words
from afttrainer.forms.tag import LONGEST_MS
from afttrainer.models.comment import COMMENT_AT_MOST


class CommentForm(RoomForm):
    clip = IntegerField(validators=[InputRequired()])
    clip_ms = IntegerField(validators=[InputRequired(), NumberRange(0, LONGEST_MS)])
    #: The comment that it answers.
    answers = IntegerField(validators=[Optional()])
    words = words(_l("What do you see here?"), COMMENT_AT_MOST, required=True)


class OneCommentForm(RoomForm):
    comment = IntegerField(validators=[InputRequired()])


class ChangeCommentForm(OneCommentForm):
    words = words(_l("What do you see here?"), COMMENT_AT_MOST, required=True)
