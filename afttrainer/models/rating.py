"""Four lines on the group and four on the work with the supervisor, after the meeting; and three
single ones, on depth, ease and safety, which are only ever seen pooled (`models.feedback`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import SessionStatus, Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

LINES: Final = 4  # of each scale
#: One line each, so an average of one meeting would be the display of an item.
SINGLE_LINES: Final = ("depth", "smoothness", "safety")
#: 1 not at all - 7 fully.
ONE_TO_SEVEN: Final = range(1, 8)
OPEN_AFTER_CLOSING: Final = timedelta(hours=24)
#: With fewer answers a mean says too much about a person.
ENOUGH_ANSWERS: Final = 4

Answers = Sequence[int | None]


class Rating(Base, EntryMixin):
    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("supervision_id", "author_id"),)
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    #: Four answers 1-7 each; None where a line was skipped.
    cohesion: Mapped[list[int | None]] = mapped_column(JSON, default=list)
    alliance: Mapped[list[int | None]] = mapped_column(JSON, default=list)
    #: One answer 1-7 each. Smooth is no more than deep: both stand together wherever either does.
    depth: Mapped[int | None]
    smoothness: Mapped[int | None]
    safety: Mapped[int | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="ratings")

    @classmethod
    def say(
        cls,
        me: Participant,
        now: datetime,
        *,
        cohesion: Answers,
        alliance: Answers,
        single: Mapping[str, int | None] = MappingProxyType({}),
    ) -> Rating:
        """Keep the answers of `me`, who may change them until the averages are out. `single` are
        those of SINGLE_LINES by name."""
        room = me.supervision
        if me.supervises:
            raise NotYours(_("These questions are for those who are supervised."))
        if not accepts_ratings(room, now):
            raise Refused(_("The questions on this meeting are closed now."))
        if not any(answer is not None for answer in (*cohesion, *alliance, *single.values())):
            raise Refused(_("Nothing was chosen, so nothing was kept."), status=422)
        entry = cls.of(me)
        if entry is None:
            entry = cls(author=me, made_at=now)
            room.ratings.append(entry)
        entry.cohesion, entry.alliance = list(cohesion), list(alliance)
        for name in SINGLE_LINES:
            setattr(entry, name, single.get(name))
        note_when_all_have_answered(room, now)
        room.touch(mine(me))
        return entry

    @property
    def as_fields(self) -> dict[str, int | None]:
        """The answers under the names of their lines, `cohesion_1` ... `alliance_4`."""
        scales = {"cohesion": self.cohesion, "alliance": self.alliance}
        return {name: getattr(self, name) for name in SINGLE_LINES} | {
            f"{scale}_{line}": answer
            for scale, answers in scales.items()
            for line, answer in enumerate(answers, start=1)
        }

    @classmethod
    def of(cls, me: Participant) -> Rating | None:
        return next((r for r in me.supervision.ratings if r.author is me), None)


@dataclass(frozen=True)
class GroupMeans:
    """Averages 1-7 of each person's own average; None where too few have answered."""

    cohesion: float | None
    alliance: float | None


def accepts_ratings(supervision: SupervisionSession, now: datetime) -> bool:
    """Until a day after closing, or until all have answered: then the averages are out, and a
    change of one answer would show whose it was.

    Only an answer, or the closing, brings them out sooner, and what is out stays out. Were it asked
    anew at each look who has answered, removing somebody would show at once that they had not, and
    a co-supervisor who is a trainee from now on could answer once all have seen the averages: the
    difference would be their answer. Nothing deletes an answer, so what was out is told again as it
    was, and is not kept a second time.
    """
    if supervision.status is not SessionStatus.CLOSED or supervision.closed_at is None:
        return True
    return supervision.averages_at is None and now < supervision.closed_at + OPEN_AFTER_CLOSING


def note_when_all_have_answered(supervision: SupervisionSession, now: datetime) -> None:
    """At the closing and at each answer after it: those who are asked are the trainees of that
    moment."""
    closed = supervision.status is SessionStatus.CLOSED
    if closed and supervision.averages_at is None and _all_have_answered(supervision):
        supervision.averages_at = now


def group_means(supervision: SupervisionSession, now: datetime) -> GroupMeans | None:
    """The averages, once nobody can answer any more; None until then, whoever asks."""
    if accepts_ratings(supervision, now):
        return None
    return GroupMeans(
        _mean_of([r.cohesion for r in supervision.ratings]),
        _mean_of([r.alliance for r in supervision.ratings]),
    )


def _all_have_answered(supervision: SupervisionSession) -> bool:
    answered = {r.author for r in supervision.ratings}
    return set(supervision.trainees) <= answered


def _mean_of(people: Sequence[Answers]) -> float | None:
    own = [[answer for answer in answers if answer is not None] for answers in people]
    means = [fmean(answers) for answers in own if answers]
    return fmean(means) if len(means) >= ENOUGH_ANSWERS else None
