"""What has become of it since the last time."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.content.codes import FollowThrough
from afttrainer.forms import base


class FollowUpForm(base.RoomForm):
    answer = base.code(_l("What has become of it?"), FollowThrough, required=True)
    words = base.words(_l("A word about it"), 500)


class TakeBackForm(base.RoomForm):
    pass
