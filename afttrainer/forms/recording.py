"""A film that is brought in, and its title."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Optional

from afttrainer.forms.base import RoomForm, line
from afttrainer.forms.consent import ConsentForm
from afttrainer.models import Case
from afttrainer.models.clip import TITLE_AT_MOST

#: The choice of bringing in a file of one's own rather than one from the inbox.
OWN_FILE = "own"


class TitleForm(RoomForm):
    title = line(_l("Title"), TITLE_AT_MOST, required=True)


class BringInForm(ConsentForm):
    """The film itself comes beside the form, in the field `film`; or it lies in the inbox already,
    or has come with an earlier sending of this form that needed a correction (`arrived`)."""

    case = SelectField(
        _l("Case"), coerce=int, validators=[InputRequired(_l("Please choose a case."))]
    )
    title = line(_l("Title"), TITLE_AT_MOST, required=True)
    source = RadioField(_l("Which film?"), default=OWN_FILE, validators=[Optional()])
    arrived = HiddenField()

    def offer(
        self, cases: Sequence[Case], inbox: Sequence[tuple[str, str]], *, named: bool
    ) -> None:
        """`inbox` holds the ticket and name of each film found there; `named` tells whose case."""
        self.case.choices = [
            SelectChoice(c.id, f"{c.code} · {c.therapist.name}" if named else c.code) for c in cases
        ]
        self.source.choices = [
            SelectChoice(OWN_FILE, _l("A file from this device")),
            *(SelectChoice(ticket, name) for ticket, name in inbox),
        ]
