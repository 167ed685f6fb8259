"""How soon a viewer became aware of a moment that the group then agreed on: reflection in action,
told to nobody but themselves (R-24: S1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from afttrainer.content.codes import Noticed

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.rupture import RuptureEvent
    from afttrainer.models.tag import RuptureTag


def latency_s(tag: RuptureTag, rupture: RuptureEvent) -> float | None:
    """Seconds of film from the rupture's anchor to the mark, negative before it; None where the
    viewer says that they noticed it later, and for a rupture that is on no film."""
    if tag.noticed is Noticed.LATER or rupture.anchor_ms is None:
        return None
    return (tag.clip_ms - rupture.anchor_ms) / 1000


def of(
    me: Participant, tags: Iterable[RuptureTag], ruptures: Iterable[RuptureEvent]
) -> Iterator[tuple[RuptureTag, RuptureEvent, int | None]]:
    """For each rupture of the same film, one's own mark nearest to its anchor and how soon that
    was, in whole seconds; only of marks that lie in the rupture, or no further from it than marks
    that stand together."""
    own = [
        tag
        for tag in tags
        if tag.author_id == me.id and not tag.is_inner and not tag.came_after_reveal
    ]
    for rupture in ruptures:
        near = [tag for tag in own if _is_near(tag, rupture)]
        if near:
            anchor_ms = rupture.anchor_ms or 0
            tag = min(near, key=lambda one: abs(one.clip_ms - anchor_ms))
            seconds = latency_s(tag, rupture)
            yield tag, rupture, None if seconds is None else round(seconds)


def _is_near(tag: RuptureTag, rupture: RuptureEvent) -> bool:
    if tag.queued_clip_id != rupture.queued_clip_id:
        return False
    if rupture.start_ms is None or rupture.end_ms is None:
        return False
    gap_ms = tag.queued_clip.cluster_gap_ms
    return rupture.start_ms - gap_ms <= tag.clip_ms <= rupture.end_ms + gap_ms
