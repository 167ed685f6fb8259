"""A film that is brought in, and its title."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import InputRequired

from afttrainer.forms.base import RoomForm, line
from afttrainer.forms.consent import ConsentForm
from afttrainer.models import Case
from afttrainer.models.clip import TITLE_AT_MOST


class TitleForm(RoomForm):
    title = line(_l("Title"), TITLE_AT_MOST, required=True)


class BringInForm(ConsentForm):
    """Said of a film on its way in, or of one that lies in the inbox."""

    case = SelectField(
        _l("Case"), coerce=int, validators=[InputRequired(_l("Please choose a case."))]
    )
    title = line(_l("Title"), TITLE_AT_MOST, required=True)

    def offer(self, cases: Sequence[Case], *, named: bool) -> None:
        """`named` tells whose case it is."""
        self.case.choices = [
            SelectChoice(c.id, f"{c.code} · {c.therapist.name}" if named else c.code) for c in cases
        ]
