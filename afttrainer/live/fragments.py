"""What one audience sees: the same fragment in the page and in the push (rule 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app, render_template
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content import codes
from afttrainer.live import film_state, stop_pass, unsaved_stops
from afttrainer.live.prompts import prompt_of
from afttrainer.live.strip import strip_of
from afttrainer.models import (
    Participant,
    SupervisionSession,
    exercises,
    hold,
    pathway,
    pulse,
    replan,
    reveal,
    rotation,
    strain,
)
from afttrainer.models.follow_up import last_time
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL
from afttrainer.models.suggestion import suggestions
from afttrainer.models.visibility import (
    Entry,
    NotedTag,
    Reader,
    may_read,
    may_read_note,
    reader_for,
)

E = TypeVar("E", bound=Entry)

TEMPLATES = {
    SUPERVISOR: "room/_supervisor.html",
    WALL: "room/_wall.html",
    EVERYONE: "room/_everyone.html",
}
MINE = "room/_mine.html"
#: What fragments ask of the room beside the nouns' own properties.
ASKED = {
    "directions_of": codes.DIRECTIONS_OF,
    "has_stop": hold.has_stop,
    "last_time": last_time,
    "suggestions": suggestions,
    "exercises": exercises,
    "pathway": pathway,
    "reveal": reveal,
    "rotation": rotation,
    "prompt_of": prompt_of,
    "pulse": pulse,
    "replan": replan,
    "six_ways": codes.FORMS_OF,
    "stop_pass": stop_pass.pass_for,
    "strain": strain,
    "strip_of": strip_of,
}
#: What stands on a shared screen may be read by whoever can see it.
SHARED_READERS = {
    SUPERVISOR: Reader(None, supervises=True),
    WALL: Reader(None),
    EVERYONE: Reader(None),
}


@dataclass(frozen=True)
class Fragment:
    audience: str
    revision: float
    html: str


def render(supervision: SupervisionSession, audience: str) -> Fragment:
    """The screen of `audience` as it is now. Raises LookupError for an audience of nobody here."""
    me = None if audience in TEMPLATES else participant_of(supervision, audience)
    html = render_template(TEMPLATES.get(audience, MINE), **context(supervision, audience, me))
    return Fragment(audience, supervision.revision_of(audience), html)


def participant_of(supervision: SupervisionSession, audience: str) -> Participant:
    """Whose own audience it is. Raises LookupError."""
    for participant in supervision.participants:
        if audience == f"participant:{participant.id}":
            return participant
    raise LookupError(audience)


def context(
    supervision: SupervisionSession, audience: str, me: Participant | None
) -> dict[str, Any]:
    """Names a fragment may use. `readable` is the only way it gets at what people entered."""
    unsaved_stops.show(supervision)
    clip = supervision.clip
    presenter = clip.presenter if clip else None
    reader = reader_for(me, presenter) if me else SHARED_READERS[audience]

    def readable(entries: Iterable[E]) -> list[E]:
        return [entry for entry in entries if may_read(reader, entry)]

    def note_of(tag: NotedTag) -> str:
        return str(tag.note) if may_read_note(reader, tag) else ""

    return {
        "supervision": supervision,
        "phase": supervision.phase,
        "clip": clip,
        "presenter": presenter,
        "playback": supervision.playback,
        "hold": supervision.hold,
        "film": film_state.state_of(supervision),
        "audience": audience,
        "me": me,
        "reader": reader,
        "readable": readable,
        "note_of": note_of,
        "now": clock.now(),
        "codes": codes,
        **ASKED,
        "scripts": current_app.extensions["scripts"],
    }


def load(session: Session, supervision_id: int) -> SupervisionSession | None:
    return session.get(SupervisionSession, supervision_id)
