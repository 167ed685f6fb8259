"""Live door of the turns of a rotating role play."""

from __future__ import annotations

from afttrainer.forms.exercise import (
    AddTurnForm,
    DifficultyForm,
    EarlierForm,
    ExerciseForm,
    TurnForm,
)
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import turns
from afttrainer.models.refusal import must_be_as_shown
from afttrainer.models.rotation import order_of


@command("rotation.add", AddTurnForm, by=By.SUPERVISOR, judged=Judged.NOW)
def add(room: Room, form: AddTurnForm) -> None:
    who = form.participant.data or 0
    must_be_as_shown(form.shown.data, order_of(exercise_of(room, form)))
    turns.add_turn(room.me, exercise_of(room, form), who, room.now)


@command("rotation.move", EarlierForm, by=By.SUPERVISOR, judged=Judged.NOW)
def move(room: Room, form: EarlierForm) -> None:
    must_be_as_shown(form.shown.data, order_of(exercise_of(room, form)))
    slot, earlier = form.slot.data or 0, bool(form.earlier.data)
    turns.move_turn(room.me, exercise_of(room, form), slot, earlier=earlier)


@command("rotation.remove", TurnForm, by=By.SUPERVISOR, judged=Judged.NOW)
def remove(room: Room, form: TurnForm) -> None:
    turns.remove_turn(room.me, exercise_of(room, form), form.slot.data or 0)


@command("rotation.finish", TurnForm, by=By.ANYONE, judged=Judged.WHENEVER)
def finish(room: Room, form: TurnForm) -> None:
    turns.finish_turn(room.me, exercise_of(room, form), form.slot.data or 0, room.now)


@command("rotation.pass", TurnForm, by=By.ANYONE, judged=Judged.WHENEVER)
def let_go_by(room: Room, form: TurnForm) -> None:
    turns.pass_turn(room.me, exercise_of(room, form), form.slot.data or 0, room.now)


@command("rotation.come_back", ExerciseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def come_back(room: Room, form: ExerciseForm) -> None:
    turns.come_back(room.me, exercise_of(room, form), room.now)


@command("rotation.ask_for", DifficultyForm, by=By.ANYONE, judged=Judged.WHENEVER)
def ask_for(room: Room, form: DifficultyForm) -> None:
    slot, difficulty = form.slot.data or 0, form.difficulty.data
    turns.ask_for(room.me, exercise_of(room, form), slot, difficulty)
