"""Live door of the group's list: the supervisor says who is who."""

from __future__ import annotations

from flask_babel import gettext as _

from afttrainer import clock
from afttrainer.forms.join import AskForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Membership
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR


@command("membership.confirm", AskForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def confirm(room: Room, form: AskForm) -> None:
    _whoever_asked(room, form).confirm(room.me.membership, room.now)
    room.supervision.touch(SUPERVISOR)


@command("membership.give_back", AskForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def give_back(room: Room, form: AskForm) -> None:
    _whoever_asked(room, form).give_back(room.me.membership)
    room.supervision.touch(SUPERVISOR)


def _whoever_asked(room: Room, form: AskForm) -> Membership:
    """The name of this group's list, still held by the one the supervisor saw asking."""
    asked = (form.member.data, form.asked.data)
    for member in room.supervision.group.members:
        if member.claimed_at and (str(member.id), str(clock.to_ms(member.claimed_at))) == asked:
            return member
    raise Refused(_("Nobody asks under this name any more. This is the list as it is now."))
