"""What one felt with the film: the feeling first, then its place in the body, then words."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Optional

from afttrainer.content.codes import Resonance
from afttrainer.forms.base import RoomForm, code, line, plain, up_to, words
from afttrainer.models.affect import FEELING_AT_MOST

WORDS_AT_MOST = 300  # characters

#: To choose from; everybody may write their own. Feelings in the body's reach, and no ideas.
FEELINGS: Final = (
    _l("tight"),
    _l("heavy"),
    _l("warm"),
    _l("sad"),
    _l("angry"),
    _l("afraid"),
    _l("ashamed"),
    _l("left out"),
    _l("cornered"),
    _l("tender"),
    _l("bored"),
    _l("sleepy"),
    _l("restless"),
    _l("numb"),
    _l("want to rescue"),
)
PLACES: Final = (
    _l("head"),
    _l("throat"),
    _l("shoulders"),
    _l("chest"),
    _l("stomach"),
    _l("back"),
    _l("hands"),
    _l("legs"),
    _l("everywhere"),
    _l("nowhere I can tell"),
)


def _one_of(text: object, suggested: tuple[object, ...]) -> RadioField:
    return RadioField(
        text,
        choices=lambda: [(str(word), str(word)) for word in suggested],
        validate_choice=False,
        filters=[plain],
        validators=up_to(FEELING_AT_MOST),
    )


class AffectForm(RoomForm):
    #: The film that was felt: by the time this arrives the room may be at another.
    clip = IntegerField(validators=[Optional()])
    feeling = _one_of(_l("What are you feeling?"), FEELINGS)
    own_feeling = line(_l("Or in your own word"), FEELING_AT_MOST)
    place = _one_of(_l("Where in your body?"), PLACES)
    own_place = line(_l("Or another place"), FEELING_AT_MOST)
    words = words(_l("Something more, if you like"), WORDS_AT_MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kwargs.get("formdata") is None:
            _as_own(self.feeling, self.own_feeling)
            _as_own(self.place, self.own_place)


def _as_own(suggested: RadioField, own: StringField) -> None:
    """A word that is not among those suggested stands where one writes one's own."""
    if suggested.data and suggested.data not in dict(suggested.choices):
        own.data, suggested.data = suggested.data, None


class OnClipForm(RoomForm):
    clip = IntegerField(validators=[InputRequired()])


class AnswerForm(OnClipForm):
    entry = IntegerField(validators=[InputRequired()])
    #: Nothing takes back what was said.
    resonance = code(_l("What is it for you?"), Resonance)
