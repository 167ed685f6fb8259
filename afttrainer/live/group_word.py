"""Live door of a group's own words for what can be marked: added while a film is watched."""

from __future__ import annotations

from afttrainer.forms.group_word import ChangeGroupWordForm, GroupWordForm, OneGroupWordForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import GroupWord


@command("group_word.add", GroupWordForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def add(room: Room, form: GroupWordForm) -> None:
    GroupWord.add(room.me.membership, form.place.data, form.words.data or "", room.now)


@command("group_word.change", ChangeGroupWordForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def change(room: Room, form: ChangeGroupWordForm) -> None:
    _word(room, form).reword(room.me.membership, form.words.data or "", room.now)


@command("group_word.put_away", OneGroupWordForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def put_away(room: Room, form: OneGroupWordForm) -> None:
    _word(room, form).put_away(room.me.membership, room.now)


@command("group_word.offer_again", OneGroupWordForm, by=By.SUPERVISOR, judged=Judged.WHENEVER)
def offer_again(room: Room, form: OneGroupWordForm) -> None:
    _word(room, form).offer_again(room.me.membership)


def _word(room: Room, form: OneGroupWordForm) -> GroupWord:
    return GroupWord.of(room.supervision.group, form.group_word.data or 0)
