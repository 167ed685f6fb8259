"""Live door of the check-in."""

from __future__ import annotations

from afttrainer.forms.check_in import CheckInForm
from afttrainer.forms.parts import NobodyForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import CheckIn


@command("check_in.save", CheckInForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: CheckInForm) -> None:
    CheckIn.say(
        room.me,
        room.now,
        calm=form.calm.data,
        word=form.word.data,
        progress=form.progress.data,
        wish=form.wish.data,
    )


@command("check_in.take_back", NobodyForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, _form: NobodyForm) -> None:
    CheckIn.take_back(room.me)
