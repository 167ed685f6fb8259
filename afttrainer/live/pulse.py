"""Live door of the presenter's pulse."""

from __future__ import annotations

from afttrainer.forms.pulse import PulseForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Pulse


@command("pulse.say", PulseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def say(room: Room, form: PulseForm) -> None:
    Pulse.say(room.me, form.state.data, room.now)
