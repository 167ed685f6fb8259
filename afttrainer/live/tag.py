"""Live door of the tag pad. What is tapped here moves nobody's screen but one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from afttrainer.forms.base import of_everyone
from afttrainer.forms.tag import MarkForm, PlaceForm, PutBackForm, SayForm, ShowTagForm, StepForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.live.touch import touched_at
from afttrainer.models import GroupWord, QueuedClip, RuptureTag
from afttrainer.models.put_back import put_back
from afttrainer.models.refusal import Refused

NOT_WATCHED: Final = _l("Marks are set while the film is being watched.")


@command("tag.place", PlaceForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def place(room: Room, form: PlaceForm) -> Mapping[str, Any]:
    tag = RuptureTag.place(
        room.me,
        _clip(room, form),
        form.family.data,
        touched_at(room, estimated=form.estimated.data, unknown=NOT_WATCHED),
        room.now,
        reaction=form.reaction.data,
        film_ms=form.film_ms.data,
        is_estimate=room.offline or form.estimated.data or not room.knows_when,
        client_uuid=form.client_uuid.data or None,
    )
    room.session.flush()
    return {"tag": tag.id, "clip_ms": tag.clip_ms}


@command("tag.mark", MarkForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def mark(room: Room, form: MarkForm) -> Mapping[str, Any]:
    is_corrected = RuptureTag.own(room.me, form.tag.data or "").mark(
        family=form.family.data,
        direction=form.direction.data,
        marker=of_everyone(form.marker.data),
        reaction=of_everyone(form.reaction.data),
        group_word=GroupWord.chosen(room.supervision, form.marker.data or form.reaction.data),
        touched_at=room.touched_at,
        now=room.now,
        step=form.client_uuid.data or None,
    )
    return {"corrected": is_corrected}


@command("tag.say", SayForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say(room: Room, form: SayForm) -> None:
    RuptureTag.own(room.me, form.tag.data or "").say(
        intensity=form.intensity.data,
        note=form.note.data or "",
        note_visibility=form.note_visibility.data,
        end_ms=form.end.data,
        noticed=form.noticed.data,
        now=room.now,
    )


@command("tag.show", ShowTagForm, by=By.ANYONE, judged=Judged.WHENEVER)
def show(room: Room, form: ShowTagForm) -> None:
    RuptureTag.own(room.me, form.tag.data or "").show(form.visibility.data, room.now)


@command("tag.undo", StepForm, by=By.ANYONE, judged=Judged.WHENEVER)
def undo(room: Room, form: StepForm) -> None:
    mark = RuptureTag.own(room.me, form.tag.data or "")
    mark.undo(room.now, form.client_uuid.data or None)


@command("tag.put_back", PutBackForm, by=By.ANYONE, judged=Judged.WHENEVER)
def back(room: Room, form: PutBackForm) -> Mapping[str, Any]:
    name, of = form.tag.data or "", form.of.data or None
    step = form.client_uuid.data or None
    return {"changed": put_back(room.me, name, room.now, of=of, step=step)}


def _clip(room: Room, form: PlaceForm) -> QueuedClip:
    if form.clip.data is not None:
        return QueuedClip.found(room.supervision, form.clip.data)
    if room.supervision.clip is None:
        raise Refused(str(NOT_WATCHED))
    return room.supervision.clip
