"""How safe it feels."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.forms import base
from afttrainer.models.safety import SAFE


class SafetyForm(base.RoomForm):
    value = base.number(_l("How safe is it for me here, just now?"), SAFE, required=True)
