"""Live door of the debrief. Passing needs no door: the form is put aside on the device alone."""

from __future__ import annotations

from afttrainer.forms.debrief import DebriefForm
from afttrainer.forms.parts import NobodyForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Debrief


@command("debrief.save", DebriefForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: DebriefForm) -> None:
    Debrief.say(room.me, room.now, words=form.words.data or "", to_use=form.to_use.data or "")


@command("debrief.take_back", NobodyForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, _form: NobodyForm) -> None:
    Debrief.take_back(room.me)
