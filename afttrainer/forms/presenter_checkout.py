"""How the presenter leaves, in two steps."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from afttrainer.content.codes import ZERO_TO_TEN
from afttrainer.forms.base import RoomForm, number, words


class GroupStepForm(RoomForm):
    closeness_before = number(
        _l("How close did you feel to the group at the beginning?"), ZERO_TO_TEN
    )
    closeness = number(_l("How close do you feel to the group, just now?"), ZERO_TO_TEN)
    shame_before = number(_l("How much shame was there before you showed the film?"), ZERO_TO_TEN)
    shame_after = number(_l("And now?"), ZERO_TO_TEN)
    group_words = words(_l("What was it like with the others?"), 500)


class CaseStepForm(RoomForm):
    case_words = words(_l("What do you see in this case now?"), 500, required=True)
    next_step = words(_l("A next step, if there is one"), 500)


class DeclineForm(RoomForm):
    """Nothing to fill in: the tap is the word."""
