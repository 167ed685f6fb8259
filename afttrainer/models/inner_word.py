"""One word for what it is like inside, after one's own turn in a chair or at a try (C-69, C-89: S2,
Awareness exercises: what is experienced comes before what is thought of it)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import OwnThing, Visibility
from afttrainer.models import shown
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant
    from afttrainer.models.two_chair import SeatSpan

WORD_AT_MOST: Final = 40  # characters
#: Only for its author, or for the group; what it is like inside is shown by nobody else.
LEVELS: Final = (Visibility.PRIVATE, Visibility.GROUP)


class InnerWord(Base, EntryMixin):
    """Of one turn: a stay in a chair, or a try; exactly one of the two is set."""

    __tablename__ = "inner_word"
    __table_args__ = (UniqueConstraint("seat_span_id"), UniqueConstraint("attempt_id"))
    starts_visible_to = Visibility.PRIVATE

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    seat_span_id: Mapped[int | None] = mapped_column(ForeignKey("seat_span.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("metacommunication_attempt.id"))
    word: Mapped[str]
    exercise: Mapped[Exercise] = relationship(back_populates="inner_words")
    seat_span: Mapped[SeatSpan | None] = relationship()
    attempt: Mapped[MetacommunicationAttempt | None] = relationship()

    @classmethod
    def say(
        cls,
        me: Participant,
        turn: SeatSpan | MetacommunicationAttempt,
        now: datetime,
        *,
        word: str,
        visibility: Visibility = Visibility.PRIVATE,
    ) -> InnerWord | None:
        """Of one's own turn, once that is over. Said again it takes the first one's place; nothing
        takes it away. Raises Refused for more than one word."""
        exercise = turn.exercise
        if me is not _whose(turn):
            raise NotYours(_("Only the one whose turn it was says this."))
        if turn.ended_at is None:
            raise Refused(_("This turn is still under way. Say it when it is over."))
        if len(word.split()) > 1:
            words = _("One word, please. More can be said in the debrief.")
            raise Refused(words, fields={"word": [words]}, status=422)
        if visibility not in LEVELS:
            raise Refused(_("Only you, or everyone in the group."), status=422)
        entry = cls.of(turn)
        before = entry.visibility if entry is not None else Visibility.PRIVATE
        was_shown = before is not Visibility.PRIVATE
        if not word:
            if entry is not None:
                exercise.inner_words.remove(entry)
            entry = None
        elif entry is None:
            entry = cls(author=me, made_at=now, word=word, visibility=visibility)
            entry.belong_to(turn)
            exercise.inner_words.append(entry)
        else:
            entry.word, entry.visibility = word, visibility
        after = entry.visibility if entry is not None else Visibility.PRIVATE
        is_shown = after is not Visibility.PRIVATE
        shown.show(me, OwnThing.INNER_WORD, before, after, now)
        exercise.supervision.touch(mine(me), *([SUPERVISOR] if was_shown or is_shown else []))
        return entry

    @classmethod
    def of(cls, turn: SeatSpan | MetacommunicationAttempt) -> InnerWord | None:
        """Only its author has it on a screen, unless they have shown it: ask `may_read`."""
        said = turn.exercise.inner_words
        return next((one for one in said if turn in (one.seat_span, one.attempt)), None)

    def belong_to(self, turn: SeatSpan | MetacommunicationAttempt) -> None:
        from afttrainer.models.two_chair import SeatSpan

        if isinstance(turn, SeatSpan):
            self.seat_span = turn
        else:
            self.attempt = turn


def _whose(turn: SeatSpan | MetacommunicationAttempt) -> Participant | None:
    """Who sat in the chair, or tried."""
    from afttrainer.models.two_chair import SeatSpan

    return turn.exercise.patient_player if isinstance(turn, SeatSpan) else turn.author
