"""In whose hands the room is: who moves it, starts the film, opens an exercise, closes it.

At first that is whoever supervises the group. The room can be handed to somebody else who leads;
from then on one person has it, until it is handed on or its supervisor takes it back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _

from afttrainer.content.codes import Role
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, mine
from afttrainer.models.rights import leads

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

#: Whoever has the room and was not heard of for so long can be stood in for.
GONE_FOR: Final = timedelta(minutes=1)


def who_has(room: SupervisionSession) -> list[Participant]:
    """Those whose hands the room is in: one after a hand-over, before it all the supervisors, and
    where none of them has come whoever leads beside them."""
    leading = [p for p in room.participants if p.supervises and p.takes_part]
    if room.led_by in leading:
        return [p for p in leading if p is room.led_by]
    return [p for p in leading if p.membership.role is Role.SUPERVISOR] or leading


def must_have(me: Participant) -> None:
    """Raises NotYours for whoever leads the group and does not have the room now."""
    has = who_has(me.supervision)
    if me not in has:
        names = ", ".join(p.name for p in has)
        raise NotYours(_("The room is in the hands of %(names)s now.", names=names))


def hand(me: Participant, to_id: int) -> None:
    """One tap: from here on the other has the room."""
    room = me.supervision
    to = next((p for p in room.participants if p.id == to_id and p.takes_part), None)
    if to is None or not to.supervises:
        raise Refused(_("Only a supervisor or co-supervisor can have the room."))
    _goes_to(room, to)


def take(me: Participant, now: datetime) -> None:
    """A supervisor takes the room back at any time. A co-supervisor says yes to it once whoever has
    it has been gone for a minute. Raises Refused before that."""
    leads(me)
    room = me.supervision
    if me in who_has(room):
        raise Refused(_("The room is in your hands already."))
    if not may_take(me, now):
        raise Refused(_("They are still here. Ask for the room: handing it over is one tap."))
    _goes_to(room, me)


def may_take(me: Participant, now: datetime) -> bool:
    has = who_has(me.supervision)
    if not me.supervises or me in has:
        return False
    return me.membership.role is Role.SUPERVISOR or all(is_gone(p, now) for p in has)


def is_gone(participant: Participant, now: datetime) -> bool:
    since = participant.gone_since
    return since is not None and now - since >= GONE_FOR


def _goes_to(room: SupervisionSession, to: Participant) -> None:
    room.led_by = to
    room.touch(SUPERVISOR, *(mine(p) for p in room.participants if p.supervises))
