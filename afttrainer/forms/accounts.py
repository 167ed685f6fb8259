"""Signing in, and one's own passphrase."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security.forms import Form, NextFormMixin
from flask_wtf import FlaskForm
from wtforms import BooleanField

from afttrainer.forms.base import line
from afttrainer.forms.join import passphrase
from afttrainer.guesses import TooMany


class SignInForm(Form, NextFormMixin):
    """What the accounts library's sign-in page asks for, answered in our own words."""

    username = line(_l("Sign-in name"), 80, required=True)
    password = passphrase(_l("Passphrase"), "current-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user: Any = None
        #: The library asks; no account here waits for a mail to be confirmed.
        self.requires_confirmation = False

    def validate(self, **kwargs: Any) -> bool:
        from afttrainer import accounts
        from afttrainer.web import guessing

        if not super().validate(**kwargs):
            return False
        try:
            guessing.begin()
        except TooMany as no:
            self.form_errors.append(guessing.words(no))
            return False
        self.user = accounts.whoever_signs_in(self.username.data or "", self.password.data or "")
        if self.user is None:
            # One sentence for every reason, so that it tells nobody which sign-in names exist.
            self.form_errors.append(
                _l(
                    "This did not open. Please look at both once more. After five tries in a row "
                    "that do not open, one has to wait a minute or longer."
                )
            )
        else:
            guessing.opened()
        return self.user is not None


class PassphraseForm(FlaskForm):
    """Setting or changing one's own passphrase."""

    present = passphrase(_l("Your present passphrase"), "current-password")
    passphrase = passphrase(_l("New passphrase"), "new-password")
    elsewhere = BooleanField(_l("Sign me out on my other devices"))
