"""Ruptures, moments looked at again and what the marks came together to, as JSON.

Times are ms within the clip. Lines from a side, and pins, name nobody, as no screen does.
"""

from __future__ import annotations

from typing import Any

from afttrainer.content.codes import CELL_OF, CycleStep, Strategy
from afttrainer.models.group_word import GroupWord
from afttrainer.models.queue import QueuedClip
from afttrainer.models.recorded_rupture import RecordedLook, RecordedRupture
from afttrainer.models.reveal import clusters_of
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.rupture_sides import Side as OneOfTwo
from afttrainer.models.rupture_view import RuptureView
from afttrainer.models.tag import RuptureTag
from afttrainer.stats.clusters import Cluster
from afttrainer.stats.division import Side

Json = dict[str, Any]


def rupture_document(recorded: RecordedRupture) -> Json:
    event = recorded.event
    return {
        "number": event.number,
        "source": event.source,
        "clip": event.queued_clip_id,
        "parent_event": event.parent.number if event.parent else None,
        "parent_attempt": _place_of_parent(event),
        "start_ms": event.start_ms,
        "end_ms": event.end_ms,
        "anchor_ms": event.anchor_ms,
        "family": event.family,
        "direction": event.direction,
        "underlying_movement": event.movement,
        "target": event.target,
        "alliance_components": event.components,
        "rupture_facets": event.facets,
        "quote": event.quote_as_read,
        "patient_side": event.patient_side,
        "therapist_side": event.therapist_side,
        "patient": _side(event.patient),
        "therapist": _side(event.therapist),
        "enactment_cycle": {step.value: said for step, said in event.cycle},
        "disembedding": {"step": _number(event.disembedding_step), "words": event.disembedding},
        "pins": [_number(pin.step) for pin in recorded.pins],
        "pulls": [
            {
                "author": p.author.name,
                "therapist_reaction": p.reaction,
                "group_word": group_word_document(p.group_word),
                "answers_direction": p.answers,
                "words": p.words,
            }
            for p in recorded.pulls
        ],
        **strategy_document(event.strategy),
        "new_relational_experience_too": event.new_experience,
        "meant_to_patient": event.meant,
        "resolution_status": event.resolution_status,
        "noticed_ms": event.noticed_ms,
        "eased_ms": event.eased_ms,
        "time_to_notice_ms": event.time_to_notice_ms,
        "time_to_repair_ms": event.time_to_repair_ms,
        "learned": event.learned,
        "views": [_view(v) | {"agrees": v.agrees} for v in event.views],
        "dissent": [_view(v) for v in recorded.dissent],
    }


def strategy_document(strategy: Strategy | None) -> Json:
    """With its place in the two by two; nothing of it where none was named."""
    route, level = CELL_OF[strategy] if strategy else (None, None)
    return {"strategy": strategy, "strategy_route": route, "strategy_level": level}


def _place_of_parent(event: RuptureEvent) -> int | None:
    """Which try of its exercise it was, counted from 1."""
    attempt = event.parent_attempt
    return attempt.exercise.attempts.index(attempt) + 1 if attempt else None


def _side(side: OneOfTwo) -> Json:
    return {
        "state": side.state,
        "wanted": side.wanted,
        "need_pursued": side.pursued,
        "need_sacrificed": side.sacrificed,
    }


def _number(step: CycleStep | None) -> int | None:
    """1-4, as the steps are counted."""
    return None if step is None else list(CycleStep).index(step) + 1


def _view(view: RuptureView) -> Json:
    return {
        "participant": view.participant.name,
        "family": view.family,
        "direction": view.direction,
        "words": view.words,
        "intensity": view.intensity,
    }


def group_word_document(word: GroupWord | None) -> Json | None:
    """A word of the group's own, told whole: `code` is the same wherever it stands, `place` where
    it belongs, and nobody needs the group's list to understand it."""
    return {"code": word.code, "place": word.place, "words": word.words} if word else None


def look_document(recorded: RecordedLook) -> Json:
    """First marks stand in `rupture_tags`; how the moment was seen later stands here."""
    look = recorded.look
    return {
        "clip": look.queued_clip_id,
        "start_ms": look.start_ms,
        "end_ms": look.end_ms,
        "sides": [_seen(side) for side in look.sides],
        "lines": [
            {"side": _seen(v.side) if v.side else None, "words": v.line}
            for v in recorded.views
            if v.line
        ],
        "second_tags": [
            {"author": v.author.name, **_seen(v.sees_now)} for v in recorded.views if v.sees_now
        ],
    }


def _seen(side: Side) -> Json:
    return {"family": side.family, "direction": side.direction}


def clusters_document(clip: QueuedClip, tags: list[RuptureTag]) -> Json:
    """Where first marks came together, of those that a reader may read; none before the reveal."""
    found = clusters_of(clip, tags) if clip.is_revealed else []
    return {"gap_ms": clip.cluster_gap_ms, "moments": [_moment(one) for one in found]}


def _moment(moment: Cluster[Any]) -> Json:
    return {
        "start_ms": moment.start_ms,
        "end_ms": moment.end_ms,
        "median_ms": moment.median_ms,
        "span_ms": moment.span_ms,
        "raters": len(moment.raters),
        "votes": {
            name: {_code(said): people for said, people in moment.votes(field)}
            for name, field in (
                ("family", "family"),
                ("direction", "direction"),
                ("marker", "sign"),
            )
        },
    }


def _code(said: object) -> str:
    return said.code if isinstance(said, GroupWord) else str(said)
