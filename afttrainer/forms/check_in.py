"""How a person arrives: everything may be left out."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.content.codes import ZERO_TO_TEN, WishToPresent
from afttrainer.forms.base import RoomForm, code, line, number, words


class CheckInForm(RoomForm):
    calm = number(_l("How calm are you, just now?"), ZERO_TO_TEN)
    word = line(_l("A word for how you are"), 40)
    progress = words(_l("Since we last met"), 500)
    wish = code(_l("Would you like to present?"), WishToPresent)
