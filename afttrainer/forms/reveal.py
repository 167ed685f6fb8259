"""Showing everyone's marks, and looking at one moment again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from afttrainer.forms.base import RoomForm, number
from afttrainer.stats.clusters import GAP_FROM_MS, GAP_TO_MS


class RevealForm(RoomForm):
    #: The clip that the presser's screen showed.
    clip = IntegerField(validators=[InputRequired()])


class GapForm(RevealForm):
    seconds = number(
        _l("Marks so many seconds apart stand together"),
        range(GAP_FROM_MS // 1000, GAP_TO_MS // 1000 + 1),
        required=True,
    )


class ReplayForm(RevealForm):
    #: The moment's first mark, ms within the clip.
    start = IntegerField(validators=[InputRequired()])
