"""What the time is for just now, where no part of the plan tells."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.content.codes import Component
from afttrainer.forms.base import RoomForm, code
from afttrainer.models.lesson import TAUGHT


class LessonForm(RoomForm):
    component = code(_l("Just now"), Component, required=True, among=TAUGHT)
