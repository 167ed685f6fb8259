"""Stretches that a presenter leaves out of their own film: nobody but they opens one again (rule
12), and none is remembered when the meeting closes.

The film stops by itself where one begins, and the next press goes on after it. A replay does not
reach into one; nothing that lies in one is gone to. What is left out is so of the film: also where
another clip of it shows the same pictures.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _

from afttrainer.content.codes import Phase
from afttrainer.content.film_time import film_time
from afttrainer.models import hold
from afttrainer.models.film_time import Span
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import EVERYONE, PLAYBACK

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.playback import Playback
    from afttrainer.models.queue import QueuedClip

#: Of film time: what a presenter leaves out with one press.
SKIPPED_MS: Final = 60_000


def skip(me: Participant, now: datetime) -> None:
    """Leave out the next minute of one's own film, or what is left of it, and go on: it stands
    after that until somebody plays it, as where whoever leads has gone there. Raises Refused
    without one's own pause, and at the end of the film."""
    on = me.supervision.hold
    playback = _watched(me)
    if playback is None or on is None or on.wished_by is not me:
        raise Refused(_("A minute can be left out while your film is on, after Stop."))
    clip = playback.queued_clip
    start_ms = next_shown(clip, playback.position_at(now))
    if start_ms >= playback.whole_ms:
        raise Refused(_("The film ends here: there is nothing left to leave out."))
    end_ms = min(start_ms + SKIPPED_MS, playback.whole_ms)
    clip.skipped = sorted([*clip.skipped, [start_ms, end_ms]])
    playback.stand_after(now, next_shown(clip, end_ms))
    _tell_phones(playback)
    hold.take_back(me)


def open_again(me: Participant, clip: QueuedClip, start_ms: int) -> None:
    """The presenter takes back that the stretch which begins there is left out. Where it is not
    left out any more, nothing happens."""
    if me.membership_id != clip.therapist.id:
        raise NotYours(_("Only the presenter can do this."))
    clip.skipped = [one for one in clip.skipped if one[0] != start_ms]
    playback = clip.supervision.playback
    if playback is not None and _is_of_one_film(playback.queued_clip, clip):
        playback.need_not_stop_at(max(0, start_ms + _shift_ms(clip, playback.queued_clip)))
        _tell_phones(playback)
    clip.supervision.touch(PLAYBACK)
    clip.tell_presenter()


def _tell_phones(playback: Playback) -> None:
    """Those that show the film show its clock instead while a part of it is left out."""
    if playback.on_companions:
        playback.supervision.touch(EVERYONE)


def may_skip(me: Participant, now: datetime) -> bool:
    """Whether there is more of their film to leave out."""
    playback = _watched(me)
    if playback is None:
        return False
    return next_shown(playback.queued_clip, playback.position_at(now)) < playback.whole_ms


def is_at_its_end(me: Participant, now: datetime) -> bool:
    """Their film is on, and nothing of it is left."""
    return _watched(me) is not None and not may_skip(me, now)


def _watched(me: Participant) -> Playback | None:
    """The player with their own film in it, while the room watches: of a moment that is shown again
    there is no more to leave out."""
    room = me.supervision
    playback, phase = room.playback, room.phase
    if playback is None or phase is None or phase.kind is not Phase.VIEWING:
        return None
    film = playback.queued_clip
    return playback if film.presenter is me and film.enough_at is None else None


# --- What that means for the player --------------------------------------------------------


def own(clip: QueuedClip) -> list[Span]:
    """What was left out while this very clip was on, in film order, ms within it."""
    return [Span(start, end) for start, end in clip.skipped]


def stretches(clip: QueuedClip) -> list[Span]:
    """All that is left out of what the clip shows, in film order, ms within the clip. They may
    overlap: each clip of one film has its own."""
    duration_ms, found = clip.clip.duration_ms, []
    for other in clip.supervision.queue:
        if not other.skipped or not _is_of_one_film(other, clip):
            continue
        shift_ms = _shift_ms(other, clip)
        for one in own(other):
            start_ms, end_ms = one.start_ms + shift_ms, one.end_ms + shift_ms
            if start_ms < duration_ms and end_ms > 0:
                found.append(Span(max(0, start_ms), min(end_ms, duration_ms)))
    return sorted(found, key=lambda one: (one.start_ms, one.end_ms))


def has_gap(clip: QueuedClip) -> bool:
    """Something of what the clip shows is left out: no phone has its file then, and it does not go
    round."""
    return bool(stretches(clip))


def _is_of_one_film(one: QueuedClip, other: QueuedClip) -> bool:
    return one.clip.recording is other.clip.recording


def _shift_ms(one: QueuedClip, other: QueuedClip) -> int:
    """What turns a place within `one` into the same place within `other`."""
    return one.clip.in_ms - other.clip.in_ms


def next_shown(clip: QueuedClip, at_ms: int) -> int:
    """`at_ms`, or the end of what is left out there; the end of the clip where all is."""
    for one in stretches(clip):
        if one.start_ms <= at_ms < one.end_ms:
            at_ms = one.end_ms
    return at_ms


def stops_at_ms(clip: QueuedClip, from_ms: int, asked_ms: int | None) -> int | None:
    """Where a film that runs on from there stops by itself: as asked, or sooner. One of which
    anything is left out stops at its end at the latest, and does not begin anew."""
    left_out = stretches(clip)
    if not left_out:
        return asked_ms
    ahead = [one.start_ms for one in left_out if one.start_ms >= from_ms]
    return min([*ahead, clip.clip.duration_ms, *([] if asked_ms is None else [asked_ms])])


def must_be_shown(clip: QueuedClip, from_ms: int, to_ms: int | None = None) -> None:
    """Raises NotYours where that place, or anything from there up to `to_ms`, is left out."""
    until = from_ms + 1 if to_ms is None else max(to_ms, from_ms + 1)
    for one in stretches(clip):
        if one.start_ms < until and from_ms < one.end_ms:
            raise NotYours(
                _(
                    "%(name)s has left out the film from %(start)s to %(end)s. Only they can open "
                    "it again.",
                    name=clip.therapist.name,
                    start=film_time(one.start_ms),
                    end=film_time(one.end_ms),
                )
            )


def around(clip: QueuedClip, moment: Span, wished: Span) -> Span:
    """Of what comes before a moment and after it, as much as is not left out."""
    from_ms, to_ms = wished.start_ms, wished.end_ms
    for one in stretches(clip):
        if one.end_ms <= moment.start_ms:
            from_ms = max(from_ms, one.end_ms)
        elif one.start_ms >= moment.end_ms:
            to_ms = min(to_ms, one.start_ms)
    return Span(from_ms, to_ms)
