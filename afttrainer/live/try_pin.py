"""Live door of moments marked in a try. What is tapped here moves nobody's screen but one's own
while the try lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from afttrainer.forms.try_pin import PinForm, PlacePinForm, SayPinForm
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import TryPin
from afttrainer.models.refusal import Refused


@command("try_pin.place", PlacePinForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def place(room: Room, form: PlacePinForm) -> Mapping[str, Any]:
    pin = TryPin.place(
        room.me,
        exercise_of(room, form),
        _touched_at(room, form),
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


def _touched_at(room: Room, form: PlacePinForm) -> datetime:
    """As for a mark on the film: by its own clock alone a device may be a minute off, so where it
    is in contact its arrival is the better guess; where it is not and its clock is out of all
    reason, there is none."""
    if room.offline and not room.knows_when:
        raise Refused(_("Nobody was trying just then, so there is nothing to mark."))
    return room.now if form.estimated.data and not room.offline else room.touched_at
