"""What somebody saw in another's try, for that one person; and what one saw oneself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import OBSERVED, HowSaid, Principle, TherapistTask, Visibility
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import mine

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.participant import Participant

WORDS_AT_MOST = 300  # characters
#: What is marked from 0 to 2 (`codes.OBSERVED`): the principles, and what a therapist does along.
MARKED = (*Principle, *TherapistTask)


class Observation(Base, EntryMixin):
    """Addressed to the one who tried, and to nobody else: neither the supervisor nor the group can
    read it (F2). One's own view of one's own try is addressed to oneself."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("attempt_id", "author_id"),)
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("metacommunication_attempt.id"), index=True)
    #: 0-2 by Principle or TherapistTask code; what was not marked is not in it.
    marks: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    #: HowSaid codes that were seen.
    seen: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The words in which it was heard.
    words: Mapped[str] = mapped_column(default="")
    attempt: Mapped[MetacommunicationAttempt] = relationship(back_populates="observations")

    @classmethod
    def say(
        cls,
        me: Participant,
        attempt: MetacommunicationAttempt,
        now: datetime,
        *,
        marks: Mapping[str, int],
        seen: Collection[HowSaid],
        words: str,
    ) -> Observation:
        """Keep what `me` saw; said again it takes the first one's place."""
        if any(value not in OBSERVED for value in marks.values()):
            raise Refused(_("A number from 0 to 2, please."), status=422)
        entry = cls.of(me, attempt)
        if entry is None:
            if not (marks or seen or words):
                raise Refused(_("Nothing was chosen, so nothing was kept."), status=422)
            entry = cls(author=me, made_at=now, addressed_to_id=attempt.author_id)
            attempt.observations.append(entry)
        entry.marks = {code.value: marks[code] for code in MARKED if code in marks}
        entry.seen = [code.value for code in HowSaid if code in seen]
        entry.words = words
        attempt.exercise.supervision.touch(mine(me), mine(attempt.author))
        return entry

    @classmethod
    def of(cls, me: Participant, attempt: MetacommunicationAttempt) -> Observation | None:
        return next((o for o in attempt.observations if o.author is me), None)

    @property
    def as_fields(self) -> dict[str, object]:
        return {**self.marks, "seen": [HowSaid(code) for code in self.seen], "words": self.words}

    @property
    def said(self) -> list[tuple[Principle | TherapistTask, int]]:
        return [(code, self.marks[code]) for code in MARKED if code in self.marks]

    @property
    def noticed(self) -> list[HowSaid]:
        return [HowSaid(code) for code in self.seen]
