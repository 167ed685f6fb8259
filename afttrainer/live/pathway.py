"""Live door of the pathway board: where the two of them are, as one who leads or writes sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from afttrainer.forms.exercise import PathwayForm, PathwayKindForm, PathwayTapForm
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import PathwayTap, pathway


@command("pathway.tap", PathwayForm, by=By.WRITER, judged=Judged.OWN_TIME)
def tap(room: Room, form: PathwayForm) -> Mapping[str, Any]:
    exercise, state = exercise_of(room, form), form.state.data
    made = PathwayTap.tap(room.me, exercise, state, room.touched_at, shown=form.shown.data)
    room.session.flush()
    return {"tap": made.id}


@command("pathway.kind", PathwayKindForm, by=By.WRITER, judged=Judged.OWN_TIME)
def say_kind(room: Room, form: PathwayKindForm) -> None:
    kind = form.mixed_kind.data or form.wish_kind.data
    pathway.say_kind(room.me, exercise_of(room, form), form.tap.data or 0, kind)


@command("pathway.undo", PathwayTapForm, by=By.WRITER, judged=Judged.WHENEVER)
def undo(room: Room, form: PathwayTapForm) -> None:
    pathway.undo(room.me, exercise_of(room, form), form.tap.data or 0)
