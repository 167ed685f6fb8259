"""Live door of looking again: the supervisor takes a moment up, each says a line and sees anew."""

from __future__ import annotations

from afttrainer.forms.reveal import ReplayForm
from afttrainer.forms.second_look import LineForm, OneLookForm, SeeForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import SecondLook


def _look(room: Room, form: OneLookForm) -> SecondLook:
    return SecondLook.found(room.supervision, form.look.data or 0)


@command("second_look.open", ReplayForm, by=By.SUPERVISOR, judged=Judged.NOW)
def open_it(room: Room, form: ReplayForm) -> None:
    start_ms = -1 if form.start.data is None else form.start.data
    SecondLook.open(room.me, form.clip.data or 0, start_ms, room.now)


@command("second_look.again", OneLookForm, by=By.SUPERVISOR, judged=Judged.NOW)
def again(room: Room, form: OneLookForm) -> None:
    _look(room, form).again(room.me, room.now)


@command("second_look.close", OneLookForm, by=By.SUPERVISOR, judged=Judged.NOW)
def close(room: Room, form: OneLookForm) -> None:
    _look(room, form).close(room.me)


@command("second_look.say", LineForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say(room: Room, form: LineForm) -> None:
    _look(room, form).say(room.me, form.line.data or "", room.now)


@command("second_look.see", SeeForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def see(room: Room, form: SeeForm) -> None:
    _look(room, form).see(room.me, *form.way, room.now)
