"""Live door of the film: the supervisor drives."""

from __future__ import annotations

from flask_babel import gettext as _

from afttrainer.forms.playback import (
    PauseForm,
    PlayForm,
    RateForm,
    SeekForm,
    ShownForm,
    StepForm,
)
from afttrainer.live.protocol import By, Room, command
from afttrainer.models import Playback
from afttrainer.models.refusal import Refused


def _film(room: Room) -> Playback:
    """The player with the clip at work in it; before a clip is accepted there is none."""
    clip = room.supervision.clip
    if clip is None:
        raise Refused(_("No film is at work. Offer one to its presenter first."))
    clip.must_be_showable(room.now)
    return Playback.of(clip, room.now)


@command("playback.play", PlayForm, by=By.SUPERVISOR)
def play(room: Room, form: PlayForm) -> None:
    _film(room).play(room.now, based_on=form.revision.data)


@command("playback.pause", PauseForm, by=By.SUPERVISOR)
def pause(room: Room, _form: PauseForm) -> None:
    _film(room).pause(room.now)


@command("playback.seek", SeekForm, by=By.SUPERVISOR)
def seek(room: Room, form: SeekForm) -> None:
    _film(room).seek(room.now, form.to_ms.data or 0, based_on=form.revision.data)


@command("playback.rate", RateForm, by=By.SUPERVISOR)
def rate(room: Room, form: RateForm) -> None:
    _film(room).set_rate(room.now, form.rate.data or 0, based_on=form.revision.data)


@command("playback.step", StepForm, by=By.SUPERVISOR)
def step(room: Room, form: StepForm) -> None:
    _film(room).step(room.now, form.pictures.data or 0, based_on=form.revision.data)


@command("playback.companions", ShownForm, by=By.SUPERVISOR)
def companions(room: Room, form: ShownForm) -> None:
    _film(room).show(on_companions=form.on.data)


@command("playback.captions", ShownForm, by=By.SUPERVISOR)
def captions(room: Room, form: ShownForm) -> None:
    _film(room).show(captions=form.on.data)
