"""What a player has to know: which film, from where to where, and how it runs since when."""

from __future__ import annotations

from typing import Any

from flask import url_for

from afttrainer import clock
from afttrainer.live import phone_clip, unsaved_stops
from afttrainer.models import QueuedClip, SupervisionSession, skipped
from afttrainer.models.film_time import STANDS_FOR_MS
from afttrainer.models.revision import EVERYONE, SUPERVISOR, WALL

#: Whose screens have a player. A push of it goes to all at once, as data.
AUDIENCES = (SUPERVISOR, WALL, EVERYONE)


def state_of(supervision: SupervisionSession) -> dict[str, Any]:
    """Times in ms: positions within the clip, `in_ms` and `out_ms` within the recording,
    `changed_at_ms` in server time; until then a film with a `rate_before` runs on at that. `url` is
    None where nothing may be shown now. Phones have `clip_url` instead, of the clip alone, and None
    until that is cut, and while its presenter leaves out a part of it. While the film is still
    being encoded, `growing` tells what there is of it.
    A film that goes round stands for half of `rests_ms` at its last picture, then at its first.

    It holds for as long as nothing changes, so that it may be old and still be right.
    """
    unsaved_stops.show(supervision)
    held = supervision.hold is not None
    clip = supervision.film
    if clip is None or not supervision.is_live or not clip.may_watch(None, clock.now()):
        return {"clip": None, "url": None, "held": held, "playing": False}
    at_work = supervision.playback
    recording = clip.clip.recording
    on_companions = at_work.on_companions if at_work else False
    has_captions = clip.clip.recording.captions_name is not None
    return {
        "clip": clip.id,
        "url": _address("films.film", clip),
        "growing": _address("films.growing", clip) if recording.is_growing else None,
        "clip_url": _address("films.clip", clip)
        if on_companions and not skipped.has_gap(clip) and phone_clip.name_of(clip.clip)
        else None,
        "captions": _address("films.captions", clip) if has_captions else None,
        "captions_shown": at_work.captions if at_work else False,
        "in_ms": clip.clip.in_ms,
        "out_ms": clip.clip.out_ms,
        "duration_ms": clip.clip.duration_ms,
        "position_ms": at_work.position_ms if at_work else 0,
        "picture_ms": clip.clip.recording.picture_ms,
        "rate": at_work.rate if at_work else 1.0,
        "rate_before": at_work.rate_before if at_work else None,
        "playing": at_work.playing if at_work else False,
        "changed_at_ms": clock.to_ms_exact(at_work.changed_at) if at_work else 0,
        "revision": _revision(supervision),
        "held": held,
        "stops_at_ms": at_work.stops_at_ms if at_work else None,
        "loops": at_work.loops if at_work else False,
        "rests_ms": 2 * STANDS_FOR_MS if at_work and at_work.goes_round else None,
        "on_companions": on_companions,
    }


def _revision(supervision: SupervisionSession) -> float:
    """As with drawings: ahead of the disk it lies between what is there and whatever will be."""
    number = supervision.playback.revision if supervision.playback else 0
    return number - 0.5 if supervision.is_ahead_of_disk else number


def _address(endpoint: str, clip: QueuedClip) -> str:
    return url_for(endpoint, supervision_id=clip.supervision_id, queued_clip_id=clip.id)
