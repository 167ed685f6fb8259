"""Live door of the presenter's stop, open in every part of the meeting. The verbs look who asks: a
moment of an earlier film may be in the player, and its presenter stops that."""

from __future__ import annotations

from afttrainer.forms.playback import PauseForm
from afttrainer.live.protocol import By, Room, command
from afttrainer.models import Hold


@command("hold.stop", PauseForm, by=By.ANYONE)
def stop(room: Room, _form: PauseForm) -> None:
    Hold.ask(room.me, room.now)


@command("hold.lift", PauseForm, by=By.ANYONE)
def lift(room: Room, _form: PauseForm) -> None:
    Hold.lift(room.me)
