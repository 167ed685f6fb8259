"""A strain in the supervision itself."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional

from afttrainer.content.codes import StrainDyad
from afttrainer.forms import base


class StrainForm(base.RoomForm):
    dyad = base.code(_l("Where is it?"), StrainDyad, required=True)
    words = base.words(_l("A word about it, if you like"), 500)
    #: Whose eyes it is for; empty tells all who lead.
    to = IntegerField(_l("Who shall read it?"), validators=[Optional()])


class OneStrainForm(base.RoomForm):
    strain = IntegerField(validators=[InputRequired()])
