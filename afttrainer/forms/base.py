"""The few kinds of field every form is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from afttrainer.content.words import label
from afttrainer.models.group_word import CODE

#: A longer number is nobody's.
_OWN_WORD = re.compile(rf"{CODE}[0-9]{{1,18}}")
Body = Mapping[str, str | Sequence[str]]


class RoomForm(FlaskForm):
    """A form of the live room. The request it comes in is protected at its door, not here."""

    class Meta:
        csrf = False

    @classmethod
    def from_body(cls, body: Body) -> RoomForm:
        """The form filled from a command's body: each value a string or a list of strings."""
        return cls(formdata=MultiDict({k: list(v) if _many(v) else v for k, v in body.items()}))


def shown() -> StringField:
    """How that which a press would change stood on the presser's screen; what is not sent is not
    asked for."""
    return StringField(validators=[Optional()])


def _many(value: object) -> bool:
    return isinstance(value, list | tuple)


def plain(text: str | None) -> str:
    """As typed, composed and trimmed, without the control characters that no keyboard makes."""
    kept = (
        c
        for c in unicodedata.normalize("NFC", text or "")
        if c in "\n\t"
        or c.isprintable()
        or
        # Direction marks and joiners are how some names are written.
        unicodedata.category(c) == "Cf"
    )
    return "".join(kept).strip()


def line(text: Any, at_most: int, *, required: bool = False) -> StringField:
    """A single line of words, at most so many characters."""
    return StringField(text, filters=[plain], validators=up_to(at_most, required=required))


def words(text: Any, at_most: int, *, required: bool = False) -> TextAreaField:
    """Several lines of words, at most so many characters."""
    return TextAreaField(text, filters=[plain], validators=up_to(at_most, required=required))


def up_to(at_most: int, *, required: bool = False) -> list[Any]:
    """Of words: something, where it must be, and at most so many characters."""
    too_long = _l("At most %(max)d characters, please: nothing was cut, so shorten it as you like.")
    # Of what is left after trimming: blanks alone are not something.
    first = DataRequired(_l("Please write something here.")) if required else Optional()
    return [first, Length(max=at_most, message=too_long)]


def number(text: Any, allowed: range, *, required: bool = False) -> IntegerField:
    """A whole number within `allowed` (its stop excluded, as in range)."""
    message = _l("A whole number from %(min)s to %(max)s, please.")
    first = InputRequired(_l("Please choose.")) if required else Optional()
    inside = NumberRange(min=allowed.start, max=allowed.stop - 1, message=message)
    return IntegerField(text, validators=[first, inside])


def code(
    text: Any, codes: type[StrEnum], *, required: bool = False, among: Sequence[StrEnum] = ()
) -> RadioField:
    """One of a closed list; its value is the code itself, or None where nothing was chosen."""
    first = InputRequired(_l("Please choose.")) if required else Optional()
    return RadioField(
        text,
        choices=[SelectChoice(c.value, label(c)) for c in (among or codes)],
        coerce=lambda value: codes(value) if value else None,
        validate_choice=bool(required),
        validators=[first],
    )


def code_or_own_word(text: Any, codes: type[StrEnum]) -> RadioField:
    """One of a closed list, or the code of a word of the group's own, which is a plain string:
    whether that group has it is asked where it is used."""

    def read(value: Any) -> StrEnum | str | None:
        if isinstance(value, str) and _OWN_WORD.fullmatch(value):
            return value
        return codes(value) if value else None

    return RadioField(
        text,
        choices=[SelectChoice(c.value, label(c)) for c in codes],
        coerce=read,
        validate_choice=False,
        validators=[Optional()],
    )


def of_everyone(chosen: Any) -> Any:
    """The member of the closed list that was chosen; None for a word of the group's own."""
    return chosen if isinstance(chosen, StrEnum) else None


def several(text: Any, codes: type[StrEnum]) -> SelectMultipleField:
    """Any number of a closed list."""
    return SelectMultipleField(
        text, choices=[SelectChoice(c.value, label(c)) for c in codes], coerce=codes
    )
