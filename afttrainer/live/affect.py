"""Live door of the affect round."""

from __future__ import annotations

from afttrainer.forms.affect import AffectForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import AffectEntry, QueuedClip


@command("affect.save", AffectForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: AffectForm) -> None:
    clip = form.clip.data
    AffectEntry.say(
        room.me,
        room.now,
        feeling=form.own_feeling.data or form.feeling.data or "",
        place=form.own_place.data or form.place.data or "",
        words=form.words.data or "",
        clip=QueuedClip.found(room.supervision, clip) if clip is not None else None,
    )
