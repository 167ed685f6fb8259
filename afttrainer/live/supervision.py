"""Live door of the meeting itself: closing it."""

from __future__ import annotations

from afttrainer.forms.phase import CloseForm
from afttrainer.live.protocol import By, Judged, Room, command


@command("supervision.close", CloseForm, by=By.SUPERVISOR, judged=Judged.NOW)
def close(room: Room, form: CloseForm) -> None:
    room.supervision.close(room.now, without_checkout=form.without_checkout.data)
