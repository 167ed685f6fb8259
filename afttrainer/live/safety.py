"""Live door of felt safety: one's own, and nobody else's."""

from __future__ import annotations

from afttrainer.forms.parts import NobodyForm
from afttrainer.forms.safety import SafetyForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import FeltSafety, safety


@command("safety.say", SafetyForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say(room: Room, form: SafetyForm) -> None:
    FeltSafety.say(room.me, room.touched_at, form.value.data or 0)


@command("safety.forget", NobodyForm, by=By.ANYONE, judged=Judged.WHENEVER)
def forget(room: Room, _form: NobodyForm) -> None:
    safety.forget(room.me)
