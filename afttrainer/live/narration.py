"""Live door of the presenter's narration."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _

from afttrainer import clock
from afttrainer.forms.narration import LineForm, NarratesForm, NarrationForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import NarrationLine, QueuedClip, narration
from afttrainer.models.refusal import Refused

#: Nobody thinks longer than this over one line; what claims to be older is a clock gone wrong.
WRITTEN_WITHIN = timedelta(minutes=10)


@command("narration.add", NarrationForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def add(room: Room, form: NarrationForm) -> None:
    named = form.clip.data
    clip = _clip(room) if named is None else QueuedClip.found(room.supervision, named)
    NarrationLine.add(room.me, clip, form.words.data or "", _begun(room, form), room.now)


@command("narration.remove", LineForm, by=By.ANYONE, judged=Judged.WHENEVER)
def remove(room: Room, form: LineForm) -> None:
    NarrationLine.remove(room.me, form.line.data or 0)


@command("narration.switch", NarratesForm, by=By.PRESENTER, judged=Judged.WHENEVER)
def switch(room: Room, form: NarratesForm) -> None:
    narration.switch(room.me, _clip(room), on=form.on.data)


def _clip(room: Room) -> QueuedClip:
    """The presenter's: without a clip there would be no presenter to send this."""
    if room.supervision.clip is None:
        raise Refused(_("There is no film to speak of yet."))
    return room.supervision.clip


def _begun(room: Room, form: NarrationForm) -> datetime:
    """When the line was begun: by then the film was at what it speaks of."""
    try:
        begun = clock.from_ms(form.begun.data or 0)
    except (TypeError, ValueError, OverflowError, OSError):
        return room.touched_at
    sent = room.touched_at
    return begun if sent - WRITTEN_WITHIN <= begun <= sent else sent
