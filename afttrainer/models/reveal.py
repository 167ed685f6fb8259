"""The moment at which everyone's tags become everyone's, and what is seen in them from then on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext as _

from afttrainer.content.codes import Phase, Visibility
from afttrainer.models import shown, skipped
from afttrainer.models.film_time import Span
from afttrainer.models.hold import refuse_others_while_held
from afttrainer.models.participant import Participant
from afttrainer.models.playback import Playback
from afttrainer.models.queue import QueuedClip
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL
from afttrainer.models.rights import leads
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.supervision import SupervisionSession
from afttrainer.models.tag import RuptureTag
from afttrainer.stats.clusters import GAP_FROM_MS, GAP_TO_MS, Cluster, clusters

#: A replay begins a little before the moment, so that one hears what it answers.
PRE_ROLL_MS: Final = 5_000
#: ... and goes on a little after it, so that one sees what comes of it.
AFTER_MS: Final = 3_000
#: Elsewhere a replay would be a voice without a picture.
FILM_ON_WALL: Final = (Phase.VIEWING, Phase.RUPTURE_DEFINITION)
_ORDER: Final = list(Phase)


def is_rupture_mark(tag: RuptureTag) -> bool:
    """Whether it marks something between the two on film, and not something in the viewer."""
    return tag.reaction is None


def may_reveal(room: SupervisionSession) -> bool:
    """From the viewing on: a reveal before the film would end the blindness of tags to come."""
    return (
        room.clip is not None
        and not room.clip.is_revealed
        and room.phase is not None
        and _ORDER.index(room.phase.kind) >= _ORDER.index(Phase.VIEWING)
    )


def reveal(me: Participant, clip_id: int, now: datetime) -> QueuedClip:
    """Show all tags of the clip at work to everyone, once; a second reveal changes nothing.

    Notes keep their own level, and private reactions stay with who has them.
    """
    leads(me)
    room = me.supervision
    clip = _at_work(room, clip_id)
    if clip.is_revealed:
        return clip
    refuse_others_while_held(me)
    if not may_reveal(room):
        raise Refused(_("The marks are shown once the film is being watched, or after."))
    clip.revealed_at = now
    for tag in clip.tags:
        if is_rupture_mark(tag):
            tag.visibility = Visibility.GROUP
    shown.note_consoles(room, now)
    room.touch_everybody()
    return clip


def choose_gap(me: Participant, clip_id: int, gap_ms: int) -> None:
    """How far apart marks may lie and still stand together, 2 000-30 000 ms."""
    leads(me)
    clip = _at_work(me.supervision, clip_id)
    if not GAP_FROM_MS <= gap_ms <= GAP_TO_MS:
        raise Refused(_("Between 2 and 30 seconds, please."), status=422)
    clip.cluster_gap_ms = gap_ms
    me.supervision.touch(*ALL)


def first_tags(tags: Iterable[RuptureTag]) -> list[RuptureTag]:
    """Those made blind: what the group saw before anyone knew what the others saw."""
    return [tag for tag in tags if is_rupture_mark(tag) and not tag.came_after_reveal]


def later_tags(tags: Iterable[RuptureTag]) -> list[RuptureTag]:
    return [tag for tag in tags if is_rupture_mark(tag) and tag.came_after_reveal]


def clusters_of(clip: QueuedClip, tags: Iterable[RuptureTag]) -> list[Cluster[Any]]:
    """The moments that stand out among `tags`, which are those of the clip that a reader may
    read: before the reveal nobody's shared screen has any."""
    # Mapped columns are descriptors, in which the type checker does not see a mark's numbers.
    marks: list[Any] = first_tags(tags)
    return clusters(marks, clip.cluster_gap_ms)


def moment_at(clip: QueuedClip | None, start_ms: int) -> Cluster[Any] | None:
    """The one that begins there among what everybody may read; none before the reveal."""
    if clip is None:
        return None
    shown = [tag for tag in clip.tags if tag.visibility is Visibility.GROUP]
    return next((c for c in clusters_of(clip, shown) if c.start_ms == start_ms), None)


def replay_cluster(me: Participant, clip_id: int, start_ms: int, now: datetime) -> None:
    """Play one moment again on the wall: from five seconds before to a little after its marks."""
    leads(me)
    clip = _at_work(me.supervision, clip_id)
    found = moment_at(clip, start_ms)
    if found is None:
        raise Refused(_("This moment is no longer there: the marks have been sorted anew."))
    replay_stretch(clip, found.start_ms, found.end_ms, now)


def replay_rupture(me: Participant, rupture_id: int, now: datetime) -> None:
    """Play again what the group has described."""
    leads(me)
    rupture = RuptureEvent.found(me.supervision, rupture_id)
    if rupture.start_ms is None or rupture.end_ms is None:
        raise Refused(_("This one was not on film."))
    replay_stretch(rupture.queued_clip, rupture.start_ms, rupture.end_ms, now)


def back_to_marks(me: Participant) -> None:
    """The wall shows the film and its marks again, and no card."""
    leads(me)
    RuptureEvent.leave_wall(me.supervision)
    me.supervision.touch(*ALL)


def replay_stretch(clip: QueuedClip, start_ms: int, end_ms: int, now: datetime) -> None:
    """Show it again on the wall, with what comes before it and after, as far as its presenter
    does not leave that out. Raises Refused."""
    room = clip.supervision
    if room.phase is None or room.phase.kind not in FILM_ON_WALL:
        raise Refused(_("The wall has no film in this part of the meeting."))
    from_ms = max(0, start_ms - PRE_ROLL_MS)
    to_ms = min(clip.clip.duration_ms, end_ms + AFTER_MS)
    whole = skipped.around(clip, Span(start_ms, end_ms), Span(from_ms, to_ms))
    Playback.replay(clip, whole.start_ms, whole.end_ms, now)
    RuptureEvent.leave_wall(room)
    room.touch(*ALL)


def _at_work(room: SupervisionSession, clip_id: int) -> QueuedClip:
    if room.clip is None or room.clip.id != clip_id:
        raise Refused(_("The room is at another clip by now."))
    return room.clip
