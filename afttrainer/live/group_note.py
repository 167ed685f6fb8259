"""Live door of the group's notes."""

from __future__ import annotations

from afttrainer.forms.group_note import ChangeGroupNoteForm, GroupNoteForm, OneGroupNoteForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import GroupNote


@command("group_note.add", GroupNoteForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def add(room: Room, form: GroupNoteForm) -> None:
    GroupNote.add(room.me, form.words.data or "", room.now)


@command("group_note.change", ChangeGroupNoteForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def change(room: Room, form: ChangeGroupNoteForm) -> None:
    GroupNote.own(room.me, form.line.data or 0).change(form.words.data or "", room.now)


@command("group_note.take_back", OneGroupNoteForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, form: OneGroupNoteForm) -> None:
    GroupNote.own(room.me, form.line.data or 0).take_back()
