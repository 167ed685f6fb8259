"""Live door of the group's agreement: one's own yes to it."""

from __future__ import annotations

from afttrainer.forms.parts import NobodyForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import agreement
from afttrainer.models.revision import mine


@command("agreement.agree", NobodyForm, by=By.ANYONE, judged=Judged.WHENEVER)
def agree(room: Room, _form: NobodyForm) -> None:
    agreement.agree(room.me.membership, room.now)
    room.supervision.touch(mine(room.me))
