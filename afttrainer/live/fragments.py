"""What one audience sees: the same fragment in the page and in the push (rule 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, object_session, selectinload

from afttrainer import clock
from afttrainer.content import codes
from afttrainer.forms.second_look import SEEN
from afttrainer.live import film_state, prompts, stop_pass, unsaved_stops
from afttrainer.live.mark_words import words_of
from afttrainer.live.pieces import SHARED_READERS, readable_to
from afttrainer.live.prompts import prompt_of
from afttrainer.live.protocol import moving_commands
from afttrainer.live.strip import strip_of
from afttrainer.models import (
    Distress,
    Observation,
    ParsedMoment,
    Participant,
    Phase,
    RuptureEvent,
    SupervisionSession,
    advice,
    agreement,
    case_history,
    comment,
    coverage_note,
    dyad,
    exercises,
    glance,
    group_word,
    hold,
    home_practice,
    lead,
    lesson,
    narration,
    noticing,
    pathway,
    poll,
    pulse,
    replan,
    reveal,
    rotation,
    safety,
    scribe,
    second_look,
    skipped,
    strain,
)
from afttrainer.models.film_moment import in_film_order, own_moments
from afttrainer.models.follow_up import last_time
from afttrainer.models.mark_step import changes, own_steps
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL
from afttrainer.models.suggestion import suggestions
from afttrainer.models.tag import own_marks
from afttrainer.models.try_pin import along, own_pins
from afttrainer.models.visibility import (
    NotedTag,
    may_read_note,
    reader_for,
)
from afttrainer.models.wall import readiness

TEMPLATES = {
    SUPERVISOR: "room/_supervisor.html",
    WALL: "room/_wall.html",
    EVERYONE: "room/_everyone.html",
}
MINE = "room/_mine.html"
#: What fragments ask of the room beside the nouns' own properties.
ASKED = {
    "agreement": agreement,
    "advice": advice,
    "case_history": case_history,
    "changes": changes,
    "comment": comment,
    "coverage_note": coverage_note,
    "in_film_order": in_film_order,
    "along": along,
    "own_moments": own_moments,
    "own_pins": own_pins,
    "own_steps": own_steps,
    "mark_words": words_of,
    "narration": narration,
    "noticing": noticing,
    "plays": hold.plays,
    "directions_of": codes.DIRECTIONS_OF,
    "glance": glance,
    "group_word": group_word,
    "has_stop": hold.has_stop,
    "skipped": skipped,
    "home_practice": home_practice,
    "last_time": last_time,
    "lead": lead,
    "lesson": lesson,
    "moving_commands": moving_commands,
    "next_rupture": RuptureEvent.next_number,
    "suggestions": suggestions,
    "own_marks": own_marks,
    "distress_of": Distress.of,
    "dyad": dyad,
    "exercises": exercises,
    "observed_by": Observation.of,
    "parsed_of": ParsedMoment.of,
    "prompts": prompts,
    "pathway": pathway,
    "poll": poll,
    "reveal": reveal,
    "readiness": readiness,
    "rotation": rotation,
    "second_look": second_look,
    "safety": safety,
    "scribe": scribe,
    "prompt_of": prompt_of,
    "pulse": pulse,
    "replan": replan,
    "six_ways": codes.FORMS_OF,
    "ways_to_see": SEEN,
    "stop_pass": stop_pass.pass_for,
    "strain": strain,
    "strip_of": strip_of,
}


_OF_EACH = (
    select(SupervisionSession)
    .where(SupervisionSession.id == bindparam("room"))
    .options(
        selectinload(SupervisionSession.participants).selectinload(Participant.connections),
        selectinload(SupervisionSession.phases).selectinload(Phase.visits),
    )
)


@dataclass(frozen=True)
class Fragment:
    audience: str
    revision: float
    html: str


def render(supervision: SupervisionSession, audience: str) -> Fragment:
    """The screen of `audience` as it is now. Raises LookupError for an audience of nobody here."""
    me = None if audience in TEMPLATES else participant_of(supervision, audience)
    if audience == SUPERVISOR:
        _read_together(supervision)
    # Read before what is drawn: what is written meanwhile is news again, and not overlooked.
    revision = supervision.revision_of(audience)
    html = render_template(TEMPLATES.get(audience, MINE), **context(supervision, audience, me))
    return Fragment(audience, revision, html)


def _read_together(supervision: SupervisionSession) -> None:
    """What the console tells of each person and each part, in four statements and not in fifty."""
    if (session := object_session(supervision)) is not None:
        session.scalars(_OF_EACH, {"room": supervision.id}).one()


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

    def note_of(tag: NotedTag) -> str:
        return str(tag.note) if may_read_note(reader, tag) else ""

    settings = current_app.extensions["settings"]
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
        "readable": readable_to(reader),
        "note_of": note_of,
        "now": clock.now(),
        "codes": codes,
        **ASKED,
        "scripts": current_app.extensions["scripts"],
        "site_help": settings.site_help,
        "seen_at_least_percent": settings.seen_at_least_percent,
    }


def load(session: Session, supervision_id: int) -> SupervisionSession | None:
    return session.get(SupervisionSession, supervision_id)
