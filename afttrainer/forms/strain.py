"""A strain in the supervision itself."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Optional, Regexp

from afttrainer.content.codes import StrainDyad
from afttrainer.forms import base

_WHOM = r"(group|(contact-)?\d{1,9})\Z"


class StrainForm(base.RoomForm):
    dyad = base.code(_l("Where is it?"), StrainDyad, required=True)
    words = base.words(_l("A word about it, if you like"), 500)
    #: Whose eyes it is for: one who leads, by number in the room; the site contact, as `contact-7`
    #: by place in the group; `group`, all of us; empty tells all who lead.
    to = StringField(
        _l("Who shall read it?"),
        validators=[Optional(), Regexp(_WHOM, message=_l("Please choose."))],
    )

    @property
    def reader(self) -> dict[str, Any]:
        """As `StrainSignal.signal` takes it."""
        to = self.to.data or ""
        if not to:
            return {}
        if to == "group":
            return {"for_group": True}
        kind = "contact_id" if to.startswith("contact-") else "to_id"
        return {kind: int(to.removeprefix("contact-"))}


class OneStrainForm(base.RoomForm):
    strain = IntegerField(validators=[InputRequired()])
