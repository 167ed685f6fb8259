"""A question to the room: what people think is counted, and nobody's own answer is ever told.

Whoever has the room asks one at a time: own words, or common thoughts under strain (R-48; seeing a
thought as one that many have, S1, Additional exercises). Until it is shown nobody is told a count;
with the showing the answers are deleted and numbers stay. Who answers nothing leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from afttrainer.content.codes import CommonThought
from afttrainer.content.words import COMMON_THOUGHTS_ASKED
from afttrainer.models import command
from afttrainer.models.base import Base
from afttrainer.models.lot import by_lot
from afttrainer.models.poll_answer import PollAnswer
from afttrainer.models.poll_option import PollOption
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR, mine
from afttrainer.models.rights import leads

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

QUESTION_AT_MOST = 120  # characters
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
#: Of fewer answers a count would say too much of each (domain F3).
ENOUGH: Final = 4


class Poll(Base):
    """Who asked it is not kept. One that was never shown is deleted when it is put away."""

    __tablename__ = "poll"

    id: Mapped[int] = mapped_column(primary_key=True, default=by_lot)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    #: Empty for the common thoughts, which are asked about in words of the site's language.
    question: Mapped[str] = mapped_column(default="")
    of_thoughts: Mapped[bool] = mapped_column(default=False)
    #: As many answers as fit, instead of one.
    several: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    #: Off the screens; its counts stay in the record.
    put_away_at: Mapped[datetime | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="polls")
    options: Mapped[list[PollOption]] = relationship(
        back_populates="poll", order_by=PollOption.position, cascade="all, delete-orphan"
    )
    #: Only while it is open.
    answers: Mapped[list[PollAnswer]] = relationship(
        back_populates="poll", cascade="all, delete-orphan"
    )

    @classmethod
    def ask(
        cls, me: Participant, question: str, words: Sequence[str], now: datetime, *, several: bool
    ) -> Poll:
        """`words` are the 2 to 6 answers to choose from, in their order. Raises Refused."""
        _may_ask(me)
        if not FEWEST_OPTIONS <= len(words) <= MOST_OPTIONS:
            said = _("Please write two answers to choose from, at least.")
            raise Refused(said, fields={f"answer_{len(words) + 1}": [said]}, status=422)
        if len({" ".join(one.casefold().split()) for one in words}) < len(words):
            raise Refused(_("Two of the answers are the same. Please change one."), status=422)
        options = [PollOption(position=n, words=one) for n, one in enumerate(words)]
        return cls(question=question, several=several, asked_at=now, options=options)._to(me)

    @classmethod
    def ask_thoughts(cls, me: Participant, now: datetime) -> Poll:
        """The shipped list, of which one ticks as many as fit. Raises Refused."""
        _may_ask(me)
        options = [
            PollOption(position=n, words="", thought=one) for n, one in enumerate(CommonThought)
        ]
        return cls(of_thoughts=True, several=True, asked_at=now, options=options)._to(me)

    def _to(self, me: Participant) -> Poll:
        me.supervision.polls.append(self)
        me.supervision.touch_everybody()
        return self

    @property
    def words(self) -> str:
        """What is asked; empty where it was emptied with a film's words."""
        return str(COMMON_THOUGHTS_ASKED) if self.of_thoughts else self.question

    @property
    def is_open(self) -> bool:
        return self.shown_at is None and self.put_away_at is None

    # --- Answering ---------------------------------------------------------------------------

    def answer(self, me: Participant, position: int, now: datetime, *, fits: bool) -> None:
        """One answer of one's own, or (`fits` false) not that one any more. The supervisor answers
        as anyone does. Raises Refused where it is shown or put away."""
        self._must_be_open()
        if position not in {option.position for option in self.options}:
            raise Refused(_("This is not one of the answers to choose from."), status=422)
        own = self.answer_of(me)
        before = set(own.chosen) if own is not None else set()
        kept = before if self.several or not fits else set()
        chosen = sorted(kept | {position} if fits else kept - {position})
        if not chosen:
            self._drop([own] if own is not None else [])
        elif own is None:
            was_enough = self.has_enough
            self.answers.append(PollAnswer(author=me, made_at=now, chosen=chosen))
            self._tell(was_enough)
        else:
            own.chosen = chosen
        self.supervision.touch(mine(me))

    def take_back(self, me: Participant) -> None:
        """All of one's own answer; where there is none nothing happens."""
        self._must_be_open()
        own = self.answer_of(me)
        self._drop([own] if own is not None else [])
        self.supervision.touch(mine(me))

    def answer_of(self, me: Participant) -> PollAnswer | None:
        return next((one for one in self.answers if one.author is me), None)

    @property
    def answered(self) -> int:
        """How many have answered of those who are of the group, who leads among them."""
        return len(self._counted)

    @property
    def has_enough(self) -> bool:
        """Four of the trainees: whoever leads knows their own answer, and could take it off."""
        return sum(not one.author.supervises for one in self._counted) >= ENOUGH

    @property
    def _counted(self) -> list[PollAnswer]:
        return [one for one in self.answers if one.author.takes_part]

    def _drop(self, gone: list[PollAnswer]) -> None:
        was_enough = self.has_enough
        for one in gone:
            self.answers.remove(one)
        if gone:
            self._tell(was_enough)

    def _tell(self, was_enough: bool) -> None:
        """The console says how many once there are enough: of fewer it hears nothing, not even that
        something has changed."""
        if was_enough or self.has_enough:
            self.supervision.touch(SUPERVISOR)

    def _must_be_open(self) -> None:
        if self.is_open:
            return
        raise Refused(
            _(
                "The answers have been shown meanwhile, and nothing is added to them. One that had "
                "come before is counted."
            )
        )

    # --- Showing -----------------------------------------------------------------------------

    def show(self, me: Participant, now: datetime) -> None:
        """Counts on all screens; from here on there is nobody's answer any more, nor a way to give
        one. Twice is once. Raises Refused where there are not enough."""
        leads(me)
        if self.shown_at is not None:
            return
        if not self.has_enough:
            raise Refused(_("Not enough answers to show: four trainees have to answer."))
        counted = self._counted
        for option in self.options:
            option.count = sum(option.position in one.chosen for one in counted)
        self.shown_at = now
        self._forget_answers()
        self.supervision.touch_everybody()

    def put_away(self, me: Participant, now: datetime, *, shown: bool) -> None:
        """Off the screens. `shown` is whether the presser saw counts: if somebody has shown them
        meanwhile, they are not put away unseen. Raises Refused."""
        leads(me)
        if self.put_away_at is not None:
            return
        if (self.shown_at is not None) != shown:
            raise Refused(_("Somebody has shown the answers meanwhile. This is how it stands now."))
        room = self.supervision
        self._end(now)
        room.touch_everybody()

    def _end(self, now: datetime) -> None:
        """What was shown stays as counts; what was not is gone."""
        self._forget_answers()
        if self.shown_at is None:
            self.supervision.polls.remove(self)
        else:
            self.put_away_at = self.put_away_at or now

    def _forget_answers(self) -> None:
        """In the ledger as well, which could tell of them (rule 5)."""
        self.answers.clear()
        if (session := object_session(self)) is not None:
            command.forget_secret(session, [p.id for p in self.supervision.participants])


def _may_ask(me: Participant) -> None:
    leads(me)
    if me.supervision.phase is None:
        raise Refused(_("Begin the first part of the plan first."))
    if on_screens(me.supervision) is not None:
        raise Refused(_("There is a question to the room already. Put it away first."))


def on_screens(room: SupervisionSession) -> Poll | None:
    """The one that is open or shown."""
    if not room.is_live:
        return None
    return next((one for one in room.polls if one.put_away_at is None), None)


def found(room: SupervisionSession, poll_id: int) -> Poll:
    """One of this room's; a number from elsewhere, or of one that was dropped, finds nothing."""
    one = next((poll for poll in room.polls if poll.id == poll_id), None)
    if one is None:
        raise Refused(_("This question is not there any more."))
    return one


def shown(room: SupervisionSession) -> list[Poll]:
    """What the record has: counts that all have seen."""
    return [poll for poll in room.polls if poll.shown_at is not None]


def leave_out(me: Participant) -> None:
    """Whoever is not of the group any more is not counted."""
    for poll in me.supervision.polls:
        if (own := poll.answer_of(me)) is not None:
            poll.answers.remove(own)
            me.supervision.touch(SUPERVISOR)
    if (session := object_session(me)) is not None:
        command.forget_secret(session, [me.id])


def close(room: SupervisionSession, now: datetime) -> None:
    """Closing shows nothing: what is open is dropped."""
    for poll in list(room.polls):
        poll._end(now)
