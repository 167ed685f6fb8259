"""Pieces of a screen that are drawn alone where nothing else on it looks different.

Most taps change one small thing. Drawing the whole fragment for it would take most of the server's
time in a full room. A piece is an element with an id, drawn from the same template as in the page
(rule 6). It is right only for a screen that has seen all that came before it, so a push says after
which revision it may be drawn; to any other screen it is a gap (rule 7).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from flask import render_template
from sqlalchemy.orm import object_session

from afttrainer.content import codes
from afttrainer.models import Participant, SupervisionSession, exercises, pathway
from afttrainer.models.revision import (
    EVERYONE,
    OWN_MARKS,
    PATHWAY,
    SUPERVISOR,
    WALL,
    Change,
    participant_id,
)
from afttrainer.models.tag import own_marks
from afttrainer.models.visibility import Entry, Reader, may_read

E = TypeVar("E", bound=Entry)
Readable = Callable[[Iterable[E]], list[E]]

#: What stands on a shared screen may be read by whoever can see it.
SHARED_READERS = {
    SUPERVISOR: Reader(None, supervises=True),
    WALL: Reader(None),
    EVERYONE: Reader(None),
}
_PATHWAY = {
    SUPERVISOR: "pathway/_supervisor.html",
    WALL: "pathway/_wall.html",
    EVERYONE: "pathway/_everyone.html",
}


def readable_to(reader: Reader) -> Readable[E]:
    """The only way in which a template gets at what people entered."""

    def readable(entries: Iterable[E]) -> list[E]:
        return [entry for entry in entries if may_read(reader, entry)]

    return readable


def only_piece(changes: Sequence[Change], revision: float) -> str | None:
    """The piece that `changes` are all in; None where the audience's screen, now at `revision`,
    may differ elsewhere too: by them, or by what another worker has written in between."""
    named = {change.piece for change in changes}
    numbers = sorted(change.revision or 0 for change in changes)
    if len(named) != 1 or numbers != [revision - back for back in reversed(range(len(changes)))]:
        return None
    return named.pop()


def draw(piece: str, supervision: SupervisionSession, audience: str) -> str:
    """Raises LookupError for a piece that this audience's screen has not."""
    return _DRAWN[piece](supervision, audience)


def _pathway(supervision: SupervisionSession, audience: str) -> str:
    return render_template(
        _PATHWAY[audience],
        exercise=exercises.at_work(supervision),
        hold=supervision.hold,
        pathway=pathway,
        codes=codes,
        readable=readable_to(SHARED_READERS[audience]),
    )


def _own_marks(supervision: SupervisionSession, audience: str) -> str:
    session = object_session(supervision)
    me = session.get(Participant, participant_id(audience)) if session else None
    if me is None or me.supervision_id != supervision.id or supervision.clip is None:
        raise LookupError(audience)
    return render_template(
        "tag/_own.html",
        me=me,
        clip=supervision.clip,
        own_marks=own_marks,
        readable=readable_to(Reader(me.id)),
    )


_DRAWN: dict[str, Callable[[SupervisionSession, str], str]] = {
    PATHWAY: _pathway,
    OWN_MARKS: _own_marks,
}
