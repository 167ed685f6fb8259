"""Live door of the affect round."""

from __future__ import annotations

from afttrainer.forms.affect import AffectForm, AnswerForm, OnClipForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import AffectEntry, QueuedClip


@command("affect.save", AffectForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: AffectForm) -> None:
    clip = form.clip.data
    AffectEntry.say(
        room.me,
        room.now,
        feeling=form.own_feeling.data or form.feeling.data or "",
        place=form.own_place.data or form.place.data or "",
        words=form.words.data or "",
        clip=QueuedClip.found(room.supervision, clip) if clip is not None else None,
    )


@command("affect.take_back", OnClipForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, form: OnClipForm) -> None:
    AffectEntry.take_back(room.me, QueuedClip.found(room.supervision, form.clip.data or 0))


# The verb looks whose film it is: the room may be at another's by now.
@command("affect.answer", AnswerForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def answer(room: Room, form: AnswerForm) -> None:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    AffectEntry.found(clip, form.entry.data or 0).answer(room.me, form.resonance.data)
