"""Captions for a film that is here already."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from afttrainer.forms.base import RoomForm


class CaptionsForm(RoomForm):
    captions = FileField(_l("File"))
