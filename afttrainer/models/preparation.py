"""What a presenter has thought about before the meeting in which a clip of theirs is ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import OwnThing, SessionStatus, Visibility
from afttrainer.models import shown
from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import EVERYONE

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.queue import QueuedClip


class Preparation(Base):
    """Read by the presenter and the supervisors. What they would like from the group goes further
    where they say so, and only once they have said yes to showing the clip."""

    __tablename__ = "preparation"

    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), primary_key=True)
    wish: Mapped[str] = mapped_column(default="")
    feared: Mapped[str] = mapped_column(default="")
    stretch: Mapped[str] = mapped_column(default="")
    wish_for_group: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="preparation")

    @classmethod
    def say(
        cls,
        me: Membership,
        clip: QueuedClip,
        now: datetime,
        *,
        wish: str,
        feared: str,
        stretch: str,
        wish_for_group: bool,
    ) -> Preparation:
        """Keep it, or what they would rather have said. Nobody prepares for somebody else."""
        if clip.therapist is not me or not me.belongs:
            raise NotYours(_("Only whoever shows this clip prepares it."))
        if clip.supervision.status is SessionStatus.CLOSED:
            raise Refused(_("This meeting is closed."))
        kept = clip.preparation
        if kept is None:
            kept = clip.preparation = cls(made_at=now)
        before = kept.level_of_wish
        kept.wish, kept.feared, kept.stretch = wish, feared, stretch
        kept.wish_for_group = wish_for_group
        after, room = kept.level_of_wish, clip.supervision
        shown.note_change(me, room, OwnThing.WISH, before, after, now)
        clip.tell_presenter(EVERYONE)
        return kept

    @property
    def author_id(self) -> int:
        """Their part in the meeting; nobody's before they have joined."""
        presenter = self.queued_clip.presenter
        return presenter.id if presenter else 0

    @property
    def visibility(self) -> Visibility:
        return Visibility.SUPERVISOR

    @property
    def addressed_to_id(self) -> int | None:
        return None

    @property
    def level_of_wish(self) -> Visibility:
        """Who shall read it once they have said yes to showing the clip."""
        is_for_all = self.wish and self.wish_for_group
        return Visibility.GROUP if is_for_all else Visibility.SUPERVISOR

    @property
    def said_to_group(self) -> Wish:
        return Wish(self)


@dataclass(frozen=True)
class Wish:
    """What they would like from the group, as an entry with a level of its own."""

    preparation: Preparation

    @property
    def words(self) -> str:
        return self.preparation.wish

    @property
    def author_id(self) -> int:
        return self.preparation.author_id

    @property
    def visibility(self) -> Visibility:
        is_out = self.preparation.wish_for_group and self.preparation.queued_clip.has_yes
        return Visibility.GROUP if is_out else Visibility.SUPERVISOR

    @property
    def addressed_to_id(self) -> int | None:
        return None
