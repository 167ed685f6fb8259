"""Pieces of a screen that are drawn alone where nothing else on it looks different.

Most taps change one small thing. Drawing the whole fragment for it would take most of the server's
time in a full room. A piece is an element with an id, drawn from the same template as in the page
(rule 6), and by the write that changes it, which has all it needs at hand: its screens cost no
reading. It is right only for a screen that has seen all that came before it, so a push says after
which revision it may be drawn; to any other screen it is a gap (rule 7).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from flask import current_app

from afttrainer.content import codes
from afttrainer.models import RuptureTag, exercises, pathway
from afttrainer.models.pathway import Tapped
from afttrainer.models.revision import (
    EVERYONE,
    OWN_MARK,
    PATHWAY,
    SUPERVISOR,
    WALL,
    Change,
    participant_id,
)
from afttrainer.models.visibility import Entry, Reader, may_read

E = TypeVar("E", bound=Entry)
Readable = Callable[[Iterable[E]], list[E]]
#: Elements, each its `html` and, of what stands in a list, the names of the `item` and its `list`.
Drawn = Sequence[Mapping[str, str]]

#: What stands on a shared screen may be read by whoever can see it.
SHARED_READERS = {
    SUPERVISOR: Reader(None, supervises=True),
    WALL: Reader(None),
    EVERYONE: Reader(None),
}
_PATHWAY = {
    SUPERVISOR: "pathway/_board.html",
    WALL: "pathway/_wall.html",
    EVERYONE: "pathway/_everyone.html",
}


def readable_to(reader: Reader) -> Readable[E]:
    """The only way in which a template gets at what people entered."""

    def readable(entries: Iterable[E]) -> list[E]:
        return [entry for entry in entries if may_read(reader, entry)]

    return readable


def draw(touched: Mapping[str, Change]) -> None:
    """Inside the write: draw each piece that is all that has changed for its audience. What cannot
    be drawn so is left for its whole screen to be."""
    for audience, change in touched.items():
        if change.piece is not None:
            change.drawn = _DRAWN[change.piece.name](audience, change.piece.of)


def _pathway(audience: str, tapped: Tapped) -> Drawn | None:
    exercise = tapped.exercise
    room = exercise.supervision
    if exercises.at_work(room) is not exercise:
        return None
    html = _template(_PATHWAY[audience]).render(
        exercise=exercise,
        hold=room.hold,
        pathway=pathway,
        codes=codes,
        readable=readable_to(SHARED_READERS[audience]),
    )
    board = {"html": html}
    return [board, _step(tapped)] if audience == SUPERVISOR else [board]


def _step(tapped: Tapped) -> Mapping[str, str]:
    """In the way so far, which only who leads sees."""
    step = pathway.step(tapped.exercise, tapped.tap)
    html = "" if tapped.is_undone else _template("pathway/_step.html").module.row(step)
    return {"item": f"step-{step.tap}", "list": f"way-{tapped.exercise.id}", "html": str(html)}


def _own_mark(audience: str, tag: RuptureTag) -> Drawn | None:
    if not may_read(Reader(participant_id(audience)), tag):
        return None
    html = _template("tag/_own_mark.html").render(tag=tag)
    return [{"item": f"tag-{tag.id}", "list": f"own-tags-{tag.queued_clip_id}", "html": html}]


def _template(name: str) -> Any:
    """Without what pages have around them: that would take longer than the piece."""
    return current_app.jinja_env.get_template(name)


_DRAWN: dict[str, Callable[[str, Any], Drawn | None]] = {PATHWAY: _pathway, OWN_MARK: _own_mark}
