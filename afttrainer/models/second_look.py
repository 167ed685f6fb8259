"""A moment that was seen in different ways, looked at once more by all together.

Different views are what a group is for: each side says in a line what it sees there, and each may
see it anew. What was seen first stays as it was (S2, Training process; consensus is never forced).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Direction, Family, Phase, Visibility
from afttrainer.models import reveal
from afttrainer.models.base import Base
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, mine
from afttrainer.models.rights import leads
from afttrainer.models.second_view import SecondView
from afttrainer.stats.division import Division, Side, most_divided, sides_of

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.tag import RuptureTag


class SecondLook(Base):
    """One a moment. At most one of a meeting is open: then each is asked on their own phone."""

    __tablename__ = "second_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    #: The moment's first and last mark and the middle of all, as it was when it was taken up:
    #: sorting the marks anew later does not change what was talked about.
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    anchor_ms: Mapped[int]
    #: The ways in which it had been seen, as [family, direction or None]; most people first.
    sides_seen: Mapped[list[list[str | None]]] = mapped_column(JSON)
    opened_at: Mapped[datetime]
    is_open: Mapped[bool] = mapped_column(default=True)
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="second_looks")
    views: Mapped[list[SecondView]] = relationship(
        back_populates="look", order_by="SecondView.id", cascade="all, delete-orphan"
    )

    @classmethod
    def open(cls, me: Participant, clip_id: int, start_ms: int, now: datetime) -> SecondLook:
        """Play that moment again, and ask each side for a line. Raises Refused."""
        leads(me)
        room = me.supervision
        if room.phase is None or room.phase.kind is not Phase.RUPTURE_DEFINITION:
            raise Refused(_("A moment is looked at again where the group talks about it."))
        reveal.replay_cluster(me, clip_id, start_ms, now)
        moment = reveal.moment_at(room.clip, start_ms)
        if room.clip is None or moment is None:
            raise LookupError("what has just been played again is there")
        look = next((k for k in room.clip.second_looks if k.is_of(moment)), None)
        if look is None:
            seen = dict.fromkeys(sides_of(moment.marks).values())
            divided = {side: n for one in most_divided([moment]) for side, n in one.sides}
            look = cls(
                start_ms=moment.start_ms,
                end_ms=moment.end_ms,
                anchor_ms=int(moment.median_ms),
                sides_seen=[[s.family, s.direction] for s in divided or seen],
                opened_at=now,
            )
            room.clip.second_looks.append(look)
        _close_all(room)
        look.is_open = True
        room.touch_everybody()
        return look

    @classmethod
    def found(cls, room: SupervisionSession, look_id: int) -> SecondLook:
        """One of this room's; a number from elsewhere finds nothing."""
        looks = (look for clip in room.queue for look in clip.second_looks)
        look = next((one for one in looks if one.id == look_id), None)
        if look is None:
            raise Refused(_("This moment is not one of this meeting."))
        return look

    def close(self, me: Participant) -> None:
        """Enough of it; all that was said stays."""
        leads(me)
        self.is_open = False
        self.supervision.touch_everybody()

    def again(self, me: Participant, now: datetime) -> None:
        """Play it once more."""
        leads(me)
        reveal.replay_stretch(self.queued_clip, self.start_ms, self.end_ms, now)

    def is_of(self, moment: Any) -> bool:
        return (self.start_ms, self.end_ms) == (moment.start_ms, moment.end_ms)

    @property
    def supervision(self) -> SupervisionSession:
        return self.queued_clip.supervision

    @property
    def sides(self) -> list[Side]:
        return [Side(Family(str(f)), Direction(d) if d else None) for f, d in self.sides_seen]

    def side_of(self, participant: Participant) -> Side | None:
        """On which side their own first marks were; None where they had none there, or two."""
        between = range(self.start_ms, self.end_ms + 1)
        first = [t for t in reveal.first_tags(self.queued_clip.tags) if t.clip_ms in between]
        side = sides_of(first).get(participant.id)
        return side if side in self.sides else None

    def view_of(self, participant: Participant | None) -> SecondView | None:
        return next((v for v in self.views if participant and v.author is participant), None)

    def lines_of(self, side: Side | None, views: Iterable[SecondView]) -> list[str]:
        """What was said from that side, or from none, in `views`, which a reader may read."""
        return [view.line for view in views if view.line and view.side == side]

    def seen_now(self, views: Iterable[SecondView]) -> list[tuple[Side, int]]:
        """How it is seen now, each way with how many people, most first."""
        return Counter(v.sees_now for v in views if v.sees_now is not None).most_common()

    # --- What each says --------------------------------------------------------------------

    def say(self, me: Participant, line: str, now: datetime) -> None:
        """A line from one's own side: what one sees there. Empty takes it back."""
        self._own(me, now).line = line
        self._told(me)

    def see(
        self, me: Participant, family: Family, direction: Direction | None, now: datetime
    ) -> None:
        """How one sees it now. The first mark is untouched; a later word replaces one's own."""
        view = self._own(me, now)
        view.family, view.direction = family, direction
        self._told(me)

    def _own(self, me: Participant, now: datetime) -> SecondView:
        view = self.view_of(me)
        if view is None:
            side = self.side_of(me)
            view = SecondView(
                author=me,
                made_at=now,
                line="",
                visibility=Visibility.GROUP,
                side_family=side.family if side else None,
                side_direction=side.direction if side else None,
            )
            self.views.append(view)
        return view

    def _told(self, me: Participant) -> None:
        self.supervision.touch(*ALL, mine(me))


def offered(clip: QueuedClip, tags: list[RuptureTag]) -> list[Division[Any]]:
    """The moments most worth looking at again, of those `tags` that a reader may read."""
    return most_divided(reveal.clusters_of(clip, tags))


def open_look(room: SupervisionSession) -> SecondLook | None:
    """The one that everybody is asked about now."""
    looks = room.clip.second_looks if room.clip is not None else []
    return next((look for look in looks if look.is_open), None)


def look_at(clip: QueuedClip, moment: Any) -> SecondLook | None:
    """What was said when this moment was looked at again."""
    return next((look for look in clip.second_looks if look.is_of(moment)), None)


def _close_all(room: SupervisionSession) -> None:
    for clip in room.queue:
        for look in clip.second_looks:
            look.is_open = False
