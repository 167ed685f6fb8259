"""How close the two on film felt from moment to moment, as one viewer's dial had it (C-38: S2).

The dial is sampled once a second while somebody holds or has just moved it, and not otherwise:
where there is no sample there is no data, which is something else than 0. A stretch that is watched
again is felt anew: each time is a pass of its own, and no line leads from one into another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, insert, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from afttrainer.content.codes import RELATEDNESS
from afttrainer.models.base import Base
from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.film_time import carried_on, motion_at, moved
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip

#: Samples further apart than this are two stretches, with no data between them.
APART_MS = 2_500
#: A batch holds what a few seconds bring; without contact several batches wait.
BATCH_AT_MOST = 60
#: What is older than that was kept without contact for longer than a meeting lasts.
OLDEST = timedelta(hours=12)


class RelatednessSample(Base):
    """Numbered in the order in which they were felt."""

    __tablename__ = "relatedness_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    trace_id: Mapped[int] = mapped_column(
        ForeignKey("film_moment.id", ondelete="CASCADE"), index=True
    )
    #: Film time within the clip.
    clip_ms: Mapped[int]
    #: -3 far apart to +3 close.
    value: Mapped[int]


class RelatednessTrace(FilmMoment):
    """All of one viewer's samples on one clip."""

    __mapper_args__ = {"polymorphic_identity": "relatedness"}

    samples: Mapped[list[RelatednessSample]] = relationship(
        order_by=RelatednessSample.id,
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @classmethod
    def sample(
        cls,
        me: Participant,
        clip: QueuedClip,
        samples: Sequence[tuple[datetime, int]],
        now: datetime,
    ) -> int:
        """Keep what the dial showed at those instants, of which those count at which the film ran.
        Returns how many did. No screen moves for it."""
        if len(samples) > BATCH_AT_MOST or any(v not in RELATEDNESS for _at, v in samples):
            raise Refused(_("The dial could not be read."), status=422)
        timed = _while_it_ran(clip, samples, now)
        session = object_session(me)
        if not timed or session is None:
            return 0
        trace = session.scalar(
            select(cls).where(cls.author_id == me.id, cls.queued_clip_id == clip.id)
        )
        if trace is None:
            trace = cls.begin(me, clip, timed[0][0], now)
            session.flush()
        rows = [{"trace_id": trace.id, "clip_ms": ms, "value": value} for ms, value in timed]
        session.execute(insert(RelatednessSample), rows)
        return len(rows)

    @property
    def passes(self) -> list[list[RelatednessSample]]:
        """Another begins where film time goes back."""
        return _parted(self.samples, lambda before, after: after.clip_ms < before.clip_ms)

    @property
    def stretches(self) -> list[list[RelatednessSample]]:
        """Samples that follow on one another in the film, within a pass."""
        return [stretch for one in self.passes for stretch in _parted(one, _is_apart)]

    @property
    def lines(self) -> list[str]:
        """Each stretch as the points of a line in a box of 1000 x 60, close on top."""
        length = max(1, self.queued_clip.clip.duration_ms)
        return [
            " ".join(f"{1000 * s.clip_ms / length:.1f},{30 - 9 * s.value}" for s in widened(one))
            for one in self.stretches
        ]


def _is_apart(before: RelatednessSample, after: RelatednessSample) -> bool:
    return after.clip_ms - before.clip_ms > APART_MS


def _parted(
    samples: Sequence[RelatednessSample],
    begins: Callable[[RelatednessSample, RelatednessSample], bool],
) -> list[list[RelatednessSample]]:
    """In pieces, of which another begins wherever `begins` says so of two neighbours."""
    found: list[list[RelatednessSample]] = []
    for sample in samples:
        if found and not begins(found[-1][-1], sample):
            found[-1].append(sample)
        else:
            found.append([sample])
    return found


def widened(stretch: Sequence[RelatednessSample]) -> Iterable[RelatednessSample]:
    """A single sample is a second long, so that it is seen."""
    if len(stretch) > 1:
        return stretch
    only = stretch[0]
    return only, RelatednessSample(clip_ms=only.clip_ms + 1_000, value=only.value)


def _while_it_ran(
    clip: QueuedClip, samples: Sequence[tuple[datetime, int]], now: datetime
) -> list[tuple[int, int]]:
    whole_ms = clip.clip.duration_ms
    timed = []
    for at, value in sorted(samples):
        motion = motion_at(clip.marks, at) if now - OLDEST <= at <= now else None
        if motion is not None and moved(motion, at, whole_ms):
            timed.append((carried_on(motion, at, whole_ms), value))
    return timed
