"""What a presenter thinks about beforehand: all of it may be left out."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from afttrainer.forms.base import words
from afttrainer.forms.queue import QueuedClipForm


class PreparationForm(QueuedClipForm):
    wish = words(_l("What I would like from you"), 500)
    feared = words(_l("What I was afraid of there"), 500)
    stretch = words(_l("Which stretch, and why this one"), 500)
    wish_for_group = BooleanField(
        _l("The group may read what I would like, once I have said yes to showing it")
    )
