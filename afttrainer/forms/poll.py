"""A question to the room, and answers to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from afttrainer.forms.base import RoomForm, line, shown
from afttrainer.models.poll import QUESTION_AT_MOST
from afttrainer.models.poll_option import OPTION_AT_MOST


class PollForm(RoomForm):
    question = line(_l("The question"), QUESTION_AT_MOST, required=True)
    answer_1 = line(_l("First answer"), OPTION_AT_MOST, required=True)
    answer_2 = line(_l("Second answer"), OPTION_AT_MOST, required=True)
    answer_3 = line(_l("Third answer, if there is one"), OPTION_AT_MOST)
    answer_4 = line(_l("Fourth answer"), OPTION_AT_MOST)
    answer_5 = line(_l("Fifth answer"), OPTION_AT_MOST)
    answer_6 = line(_l("Sixth answer"), OPTION_AT_MOST)
    several = BooleanField(_l("As many answers as fit, not only one"))

    @property
    def options(self) -> list[str]:
        """Those that were written, in their order."""
        fields = (self.answer_1, self.answer_2, self.answer_3, self.answer_4, self.answer_5)
        return [one.data for one in (*fields, self.answer_6) if one.data]


class OnePollForm(RoomForm):
    poll = IntegerField(validators=[InputRequired()])


class PutAwayForm(OnePollForm):
    #: `counts` where they stood on the presser's screen.
    shown = shown()


class AnswerPollForm(OnePollForm):
    option = IntegerField(validators=[InputRequired(), NumberRange(min=0)])
    fits = BooleanField()
