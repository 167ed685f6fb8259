"""A closing line from each."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.forms import base


class DebriefForm(base.RoomForm):
    words = base.words(_l("What I take with me from today"), 500, required=True)
    to_use = base.words(_l("What of this is mine to use, and what is not?"), 500)
