"""Live door of the film: the supervisor drives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from flask_babel import gettext as _

from afttrainer.forms.playback import (
    LoopForm,
    PauseForm,
    PlayForm,
    RateForm,
    SeekForm,
    ShownForm,
    StepForm,
)
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Playback
from afttrainer.models.refusal import Refused

#: On a line that is dead and calls itself connected a press waits for its way to the server.
PRESSED_WITHIN: Final = timedelta(seconds=10)


def _must_be_pressed_just_now(room: Room, form: PlayForm) -> None:
    """No film begins by itself when a line is back. Only a device that has compared its clock tells
    a round trip, and only of such a one is it known how long ago it was."""
    has_compared = form.round_trip_ms.data is not None
    if has_compared and room.now - room.touched_at > PRESSED_WITHIN:
        raise Refused(_("This was pressed a while ago. If it still fits, press it once more."))


def _film(room: Room) -> Playback:
    """The player with the clip at work in it; before a clip is accepted there is none."""
    clip = room.supervision.clip
    if clip is None:
        raise Refused(_("No film is at work. Offer one to its presenter first."))
    clip.must_be_showable(room.now)
    return Playback.of(clip, room.now)


def _now(playback: Playback) -> Mapping[str, Any]:
    """What the presser's next command is based on: they need not wait for the push."""
    return {"revision": playback.revision}


@command("playback.play", PlayForm, by=By.SUPERVISOR, judged=Judged.NOW)
def play(room: Room, form: PlayForm) -> Mapping[str, Any]:
    _must_be_pressed_just_now(room, form)
    film = _film(room)
    film.play(room.now, based_on=form.revision.data, round_trip_ms=form.round_trip_ms.data or 0)
    return _now(film)


@command("playback.pause", PauseForm, by=By.SUPERVISOR, judged=Judged.NOW)
def pause(room: Room, _form: PauseForm) -> Mapping[str, Any]:
    film = _film(room)
    film.pause(room.now)
    return _now(film)


@command("playback.seek", SeekForm, by=By.SUPERVISOR, judged=Judged.NOW)
def seek(room: Room, form: SeekForm) -> Mapping[str, Any]:
    _must_be_pressed_just_now(room, form)
    film = _film(room)
    film.seek(
        room.now,
        form.to_ms.data or 0,
        based_on=form.revision.data,
        round_trip_ms=form.round_trip_ms.data or 0,
    )
    return _now(film)


@command("playback.rate", RateForm, by=By.SUPERVISOR, judged=Judged.NOW)
def rate(room: Room, form: RateForm) -> Mapping[str, Any]:
    film = _film(room)
    film.set_rate(
        room.now,
        form.rate.data or 0,
        based_on=form.revision.data,
        round_trip_ms=form.round_trip_ms.data or 0,
    )
    return _now(film)


@command("playback.loop", LoopForm, by=By.SUPERVISOR, judged=Judged.NOW)
def loop(room: Room, form: LoopForm) -> Mapping[str, Any]:
    film = _film(room)
    film.go_round(room.now, form.on.data, based_on=form.revision.data)
    return _now(film)


@command("playback.step", StepForm, by=By.SUPERVISOR, judged=Judged.NOW)
def step(room: Room, form: StepForm) -> Mapping[str, Any]:
    film = _film(room)
    film.step(room.now, form.pictures.data or 0, based_on=form.revision.data)
    return _now(film)


@command("playback.companions", ShownForm, by=By.SUPERVISOR, judged=Judged.NOW)
def companions(room: Room, form: ShownForm) -> Mapping[str, Any]:
    film = _film(room)
    film.show(on_companions=form.on.data)
    return _now(film)


@command("playback.captions", ShownForm, by=By.SUPERVISOR, judged=Judged.NOW)
def captions(room: Room, form: ShownForm) -> Mapping[str, Any]:
    film = _film(room)
    film.show(captions=form.on.data)
    return _now(film)
