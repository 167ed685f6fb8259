"""Whether there was a tension in a session, as each side saw it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import Optional

from afttrainer.content.codes import Perspective, Tension
from afttrainer.content.words import label
from afttrainer.forms.base import RoomForm


def _side(text: Any) -> RadioField:
    return RadioField(
        text,
        choices=[
            *(SelectChoice(one.value, label(one)) for one in Tension),
            SelectChoice("", _l("nothing is noted")),
        ],
        coerce=lambda value: Tension(value) if value else "",
        validate_choice=False,
        validators=[Optional()],
    )


class TensionForm(RoomForm):
    """A field a side, by the name of its code."""

    patient = _side(_l("The patient: as they said afterwards, on your own form"))
    therapist = _side(_l("The therapist: as you see it yourself"))
    observer = _side(_l("The group: as it saw the film"))

    def offer(self, sides: Collection[Perspective]) -> None:
        """Only those that this person may say."""
        for side in Perspective:
            if side not in sides:
                del self[side.value]

    @property
    def said(self) -> dict[Perspective, Tension | None]:
        """What was sent; a side that was not is left as it is."""
        return {
            side: self[side.value].data or None
            for side in Perspective
            if side.value in self and self[side.value].raw_data
        }
