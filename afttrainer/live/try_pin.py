"""Live door of moments marked in a try. What is tapped here moves nobody's screen but one's own
while the try lasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from afttrainer.forms.try_pin import PinForm, PlacePinForm, SayPinForm
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.live.touch import touched_at
from afttrainer.models import TryPin

NOBODY_TRIED: Final = _l("Nobody was trying just then, so there is nothing to mark.")


@command("try_pin.place", PlacePinForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def place(room: Room, form: PlacePinForm) -> Mapping[str, Any]:
    pin = TryPin.place(
        room.me,
        exercise_of(room, form),
        touched_at(room, estimated=form.estimated.data, unknown=NOBODY_TRIED),
        room.now,
        shown=form.shown.data,
        name=form.client_uuid.data or None,
    )
    room.session.flush()
    return {"pin": pin.id, "try_ms": pin.try_ms}


@command("try_pin.say", SayPinForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say(room: Room, form: SayPinForm) -> None:
    told = form.told.data
    TryPin.own(room.me, form.pin.data or "").say(
        what=form.what.data,
        word=(form.word.data or "") if form.word.raw_data else None,
        is_told=None if told is None else bool(told),
    )


@command("try_pin.undo", PinForm, by=By.ANYONE, judged=Judged.WHENEVER)
def undo(room: Room, form: PinForm) -> None:
    TryPin.own(room.me, form.pin.data or "").take_away()
