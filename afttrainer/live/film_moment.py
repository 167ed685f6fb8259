"""Live door of what viewers notice besides ruptures. It moves nobody's screen but one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from afttrainer import clock
from afttrainer.forms.film_moment import (
    BackForm,
    BeginForm,
    FeltSenseForm,
    OneMomentForm,
    SampleForm,
    ShowForm,
    StatesForm,
    TwoLanesForm,
)
from afttrainer.live.begun import begun_at
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import (
    FeltSense,
    FilmMoment,
    LostContact,
    QueuedClip,
    RelatednessTrace,
    StateShift,
    TwoLaneNote,
)
from afttrainer.models.refusal import Refused


@command("state_shift.mark", BeginForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def shift(room: Room, form: BeginForm) -> Mapping[str, Any]:
    return _begin(StateShift, room, form)


@command("state_shift.say", StatesForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say_shift(room: Room, form: StatesForm) -> None:
    StateShift.own(room.me, form.moment.data or "").say(
        from_state=form.from_state.data or "", to_state=form.to_state.data or ""
    )


@command("contact.lost", BeginForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def lost(room: Room, form: BeginForm) -> Mapping[str, Any]:
    return _begin(LostContact, room, form)


@command("contact.back", BackForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def back(room: Room, form: BackForm) -> None:
    contact = LostContact.own(room.me, form.moment.data or "")
    contact.back(_film_ms(room, contact.queued_clip, form.film_ms.data))


@command("contact.not_back", OneMomentForm, by=By.ANYONE, judged=Judged.WHENEVER)
def not_back(room: Room, form: OneMomentForm) -> None:
    LostContact.own(room.me, form.moment.data or "").not_back()


@command("two_lanes.write", TwoLanesForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def write(room: Room, form: TwoLanesForm) -> None:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    said_ms = clip.film_ms_at(begun_at(room, form.said_begun.data))
    asked_ms = clip.film_ms_at(begun_at(room, form.asked_begun.data))
    name = form.moment.data
    note = (
        TwoLaneNote.own(room.me, name)
        if name
        else TwoLaneNote.begin(room.me, clip, min(said_ms, asked_ms), room.now)
    )
    note.write(
        said=form.said.data or "", asked=form.asked.data or "", said_ms=said_ms, asked_ms=asked_ms
    )


@command("felt_sense.say", FeltSenseForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def sense(room: Room, form: FeltSenseForm) -> None:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    name = form.moment.data
    felt = (
        FeltSense.own(room.me, name)
        if name
        else FeltSense.begin(room.me, clip, clip.film_ms_at(room.touched_at), room.now)
    )
    felt.say(
        body_place=form.body_place.data or "",
        quality=form.quality.data or "",
        word=form.word.data or "",
        finer_word=form.finer_word.data or "",
    )


@command("relatedness.sample", SampleForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def sample(room: Room, form: SampleForm) -> Mapping[str, Any]:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    samples = [_sample(text) for text in form.samples.data or ()]
    return {"kept": RelatednessTrace.sample(room.me, clip, samples, room.now)}


@command("moment.show", ShowForm, by=By.ANYONE, judged=Judged.WHENEVER)
def show(room: Room, form: ShowForm) -> None:
    FilmMoment.own(room.me, form.moment.data or "").show(form.visibility.data, room.now)


@command("moment.take_away", OneMomentForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_away(room: Room, form: OneMomentForm) -> None:
    FilmMoment.own(room.me, form.moment.data or "").take_away(room.now)


def _begin(kind: type[FilmMoment], room: Room, form: BeginForm) -> Mapping[str, Any]:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    clip_ms = _film_ms(room, clip, form.film_ms.data)
    moment = kind.begin(room.me, clip, clip_ms, room.now, name=form.client_uuid.data or None)
    room.session.flush()
    return {"moment": moment.id, "clip_ms": moment.clip_ms}


def _film_ms(room: Room, clip: QueuedClip, shown_ms: float | None) -> float:
    """What the viewer saw on their own screen, else the wall's time (rule 9)."""
    return clip.film_ms_at(room.touched_at) if shown_ms is None else shown_ms


def _sample(text: str) -> tuple[datetime, int]:
    instant, _colon, value = text.partition(":")
    try:
        return clock.from_ms(float(instant)), int(value)
    except (ValueError, OverflowError, OSError):
        raise Refused(_("The dial could not be read."), status=422) from None
