"""Live door of the strain signal."""

from __future__ import annotations

from afttrainer.forms.strain import OneStrainForm, StrainForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import StrainSignal, strain


@command("strain.signal", StrainForm, by=By.ANYONE, judged=Judged.OWN_TIME, traceless=True)
def signal(room: Room, form: StrainForm) -> None:
    StrainSignal.signal(
        room.me, room.now, dyad=form.dyad.data, words=form.words.data, **form.reader
    )


@command("strain.take_back", OneStrainForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, form: OneStrainForm) -> None:
    strain.found(room.me, form.strain.data or 0).take_back(room.me, room.now)


@command("strain.attend", OneStrainForm, by=By.ANYONE, judged=Judged.WHENEVER)
def attend(room: Room, form: OneStrainForm) -> None:
    strain.found(room.me, form.strain.data or 0).attend(room.me, room.now)
