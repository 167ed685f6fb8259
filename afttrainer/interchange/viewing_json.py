"""What was noticed and said of a clip besides its marks, as JSON."""

from __future__ import annotations

from typing import Any, Final

from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.lost_contact import LostContact
from afttrainer.models.recorded_clip import RecordedClip
from afttrainer.models.relatedness import RelatednessTrace
from afttrainer.models.two_lanes import TwoLaneNote

Json = dict[str, Any]

#: What each kind says in words, or in film time.
SAID: Final = {
    "state_shift": ("from_state", "to_state"),
    "two_lanes": ("said", "said_ms", "asked", "asked_ms"),
    "felt_sense": ("body_place", "quality", "word", "finer_word"),
}


def viewing_document(recorded: RecordedClip) -> Json:
    """To be laid beside the clip's tags."""
    return {
        "moments": [_moment(m) for m in recorded.moments],
        "comments": [
            {
                "id": c.id,
                "answers": c.answers_id,
                "author": c.author.name,
                "clip_ms": c.clip_ms,
                "words": c.words,
            }
            for c in recorded.comments
        ],
        "advice": [
            {"author": a.author.name, "words": a.words, "released": a.released_at is not None}
            for a in recorded.advice
        ],
    }


def _moment(moment: FilmMoment) -> Json:
    told: Json = {
        "kind": moment.kind,
        "author": moment.author.name,
        "clip_ms": moment.clip_ms,
        "visibility": moment.visibility,
    }
    told |= {name: getattr(moment, name) for name in SAID.get(moment.kind, ())}
    if isinstance(moment, TwoLaneNote):
        told["said"] = moment.said_as_read
    if isinstance(moment, LostContact):
        told |= {"end_ms": moment.end_ms, "lasted_ms": moment.lasted_ms}
    if isinstance(moment, RelatednessTrace):
        told["samples"] = [
            {"pass": number, "clip_ms": s.clip_ms, "relatedness": s.value}
            for number, one in enumerate(moment.passes, start=1)
            for s in one
        ]
    return told
