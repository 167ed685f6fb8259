"""Live door of the ratings; after the meeting the record page has the other one."""

from __future__ import annotations

from afttrainer.forms.rating import RatingForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Rating


@command("rating.save", RatingForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: RatingForm) -> None:
    Rating.say(
        room.me,
        room.now,
        cohesion=form.answers("cohesion"),
        alliance=form.answers("alliance"),
        single=form.single,
    )
