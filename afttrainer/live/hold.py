"""Live door of the presenter's stop. It is open in every part of the meeting."""

from __future__ import annotations

from afttrainer.forms.playback import PauseForm
from afttrainer.live.protocol import By, Room, command
from afttrainer.models import Hold


@command("hold.stop", PauseForm, by=By.PRESENTER)
def stop(room: Room, _form: PauseForm) -> None:
    Hold.ask(room.me, room.now)


@command("hold.lift", PauseForm, by=By.PRESENTER)
def lift(room: Room, _form: PauseForm) -> None:
    Hold.lift(room.me)
