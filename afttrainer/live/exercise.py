"""Live door of an exercise: offered by the supervisor, agreed to by the presenter."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from afttrainer.content.codes import ExerciseType, ScriptType, Seat
from afttrainer.content.scripts import Script, TwoChair
from afttrainer.forms.exercise import (
    DistressForm,
    EndForm,
    ExerciseForm,
    ParseForm,
    PlanForm,
    PromptForm,
    SwitchForm,
)
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Distress, Exercise, ParsedMoment, exercise_rest
from afttrainer.models.exercises import at_work, found
from afttrainer.models.refusal import Refused, must_be_as_shown


def exercise_of(room: Room, form: ExerciseForm) -> Exercise:
    return found(room.supervision, form.exercise.data or 0)


def _script(key: str | None) -> Script:
    """From the shelf, of a kind that can be run live."""
    script: Script | None = current_app.extensions["scripts"].get(key or "")
    if script is None or script.type is ScriptType.MINDFULNESS_INDUCTION:
        words = _("This exercise is not on the shelf. Please choose another.")
        raise Refused(words, fields={"script": [words]}, status=422)
    return script


def _type(script: Script) -> ExerciseType:
    return ExerciseType(script.type.value)


@command("exercise.plan", PlanForm, by=By.SUPERVISOR, judged=Judged.NOW)
def plan(room: Room, form: PlanForm) -> None:
    script = _script(form.script.data)
    before = at_work(room.supervision)
    must_be_as_shown(form.shown.data, before and before.id)
    Exercise.plan(room.me, form.rupture.data, _type(script), script.key, script.component)


@command("exercise.agree", ExerciseForm, by=By.ANYONE, judged=Judged.NOW)
def agree(room: Room, form: ExerciseForm) -> None:
    exercise_of(room, form).agree(room.me, room.now)


@command("exercise.leave", ExerciseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def leave(room: Room, form: ExerciseForm) -> None:
    exercise_of(room, form).leave(room.me, room.now)


@command("exercise.begin", ExerciseForm, by=By.SUPERVISOR, judged=Judged.NOW)
def begin(room: Room, form: ExerciseForm) -> None:
    exercise = exercise_of(room, form)
    script = current_app.extensions["scripts"].get(exercise.script_key or "")
    seat = script.starting_seat if isinstance(script, TwoChair) else Seat.SELF
    exercise.begin(room.me, room.now, seat)


@command("exercise.rest", ExerciseForm, by=By.SUPERVISOR, judged=Judged.NOW)
def rest(room: Room, form: ExerciseForm) -> None:
    exercise_rest.begin(exercise_of(room, form), room.me, room.now)


@command("exercise.go_on", ExerciseForm, by=By.SUPERVISOR, judged=Judged.NOW)
def go_on(room: Room, form: ExerciseForm) -> None:
    exercise_rest.end(exercise_of(room, form), room.me, room.now)


@command("exercise.end", EndForm, by=By.SUPERVISOR, judged=Judged.NOW)
def end(room: Room, form: EndForm) -> None:
    exercise = exercise_of(room, form)
    must_be_as_shown(form.shown.data, exercise.status.value)
    exercise.end(room.me, room.now)


@command("exercise.switch", SwitchForm, by=By.SUPERVISOR, judged=Judged.NOW)
def switch(room: Room, form: SwitchForm) -> None:
    script = _script(form.script.data)
    exercise = exercise_of(room, form)
    exercise.switch(room.me, room.now, _type(script), script.key, script.component)


@command("exercise.prompt", PromptForm, by=By.SUPERVISOR, judged=Judged.NOW)
def prompt(room: Room, form: PromptForm) -> None:
    exercise = exercise_of(room, form)
    script: Script | None = current_app.extensions["scripts"].get(exercise.script_key or "")
    steps = {step.key for step in script.steps} if script else set()
    if form.step.data and form.step.data not in steps:
        raise Refused(_("This step is not in the script any more."))
    exercise.show_prompt(room.me, form.step.data or None, room.now)


@command("exercise.step_out", ExerciseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def step_out(room: Room, form: ExerciseForm) -> None:
    exercise_of(room, form).step_out(room.me, room.now)


@command("distress.say", DistressForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def distress(room: Room, form: DistressForm) -> None:
    Distress.say(room.me, exercise_of(room, form), form.level.data, room.now)


@command("parsed_moment.save", ParseForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def parse(room: Room, form: ParseForm) -> None:
    ParsedMoment.say(room.me, exercise_of(room, form), room.now, **form.boxes)
