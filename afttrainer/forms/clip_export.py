"""A copy of a clip that is to leave the site."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from afttrainer.forms.base import RoomForm


class ClipExportForm(RoomForm):
    is_marked = BooleanField(_l("With my name and the time in every picture"))
