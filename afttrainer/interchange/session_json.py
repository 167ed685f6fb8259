"""A meeting's record as JSON: the glossary's names, codes instead of words, times in UTC.

Durations are seconds from the first phase unless a name ends in `_ms`, which is film time; of a
try, and of what was marked in it, ms since it began.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from afttrainer.content.codes import Seat
from afttrainer.interchange.rupture_json import (
    clusters_document,
    group_word_document,
    look_document,
    rupture_document,
    strategy_document,
)
from afttrainer.interchange.viewing_json import viewing_document
from afttrainer.models.exposure import component_of
from afttrainer.models.inner_word import InnerWord
from afttrainer.models.observation import Observation
from afttrainer.models.parsed_moment import BOXES
from afttrainer.models.poll import Poll
from afttrainer.models.rating import SINGLE_LINES
from afttrainer.models.record import Record, RecordedPhase
from afttrainer.models.recorded_clip import RecordedClip
from afttrainer.models.recorded_exercise import RecordedExercise
from afttrainer.models.supervision import SupervisionSession
from afttrainer.models.try_pin import TryPin
from afttrainer.models.visibility import Reader

#: Raised when a name here changes its meaning.
FORMAT = 1

Json = dict[str, Any]


def session_document(supervision: SupervisionSession, reader: Reader, now: datetime) -> Json:
    """What `reader` may see of the meeting, ready for `json.dump`. `now` decides whether the
    averages of the ratings are out."""
    record = Record(supervision, reader, now)
    return {
        "format": FORMAT,
        "supervision_session": _meeting(record),
        "component_seconds": record.component_seconds,
        "lessons": [
            {
                "component": one.component,
                "began_at": _instant(one.began_at),
                "ended_at": _instant(one.ended_at),
            }
            for one in record.supervision.lessons
        ],
        "own": {
            "component_seconds": record.own_component_seconds,
            "felt_safety": [
                {"at": _instant(s.made_at), "value": s.value} for s in record.own_safety
            ],
        },
        "phases": [_phase(p) for p in record.phases],
        "check_ins": [
            {
                "author": c.author.name,
                "calm": c.calm,
                "word": c.word,
                "progress": c.progress,
                "wish_to_present": c.wish,
            }
            for c in record.check_ins
        ],
        "clips": [_clip(c) for c in record.clips],
        "group_notes": [{"author": n.author.name, "words": n.words} for n in record.group_notes],
        "polls": [_poll(p) for p in record.polls],
        "second_looks": [look_document(k) for k in record.looks],
        "rupture_events": [rupture_document(r) for r in record.ruptures],
        "exercises": [_exercise(e) for e in record.exercises],
        "debriefs": [
            {"author": d.author.name, "words": d.words, "to_use": d.to_use} for d in record.debriefs
        ],
        "presenter_checkouts": [
            {
                "author": c.author.name,
                "closeness_before": c.closeness_before,
                "closeness": c.closeness,
                "shame_before": c.shame_before,
                "shame_after": c.shame_after,
                "group_words": c.group_words,
                "case_words": c.case_words,
                "next_step": c.next_step,
            }
            for c in record.checkouts
        ],
        "ratings": _ratings(record),
    }


def _meeting(record: Record) -> Json:
    room = record.supervision
    return {
        "id": room.id,
        "group": room.group.name,
        "status": room.status,
        "planned_minutes": room.planned_minutes,
        "planned_for": _instant(room.planned_for),
        "started_at": _instant(room.started_at),
        "closed_at": _instant(room.closed_at),
        "closed_without_checkout": room.closed_without_checkout,
        "length_s": record.length_s,
        "overrun_s": record.overrun_s,
        "supervisors": [p.name for p in room.participants if p.supervises],
        "trainees": [p.name for p in room.participants if not p.supervises],
    }


def _poll(poll: Poll) -> Json:
    """In the order asked; a `common_thought` is a code of the shipped list."""
    return {
        "question": poll.question,
        "as_many_as_fit": poll.several,
        "answers": [
            {"words": o.words, "common_thought": o.thought, "count": o.count} for o in poll.options
        ],
    }


def _phase(recorded: RecordedPhase) -> Json:
    phase = recorded.phase
    return {
        "kind": phase.kind,
        "planned_minutes": phase.planned_minutes,
        "seconds_spent": recorded.seconds_spent,
        "visits": [
            {"began_at": _instant(v.began_at), "ended_at": _instant(v.ended_at)}
            for v in phase.visits
        ],
        "script": phase.script_key,
    }


def _clip(recorded: RecordedClip) -> Json:
    queued = recorded.queued
    return {
        "id": queued.id,
        "case": queued.clip.recording.case.code,
        "presenter": queued.therapist.name,
        "origin": queued.clip.recording.origin,
        "duration_ms": queued.clip.duration_ms,
        "introduction": queued.introduction,
        "rupture_tags": [
            {
                "author": t.tag.author.name,
                "clip_ms": t.tag.clip_ms,
                "end_ms": t.tag.end_ms,
                "family": t.tag.family,
                "direction": t.tag.direction,
                "marker": t.tag.marker,
                "therapist_reaction": t.tag.reaction,
                "group_word": group_word_document(t.tag.group_word),
                "intensity": t.tag.intensity,
                "offline_estimate": t.tag.is_estimate,
                "came_after_reveal": t.tag.came_after_reveal,
                "note": t.note,
                "visibility": t.tag.visibility,
            }
            for t in recorded.tags
        ],
        "clusters": clusters_document(queued, [t.tag for t in recorded.tags]),
        "affect_round": [
            {
                "author": a.author.name,
                "feeling": a.feeling,
                "place": a.place,
                "words": a.words,
                "for_presenter": a.for_presenter,
            }
            for a in recorded.affects
        ],
        "narration": [{"clip_ms": n.clip_ms, "words": n.words} for n in recorded.narration],
        **viewing_document(recorded),
    }


def _exercise(recorded: RecordedExercise) -> Json:
    exercise = recorded.exercise
    return {
        "type": exercise.type,
        "script": exercise.script_key,
        "component": component_of(exercise),
        "rupture_event": exercise.rupture.number if exercise.rupture else None,
        "patient_player": exercise.patient_player.name if exercise.patient_player else None,
        "began_at": _instant(exercise.began_at),
        "ended_at": _instant(exercise.ended_at),
        "de_roled_at": _instant(exercise.de_roled_at),
        "seat_seconds": {seat.value: recorded.seconds_in(seat) for seat in Seat}
        if recorded.is_two_chair
        else {},
        "seat_spans": [
            {
                "seat": s.seat,
                "began_at": _instant(s.began_at),
                "ended_at": _instant(s.ended_at),
                "rested_s": s.rested_s,
                "again": s.is_again,
                "key_phrase": recorded.phrase_of(s),
                "inner_word": _inner_word(recorded.inner_word_of(s)),
            }
            for s in exercise.seat_spans
        ],
        "distress": [
            {"author": d.author.name, "before": d.before, "after": d.after}
            for d in recorded.distresses
        ],
        "parsed_moments": [
            {"author": p.author.name, **{box: getattr(p, box) for box in BOXES}}
            for p in recorded.parsed_moments
        ],
        "fear": recorded.fear,
        "expectation": recorded.expectation,
        "metacommunication_attempts": [
            {
                "author": a.author.name,
                "words": a.words,
                "answer": recorded.answer_to(a),
                "dimension": a.dimension,
                "form": a.form,
                "restart_from": a.restart_from,
                "felt_effect": a.felt_effect,
                "inner_word": _inner_word(recorded.inner_word_of(a)),
                **strategy_document(a.strategy),
                "new_relational_experience": a.new_experience,
                "meant_to_patient": recorded.meant_by(a),
                "child_rupture": a.child_rupture.number if a.child_rupture else None,
                "length_ms": a.length_ms if a.ended_at is not None else None,
                "observations": [_observation(o) for o in recorded.observations_of(a)],
                "pins": [_pin(p) for p in recorded.pins_of(a)],
            }
            for a in recorded.attempts
        ],
        "pathway": [
            {
                "state": t.state,
                "mixed_kind": t.mixed_kind,
                "wish_kind": t.wish_kind,
                "at": _instant(t.made_at),
                "author": t.author.name,
            }
            for t in recorded.pathway
        ],
        # From which state into which, how often; the entry, which nobody taps, is a rupture's sign.
        "transition_counts": recorded.transition_counts,
    }


def _inner_word(said: InnerWord | None) -> Json | None:
    """The reader's own, or one that its author has shown."""
    return {"word": said.word, "visibility": said.visibility} if said else None


def _observation(seen: Observation) -> Json:
    """For the one who tried and the one who wrote it; nobody else's document has any."""
    return {
        "author": seen.author.name,
        "marks": {code.value: value for code, value in seen.said},
        "seen": seen.noticed,
        "words": seen.words,
    }


def _pin(pin: TryPin) -> Json:
    """For the same two; what was in its author only where they have told the one who tried."""
    return {
        "author": pin.author.name,
        "try_ms": pin.try_ms,
        "what": pin.what,
        "word": pin.word,
    }


def _ratings(record: Record) -> Json:
    """The reader's own answers, and the averages once they are out and enough have answered."""
    own, means = record.own_rating, record.means
    return {
        "own": {
            "cohesion": own.cohesion,
            "alliance": own.alliance,
            **{line: getattr(own, line) for line in SINGLE_LINES},
        }
        if own
        else None,
        "means": {"cohesion": means.cohesion, "alliance": means.alliance} if means else None,
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
