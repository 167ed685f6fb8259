"""How it is for the presenter just now."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.content.codes import PresenterPulse
from afttrainer.forms.base import RoomForm, code


class PulseForm(RoomForm):
    # The third answer is the Stop beside them.
    state = code(
        _l("How is it for you, just now?"),
        PresenterPulse,
        required=True,
        among=(PresenterPulse.OK, PresenterPulse.UNSURE),
    )
