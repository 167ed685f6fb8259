"""Rights that several nouns ask for in the same words."""

from __future__ import annotations

from flask_babel import gettext as _

from afttrainer.models.participant import Participant
from afttrainer.models.refusal import NotYours


def leads(me: Participant) -> None:
    """Raises NotYours unless `me` is the supervisor or co-supervisor."""
    if not me.supervises:
        raise NotYours(_("Only the supervisor can do this."))
