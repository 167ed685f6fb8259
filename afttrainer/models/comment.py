"""What somebody says to a moment of the film once all have seen everyone's marks, and answers to
it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import EVERYONE, SUPERVISOR

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.stats.clusters import Cluster

COMMENT_AT_MOST = 500  # characters


class MomentComment(Base, EntryMixin):
    """Tied to a place in the film and not to a cluster: marks may be sorted anew."""

    __tablename__ = "moment_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    clip_ms: Mapped[int]
    #: The comment it answers, where that is still there.
    answers_id: Mapped[int | None] = mapped_column(
        ForeignKey("moment_comment.id", ondelete="SET NULL")
    )
    words: Mapped[str]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="comments")

    @classmethod
    def say(
        cls,
        me: Participant,
        clip: QueuedClip,
        clip_ms: int,
        words: str,
        now: datetime,
        *,
        answers: int | None = None,
    ) -> MomentComment:
        """Raises Refused before the reveal: until then nobody hears what others saw."""
        if not clip.is_revealed:
            raise Refused(_("Comments have their place once everyone’s marks have been shown."))
        answered = next((c for c in clip.comments if c.id == answers), None)
        comment = cls(
            author=me,
            made_at=now,
            # A thread stays at one place.
            clip_ms=answered.clip_ms if answered else min(max(0, clip_ms), clip.clip.duration_ms),
            # One level deep: an answer to an answer stands beside it.
            answers_id=(answered.answers_id or answered.id) if answered else None,
            words=words,
        )
        clip.comments.append(comment)
        comment._tell()
        return comment

    @classmethod
    def own(cls, me: Participant, comment_id: int) -> MomentComment:
        """Somebody else's is as unknown as none."""
        for clip in me.supervision.queue:
            for comment in clip.comments:
                if comment.id == comment_id and comment.author is me:
                    return comment
        raise Refused(_("This is not one of yours, or it was taken away."))

    def change(self, words: str) -> None:
        self.words = words
        self._tell()

    def take_back(self) -> None:
        """What others answered stays, on its own."""
        for other in self.queued_clip.comments:
            if other.answers_id == self.id:
                other.answers_id = None
        self._tell()
        self.queued_clip.comments.remove(self)

    def _tell(self) -> None:
        # The wall shows no comments.
        self.queued_clip.supervision.touch(EVERYONE, SUPERVISOR)


def at_moment(
    comments: Sequence[MomentComment],
    moments: Sequence[Cluster[Any]],
    moment: Cluster[Any],
) -> list[MomentComment]:
    """Those that lie nearest to `moment` of all `moments`, each followed by its answers."""
    here = [c for c in comments if c.answers_id is None and _nearest(moments, c) is moment]
    return [
        one for first in here for one in (first, *(c for c in comments if c.answers_id == first.id))
    ]


def _nearest(moments: Sequence[Cluster[Any]], comment: MomentComment) -> Cluster[Any]:
    def distance_ms(moment: Cluster[Any]) -> float:
        ms = comment.clip_ms
        return max(moment.start_ms - ms, ms - moment.end_ms, 0)

    return min(moments, key=distance_ms)
