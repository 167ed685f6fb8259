"""Live door of the rupture as the group describes it."""

from __future__ import annotations

from afttrainer.content.codes import RuptureFace
from afttrainer.forms.rupture import (
    DescribeChildForm,
    DescribeForm,
    DifferForm,
    NothingForm,
    OneRuptureForm,
    OpenForm,
    RuptureForm,
    ShowForm,
)
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import RuptureEvent, attempt, child_rupture, exercises, reveal
from afttrainer.models.refusal import must_be_as_shown


def _rupture(room: Room, form: OneRuptureForm) -> RuptureEvent:
    return RuptureEvent.found(room.supervision, form.rupture.data or 0)


@command("rupture.define", RuptureForm, by=By.SUPERVISOR, judged=Judged.OWN_TIME)
def define(room: Room, form: RuptureForm) -> None:
    must_be_as_shown(form.shown.data, len(room.supervision.ruptures))
    RuptureEvent.define(room.me, form.description, room.now, on_wall=room.may_move_the_wall)


@command("rupture.open", OpenForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def open_from_try(room: Room, form: OpenForm) -> None:
    exercise = exercises.found(room.supervision, form.exercise.data or 0)
    tried = attempt.found(exercise, form.attempt.data or 0)
    child_rupture.open_from(room.me, tried, form.description, room.touched_at)


@command("rupture.take_back", OneRuptureForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, form: OneRuptureForm) -> None:
    child_rupture.take_back(room.me, _rupture(room, form))


@command("rupture.describe_child", DescribeChildForm, by=By.SUPERVISOR, judged=Judged.OWN_TIME)
@command("rupture.describe", DescribeForm, by=By.SUPERVISOR, judged=Judged.OWN_TIME)
def describe(room: Room, form: DescribeForm | DescribeChildForm) -> None:
    rupture = _rupture(room, form)
    must_be_as_shown(form.shown.data, rupture.described_as)
    rupture.describe(room.me, form.description, on_wall=room.may_move_the_wall)


@command("rupture.show", ShowForm, by=By.SUPERVISOR, judged=Judged.NOW)
def show(room: Room, form: ShowForm) -> None:
    _rupture(room, form).show(room.me, form.face.data or RuptureFace.AGREED)


@command("rupture.hide", NothingForm, by=By.SUPERVISOR, judged=Judged.NOW)
def hide(room: Room, _form: NothingForm) -> None:
    reveal.back_to_marks(room.me)


@command("rupture.replay", OneRuptureForm, by=By.SUPERVISOR, judged=Judged.NOW)
def replay(room: Room, form: OneRuptureForm) -> None:
    reveal.replay_rupture(room.me, form.rupture.data or 0, room.now)


@command("rupture.see", OneRuptureForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def see(room: Room, form: OneRuptureForm) -> None:
    _rupture(room, form).see(room.me)


@command("rupture.differ", DifferForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def differ(room: Room, form: DifferForm) -> None:
    words = form.words.data or ""
    _rupture(room, form).see(room.me, form.family.data, form.direction.data, words)
