"""Live door of the scribe: asking somebody to write, and laying it down."""

from __future__ import annotations

from afttrainer.forms.parts import NobodyForm, SomebodyForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import scribe


@command("scribe.appoint", SomebodyForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def appoint(room: Room, form: SomebodyForm) -> None:
    scribe.appoint(room.me, form.participant.data or 0)


@command("scribe.lay_down", NobodyForm, by=By.ANYONE, judged=Judged.WHENEVER)
def lay_down(room: Room, _form: NobodyForm) -> None:
    scribe.lay_down(room.me)
