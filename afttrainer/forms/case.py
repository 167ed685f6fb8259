"""A case: a code, never a name."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import InputRequired

from afttrainer.forms.base import RoomForm, line
from afttrainer.models import Membership
from afttrainer.models.case import CODE_AT_MOST


class CaseForm(RoomForm):
    code = line(_l("Code"), CODE_AT_MOST, required=True)


class CaseForForm(CaseForm):
    """A supervisor notes a case for one of the group."""

    therapist = SelectField(
        _l("Whose case is it?"), coerce=int, validators=[InputRequired(_l("Please choose."))]
    )

    def offer(self, members: Sequence[Membership]) -> None:
        self.therapist.choices = [SelectChoice(m.id, m.name) for m in members]
