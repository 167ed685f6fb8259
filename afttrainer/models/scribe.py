"""Who writes down for the others in an exercise: what was said, what came back, and where the two
of them are (domain: scribe). Nothing else of the room is theirs by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, mine
from afttrainer.models.rights import leads

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


def appoint(me: Participant, participant_id: int) -> None:
    """Ask one of the group to write; whoever wrote before does not any more."""
    leads(me)
    room = me.supervision
    them = next((p for p in room.trainees if p.id == participant_id), None)
    if them is None:
        raise Refused(_("Choose somebody who takes part and does not lead."))
    _is(room, them)


def lay_down(me: Participant) -> None:
    """The scribe would rather not; or whoever leads lets them off."""
    room = me.supervision
    if room.scribe is not me and not me.supervises:
        raise NotYours(_("Only the scribe or the supervisor can do this."))
    _is(room, None)


def writes(me: Participant) -> bool:
    """Whether `me` logs for the others: as the scribe, or because they lead."""
    return me.supervises or (me.takes_part and me.supervision.scribe is me)


def must_write(me: Participant) -> None:
    if not writes(me):
        raise NotYours(_("Only the supervisor or the scribe can do this."))


def _is(room: SupervisionSession, them: Participant | None) -> None:
    before, room.scribe = room.scribe, them
    room.touch(SUPERVISOR, *(mine(p) for p in (before, them) if p is not None))
