"""Live door of the rupture as the group describes it."""

from __future__ import annotations

from afttrainer.forms.rupture import (
    DescribeForm,
    DifferForm,
    NothingForm,
    OneRuptureForm,
    RuptureForm,
)
from afttrainer.live.protocol import By, Room, command
from afttrainer.models import RuptureEvent, reveal


def _rupture(room: Room, form: OneRuptureForm) -> RuptureEvent:
    return RuptureEvent.found(room.supervision, form.rupture.data or 0)


@command("rupture.define", RuptureForm, by=By.SUPERVISOR)
def define(room: Room, form: RuptureForm) -> None:
    RuptureEvent.define(room.me, form.description, room.now)


@command("rupture.describe", DescribeForm, by=By.SUPERVISOR)
def describe(room: Room, form: DescribeForm) -> None:
    _rupture(room, form).describe(room.me, form.description)


@command("rupture.show", OneRuptureForm, by=By.SUPERVISOR)
def show(room: Room, form: OneRuptureForm) -> None:
    _rupture(room, form).show(room.me)


@command("rupture.hide", NothingForm, by=By.SUPERVISOR)
def hide(room: Room, _form: NothingForm) -> None:
    reveal.back_to_marks(room.me)


@command("rupture.replay", OneRuptureForm, by=By.SUPERVISOR)
def replay(room: Room, form: OneRuptureForm) -> None:
    room.must_be_said_now()
    reveal.replay_rupture(room.me, form.rupture.data or 0, room.now)


@command("rupture.see", OneRuptureForm, by=By.ANYONE)
def see(room: Room, form: OneRuptureForm) -> None:
    _rupture(room, form).see(room.me)


@command("rupture.differ", DifferForm, by=By.ANYONE)
def differ(room: Room, form: DifferForm) -> None:
    words = form.words.data or ""
    _rupture(room, form).see(room.me, form.family.data, form.direction.data, words)
