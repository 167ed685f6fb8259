"""What a trainee needs just now."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.content.codes import SupervisorStance
from afttrainer.forms import base
from afttrainer.models.stance import WORDS_AT_MOST


class StanceForm(base.RoomForm):
    stance = base.code(_l("What do they need of you just now?"), SupervisorStance, required=True)
    words = base.words(_l("A word to yourself, if you like"), WORDS_AT_MOST)
