"""Live door of suggestions that wait until the presenter asks."""

from __future__ import annotations

from afttrainer.forms.advice import AskForm, ChangeAdviceForm, OneAdviceForm, ParkForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import ParkedAdvice, QueuedClip


@command("advice.park", ParkForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def park(room: Room, form: ParkForm) -> None:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    ParkedAdvice.park(room.me, clip, form.words.data or "", room.now)


@command("advice.change", ChangeAdviceForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def change(room: Room, form: ChangeAdviceForm) -> None:
    ParkedAdvice.own(room.me, form.advice.data or 0).change(form.words.data or "")


@command("advice.take_back", OneAdviceForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, form: OneAdviceForm) -> None:
    ParkedAdvice.own(room.me, form.advice.data or 0).take_back()


# The verb looks whose film it is: the room may be at another's by now.
@command("advice.ask", AskForm, by=By.ANYONE, judged=Judged.WHENEVER)
def ask(room: Room, form: AskForm) -> None:
    ParkedAdvice.ask(room.me, QueuedClip.found(room.supervision, form.clip.data or 0), room.now)
