"""What a rupture pulls from whoever watches it: the other half of the circle, felt (C-07: S2).

Each feels another pull, and what is common and what is one's own shows when they stand side by
side. So it is asked of everyone, compared in words and never counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import (
    Direction,
    OwnThing,
    TherapistReaction,
    Visibility,
    WordPlace,
)
from afttrainer.models import shown
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, mine

if TYPE_CHECKING:
    from afttrainer.models.group_word import GroupWord
    from afttrainer.models.participant import Participant
    from afttrainer.models.rupture import RuptureEvent

WORDS_AT_MOST: Final = 200  # characters
#: Who may read it; its author chooses.
LEVELS: Final = (Visibility.PRIVATE, Visibility.GROUP)


class Pull(Base, EntryMixin):
    __tablename__ = "pull"
    __table_args__ = (UniqueConstraint("rupture_id", "author_id"),)
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    rupture_id: Mapped[int] = mapped_column(ForeignKey("rupture_event.id"), index=True)
    #: What it answers to what the patient does; None where only words were given, or one of the
    #: group's own.
    reaction: Mapped[TherapistReaction | None]
    group_word_id: Mapped[int | None] = mapped_column(ForeignKey("group_word.id"))
    #: To which of the patient's movements it feels like the other half, where its author says so:
    #: nobody pairs them for them, since each person answers otherwise.
    answers: Mapped[Direction | None]
    words: Mapped[str] = mapped_column(default="")
    rupture: Mapped[RuptureEvent] = relationship(back_populates="pulls")
    group_word: Mapped[GroupWord | None] = relationship(lazy="joined")

    @classmethod
    def say(
        cls,
        me: Participant,
        rupture: RuptureEvent,
        now: datetime,
        *,
        reaction: TherapistReaction | None,
        words: str,
        visibility: Visibility,
        answers: Direction | None = None,
        group_word: GroupWord | None = None,
    ) -> Pull:
        """Keep it, or say it anew; for oneself alone unless one lets the group read it. Raises
        Refused for a word of the group's own that tells of the patient."""
        if group_word is not None and group_word.place is not WordPlace.THERAPIST_REACTION:
            wrong = _("This is a word for the patient. Choose one for what is in you.")
            raise Refused(wrong, fields={"reaction": [wrong]}, status=422)
        pull = cls.of(me, rupture)
        if pull is None:
            pull = cls(author=me, made_at=now, visibility=Visibility.PRIVATE)
            rupture.pulls.append(pull)
        before = pull.visibility
        was_shared = before is Visibility.GROUP
        pull.reaction, pull.words, pull.answers = reaction, words, answers
        pull.group_word = group_word
        pull.visibility = visibility if visibility in LEVELS else Visibility.PRIVATE
        # What was never shared moves nobody's screen but one's own.
        shared = ALL if was_shared or pull.visibility is Visibility.GROUP else ()
        me.supervision.touch(*shared, mine(me))
        shown.show(me, OwnThing.PULL, before, pull.visibility, now)
        return pull

    @property
    def said(self) -> TherapistReaction | GroupWord | None:
        return self.group_word or self.reaction

    @classmethod
    def of(cls, me: Participant, rupture: RuptureEvent) -> Pull | None:
        return next((p for p in rupture.pulls if p.author is me), None)
