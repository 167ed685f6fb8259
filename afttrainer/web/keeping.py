"""How a page's form is kept: whole, or with what was typed and the reason beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from afttrainer.extensions import write
from afttrainer.forms.base import RoomForm
from afttrainer.live.audiences import push
from afttrainer.models import SupervisionSession
from afttrainer.models.refusal import Refused
from afttrainer.writing import Action

T = TypeVar("T")
#: Whose screens of which rooms are to be drawn again.
Touched = dict[int, frozenset[str]]


class Mistaken(Exception):
    """The form is to be shown again; its fields say why."""


def keep(form: RoomForm, action: Action[T]) -> T:
    """Validate and write. Raises Mistaken where the form, or the rules behind it, want another
    entry; a refusal that no entry would change goes on as it is."""
    if not form.validate():
        raise Mistaken
    try:
        return write(action)
    except Refused as no:
        if no.status != 422:
            raise
        for name, words in no.fields.items():
            if name in form:
                form[name].errors = [*form[name].errors, *words]
        if not any(name in form for name in no.fields):
            form.form_errors.append(str(no))
        raise Mistaken from no


def touched(rooms: Iterable[SupervisionSession | None]) -> Touched:
    """What an action has changed on screens, as plain data to take out of the transaction."""
    return {room.id: frozenset(room.touched) for room in rooms if room is not None and room.touched}


def push_all(changed: Touched) -> None:
    for supervision_id, audiences in changed.items():
        push(supervision_id, audiences)


def change(action: Action[Touched]) -> None:
    """Write what has no form, and have the rooms drawn again that it touches."""
    push_all(write(action))
