"""What a group agrees on before it works: shared struggle, everyone's own no, and limits (C-72).

Read by everybody before their first meeting, and at any time after. When each said yes is kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.supervision import SupervisionSession

#: S2 (Training process) and the ethics of supervision groups, in our own words.
SENTENCES: Final = (
    _l("Nobody finds this easy, those who lead included. We look at what is hard together."),
    _l(
        "Whoever shows their work decides how far it goes: they stop, pause or take it back at any "
        "time, and nobody asks why."
    ),
    _l("Every question may be passed over. Passing and silence are written down nowhere."),
    _l("We say what we feel before what we think, and we do not compare each other."),
    _l("What is said and seen here stays here."),
    _l(
        "Nobody records our meetings. Whoever shows their work may let their own phone keep what "
        "comes back to them; while it may, the wall and every phone say so."
    ),
    _l(
        "This has limits. Whoever leads must act where a patient or somebody else is in danger, or "
        "where somebody cannot do this work safely; they say so to the person first."
    ),
)
#: What one who leads may say of themselves first: one of them a meeting, in turn.
OF_THOSE_WHO_LEAD: Final = (
    _l("You might begin: what was hard for you in your own work lately?"),
    _l("You might begin: when did you last wish to be right, here or with a patient?"),
    _l("You might begin: what would you rather not look at today?"),
)


def agree(me: Membership, now: datetime) -> None:
    """The first yes counts; a second changes nothing."""
    me.agreed_at = me.agreed_at or now


def disclosure(room: SupervisionSession) -> str:
    """The prompt of this meeting."""
    before = [s for s in room.group.supervisions if s.id is not None and s.id < room.id]
    return str(OF_THOSE_WHO_LEAD[len(before) % len(OF_THOSE_WHO_LEAD)])
