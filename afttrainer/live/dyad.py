"""Live door of the pairs."""

from __future__ import annotations

from afttrainer.forms.exercise import ExerciseForm
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import dyad


@command("dyad.pair_anew", ExerciseForm, by=By.SUPERVISOR, judged=Judged.NOW)
def pair_anew(room: Room, form: ExerciseForm) -> None:
    dyad.pair_anew(room.me, exercise_of(room, form))


@command("dyad.sit_out", ExerciseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def sit_out(room: Room, form: ExerciseForm) -> None:
    dyad.sit_out(room.me, exercise_of(room, form))


@command("dyad.come_in", ExerciseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def come_in(room: Room, form: ExerciseForm) -> None:
    dyad.come_in(room.me, exercise_of(room, form))
