"""Live door of the room's leading: handing it over, and taking it."""

from __future__ import annotations

from afttrainer.forms.parts import NobodyForm, SomebodyForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import lead


@command("lead.hand", SomebodyForm, by=By.SUPERVISOR, judged=Judged.NOW)
def hand(room: Room, form: SomebodyForm) -> None:
    lead.hand(room.me, form.participant.data or 0)


@command("lead.take", NobodyForm, by=By.ANYONE, judged=Judged.NOW)
def take(room: Room, _form: NobodyForm) -> None:
    lead.take(room.me, room.now)
