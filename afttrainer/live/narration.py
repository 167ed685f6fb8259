"""Live door of the presenter's narration."""

from __future__ import annotations

from flask_babel import gettext as _

from afttrainer.forms.narration import ChangeLineForm, LineForm, NarratesForm, NarrationForm
from afttrainer.live.begun import begun_at
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import NarrationLine, QueuedClip, narration
from afttrainer.models.refusal import Refused


@command("narration.add", NarrationForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def add(room: Room, form: NarrationForm) -> None:
    named = form.clip.data
    clip = _clip(room) if named is None else QueuedClip.found(room.supervision, named)
    NarrationLine.add(
        room.me, clip, form.words.data or "", begun_at(room, form.begun.data), room.now
    )


@command("narration.change", ChangeLineForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def change(room: Room, form: ChangeLineForm) -> None:
    NarrationLine.own(room.me, form.line.data or 0).change(form.words.data or "")


@command("narration.remove", LineForm, by=By.ANYONE, judged=Judged.WHENEVER)
def remove(room: Room, form: LineForm) -> None:
    NarrationLine.own(room.me, form.line.data or 0).remove()


@command("narration.write_down", NarrationForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def write_down(room: Room, form: NarrationForm) -> None:
    named = form.clip.data
    clip = _clip(room) if named is None else QueuedClip.found(room.supervision, named)
    begun = begun_at(room, form.begun.data)
    NarrationLine.write_down(room.me, clip, form.words.data or "", begun, room.now)


@command("narration.switch", NarratesForm, by=By.PRESENTER, judged=Judged.WHENEVER)
def switch(room: Room, form: NarratesForm) -> None:
    narration.switch(room.me, _clip(room), on=form.on.data, now=room.now)


@command("narration.aloud", NarratesForm, by=By.PRESENTER, judged=Judged.WHENEVER)
def aloud(room: Room, form: NarratesForm) -> None:
    narration.say_aloud(room.me, _clip(room), on=form.on.data, now=room.now)


@command("narration.let_scribe", NarratesForm, by=By.PRESENTER, judged=Judged.WHENEVER)
def let_scribe(room: Room, form: NarratesForm) -> None:
    narration.let_scribe(room.me, _clip(room), on=form.on.data)


def _clip(room: Room) -> QueuedClip:
    """The presenter's: without a clip there would be no presenter to send this."""
    if room.supervision.clip is None:
        raise Refused(_("There is no film to speak of yet."))
    return room.supervision.clip
