"""Live door of the plan: the supervisor moves the room."""

from __future__ import annotations

from afttrainer.forms.phase import MoveForm
from afttrainer.live.protocol import By, Room, command


@command("phase.move", MoveForm, by=By.SUPERVISOR)
def move(room: Room, form: MoveForm) -> None:
    room.supervision.move_to(form.phase.data, room.now, shown=form.shown.data)
