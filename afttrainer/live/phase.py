"""Live door of the plan: the supervisor moves the room and its minutes."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from afttrainer.content.codes import ScriptType
from afttrainer.content.scripts import ScriptShelf
from afttrainer.forms.phase import (
    BeginPracticeForm,
    ExtendForm,
    MoveForm,
    RePlanForm,
    ScriptForm,
    ShownForm,
    StretchForm,
)
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Phase, lead, replan
from afttrainer.models.refusal import Refused


@command("phase.move", MoveForm, by=By.SUPERVISOR, judged=Judged.NOW)
def move(room: Room, form: MoveForm) -> None:
    room.supervision.move_to(form.phase.data or 0, room.now, shown=form.shown.data)


@command("phase.introduce", ShownForm, by=By.SUPERVISOR, judged=Judged.NOW)
def introduce(room: Room, form: ShownForm) -> None:
    room.supervision.introduce(room.now, shown=form.shown.data)


@command("phase.stretch", StretchForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def stretch(room: Room, form: StretchForm) -> None:
    lead.must_have(room.me)
    _phase(room, form.phase.data).stretch(form.minutes.data or 0, sure=form.sure.data)


@command("phase.replan", RePlanForm, by=By.SUPERVISOR, judged=Judged.NOW)
def take_replan(room: Room, form: RePlanForm) -> None:
    replan.take(room.supervision, replan.Way(form.way.data or ""), form.minutes.data or 0, room.now)


@command("phase.extend", ExtendForm, by=By.SUPERVISOR, judged=Judged.NOW)
def extend(room: Room, form: ExtendForm) -> None:
    replan.extend(room.supervision, form.minutes.data or 0)


@command("phase.choose_script", ScriptForm, by=By.SUPERVISOR, judged=Judged.NOW)
def choose_script(room: Room, form: ScriptForm) -> None:
    script = _shelf().get(form.script.data or "")
    if script is None or script.type is not ScriptType.MINDFULNESS_INDUCTION:
        raise Refused(_("That script is not on the shelf."))
    _phase(room, form.phase.data).choose_script(script.key)


@command("phase.begin_practice", BeginPracticeForm, by=By.SUPERVISOR, judged=Judged.NOW)
def begin_practice(room: Room, form: BeginPracticeForm) -> None:
    phase = _phase(room, form.phase.data)
    script = phase.induction(_shelf())
    phase.begin_practice(room.now, script.key if script else None)


def _phase(room: Room, phase_id: int | None) -> Phase:
    phase = next((p for p in room.supervision.phases if p.id == phase_id), None)
    if phase is None:
        raise Refused(_("That part is not in this plan."))
    return phase


def _shelf() -> ScriptShelf:
    shelf: ScriptShelf = current_app.extensions["scripts"]
    return shelf
