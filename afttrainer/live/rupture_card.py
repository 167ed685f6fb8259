"""Live door of what is said further of a rupture: its card's other sides, pins and pulls."""

from __future__ import annotations

from afttrainer.content.codes import RuptureFace, Visibility
from afttrainer.forms.base import of_everyone
from afttrainer.forms.rupture import OneRuptureForm, WeighForm
from afttrainer.forms.rupture_card import CycleForm, PinForm, PullForm, RepairForm, SidesForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import CyclePin, GroupWord, Pull, RuptureEvent
from afttrainer.models.refusal import must_be_as_shown

#: Of one who says more of it while another does, the second is told.
CardForm = SidesForm | CycleForm | RepairForm


def _rupture(room: Room, form: OneRuptureForm) -> RuptureEvent:
    return RuptureEvent.found(room.supervision, form.rupture.data or 0)


def _add(room: Room, form: CardForm, face: RuptureFace) -> None:
    rupture = _rupture(room, form)
    must_be_as_shown(form.shown.data, rupture.said_as(face))
    rupture.add(room.me, form.said, on_wall=room.may_move_the_wall)


@command("rupture.sides", SidesForm, by=By.SUPERVISOR, judged=Judged.OWN_TIME)
def sides(room: Room, form: SidesForm) -> None:
    _add(room, form, RuptureFace.SIDES)


@command("rupture.cycle", CycleForm, by=By.SUPERVISOR, judged=Judged.OWN_TIME)
def cycle(room: Room, form: CycleForm) -> None:
    _add(room, form, RuptureFace.CYCLE)


@command("rupture.repair", RepairForm, by=By.SUPERVISOR, judged=Judged.OWN_TIME)
def repair(room: Room, form: RepairForm) -> None:
    _add(room, form, RuptureFace.REPAIR)


@command("rupture.weigh", WeighForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def weigh(room: Room, form: WeighForm) -> None:
    _rupture(room, form).weigh(room.me, form.intensity.data)


@command("rupture.pin", PinForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def pin(room: Room, form: PinForm) -> None:
    CyclePin.put(room.me, _rupture(room, form), form.step.data, room.now)


@command("rupture.pull", PullForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def pull(room: Room, form: PullForm) -> None:
    Pull.say(
        room.me,
        _rupture(room, form),
        room.now,
        reaction=of_everyone(form.reaction.data),
        group_word=GroupWord.chosen(room.supervision, form.reaction.data),
        words=form.words.data or "",
        visibility=form.visibility.data or Visibility.PRIVATE,
        answers=form.answers.data,
    )
