"""What a mark of one's own was before one corrected it or took it back: its author's alone, and
only until the meeting is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Visibility
from afttrainer.models.base import Base, LargeInteger, session_of
from afttrainer.models.device_name import DeviceNamed, number_in
from afttrainer.models.marked import Marked, otherwise
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.tag import RuptureTag


class MarkStep(Base, DeviceNamed, Marked):
    """One correction or taking back, or a putting back of either. What the mark became by it is
    what it was before the next one."""

    __tablename__ = "mark_step"
    __table_args__ = (
        UniqueConstraint("author_id", "client_uuid"),
        UniqueConstraint("author_id", "number"),
    )
    starts_visible_to = Visibility.PRIVATE

    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    #: 1, 2, 3 ... among its author's own.
    number: Mapped[int]
    #: Number and device's name of the mark, and no relation: it may be gone.
    tag_id: Mapped[int] = mapped_column(LargeInteger)
    tag_uuid: Mapped[str | None] = mapped_column(String(64))
    #: When the mark was made; `made_at` is when it was changed.
    placed_at: Mapped[datetime]
    #: False where the mark was gone, and this step has put it back.
    was_there: Mapped[bool]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="mark_steps")

    @classmethod
    def keep(
        cls, mark: RuptureTag, now: datetime, name: str | None = None, *, was_there: bool = True
    ) -> None:
        """What `mark` is before it becomes another. `name` is the device's own for this step.
        Raises Refused where the device has named another step so."""
        me, session = mark.author, session_of(mark)
        if name is not None and cls.own_named(me, name) is not None:
            raise Refused(_("Two different things came under one name. Please do it again."))
        last = session.scalar(select(func.max(cls.number)).where(cls.author_id == me.id)) or 0
        step = cls(
            author=me,
            queued_clip=mark.queued_clip,
            made_at=now,
            visibility=Visibility.PRIVATE,
            client_uuid=name,
            number=last + 1,
            tag_id=mark.id,
            tag_uuid=mark.client_uuid,
            placed_at=mark.made_at,
            was_there=was_there,
            **mark.whole,
        )
        session.add(step)
        # More than this one mark looks different to its author, and to nobody else.
        me.supervision.touch(mine(me))

    @classmethod
    def of_mark(cls, me: Participant, name: str) -> Sequence[MarkStep]:
        """My own steps at a mark, by its number or the name my device gave it; the last first."""
        number = number_in(name)
        named = cls.tag_uuid == name
        if number is not None:
            named |= cls.tag_id == number
        own = select(cls).where(cls.author_id == me.id, named).order_by(cls.number.desc())
        return session_of(me).scalars(own).all()

    def entered_for(self, mark: Marked) -> dict[str, Any]:
        """What `mark` would say again: a note is read by nobody who does not read it now."""
        is_open = {self.note_visibility, mark.note_visibility} == {Visibility.GROUP}
        level = Visibility.GROUP if is_open else Visibility.PRIVATE
        return self.entered | {"note_visibility": level}

    def is_so(self, mark: RuptureTag | None) -> bool:
        """Whether the mark is, or is gone, as it was before this step."""
        if mark is None or not self.was_there:
            return (mark is not None) == self.was_there
        return self.entered_for(mark) == mark.entered

    def why_not(self, mark: RuptureTag | None) -> str:
        """Why it cannot be put back, in words; "" where it can. What was seen before anyone knew
        what the others saw stays as it was when the marks were shown."""
        if not self.queued_clip.is_revealed or self.came_after_reveal or self.is_inner:
            return ""
        if mark is None:
            return str(_("The marks have been shown. What was taken back before that stays so."))
        if not self.was_there or self._is_shown_otherwise(mark):
            return str(_("The marks have been shown. This one stays as it was."))
        return ""

    def _is_shown_otherwise(self, mark: Marked) -> bool:
        return mark.is_another_kind(self.entered) or any(
            otherwise(getattr(mark, name), getattr(self, name)) for name in ("intensity", "end_ms")
        )


@dataclass(frozen=True)
class Change:
    """A step as its author reads it. None stands for no mark."""

    step: MarkStep
    was: Marked | None
    became: Marked | None
    #: Why it cannot be put back; "" where it can.
    why_not: str
    #: The mark is as it was before: there is nothing to put back.
    is_so: bool


def changes(steps: Iterable[MarkStep], marks: Iterable[RuptureTag]) -> list[Change]:
    """One's own steps with what came of each, the last first; `marks` are one's own as they are."""
    there = {mark.id: mark for mark in marks}
    after: dict[int, Marked | None] = {}
    told = []
    for step in sorted(steps, key=lambda one: -one.number):
        mark, was = there.get(step.tag_id), step if step.was_there else None
        became = after.get(step.tag_id, mark)
        told.append(Change(step, was, became, step.why_not(mark), step.is_so(mark)))
        after[step.tag_id] = was
    return told


def own_steps(clip: QueuedClip, me: Participant) -> Sequence[MarkStep]:
    """One's own at the marks on that clip; nobody else's are read for it."""
    own = select(MarkStep).where(MarkStep.author_id == me.id, MarkStep.queued_clip_id == clip.id)
    return session_of(me).scalars(own).all()


def forget(who: Participant) -> None:
    """Of somebody who can put nothing back any more."""
    session_of(who).execute(delete(MarkStep).where(MarkStep.author_id == who.id))
