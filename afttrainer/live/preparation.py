"""Live door of the preparation: a presenter may still change it in the room."""

from __future__ import annotations

from afttrainer.forms.preparation import PreparationForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Preparation, QueuedClip


@command("preparation.save", PreparationForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: PreparationForm) -> None:
    Preparation.say(
        room.me.membership,
        QueuedClip.found(room.supervision, form.clip.data or 0),
        room.now,
        wish=form.wish.data,
        feared=form.feared.data,
        stretch=form.stretch.data,
        wish_for_group=form.wish_for_group.data,
    )
