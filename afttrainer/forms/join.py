"""Coming into a room: the code, the name, the passphrase."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from afttrainer.forms.base import RoomForm, line

#: Long enough for any sentence; hashing more would only cost time.
PASSPHRASE_AT_MOST = 200  # characters


def passphrase(text: Any, autocomplete: str) -> PasswordField:
    """Never trimmed nor shown again: what was typed is what counts."""
    too_long = _l("At most %(max)d characters, please.")
    return PasswordField(
        text,
        render_kw={"autocomplete": autocomplete, "autocapitalize": "off", "spellcheck": "false"},
        validators=[
            InputRequired(_l("Please write your passphrase here.")),
            Length(max=PASSPHRASE_AT_MOST, message=too_long),
        ],
    )


class CodeForm(FlaskForm):
    """The join code, however it was typed."""

    code = line(_l("Code on the wall"), 40, required=True)


class ChooseForm(FlaskForm):
    """A name taken for the first time."""

    way = HiddenField(default="new")
    passphrase = passphrase(_l("Choose a passphrase"), "new-password")


class KnownForm(FlaskForm):
    """A name taken before: its own person knows the passphrase."""

    way = HiddenField(default="known")
    passphrase = passphrase(_l("Your passphrase"), "current-password")


class AskForm(RoomForm):
    """The supervisor's yes or no to whoever asks to come in under a name."""

    member = line("", 20, required=True)
    #: When that person took the name, in ms: the tap is for the one who was on the screen.
    asked = line("", 20, required=True)
