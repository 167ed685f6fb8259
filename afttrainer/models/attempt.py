"""One try at metacommunication: one therapist turn aimed at the relation itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import FELT_EFFECT, FORMS_OF, Dimension, Form, RestartFrom, Strategy
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.lot import by_lot
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, WALL, mine
from afttrainer.models.scribe import writes

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.observation import Observation
    from afttrainer.models.participant import Participant
    from afttrainer.models.rotation import TurnSlot
    from afttrainer.models.rupture import RuptureEvent
    from afttrainer.models.try_pin import TryPin

WORDS_AT_MOST = 1000  # characters


class MetacommunicationAttempt(Base, EntryMixin):
    """The author is the one who tried. Made when their turn begins."""

    __tablename__ = "metacommunication_attempt"

    id: Mapped[int] = mapped_column(primary_key=True, default=by_lot)  # a pass leaves no gap
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("turn_slot.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(default="")
    #: What came back from the patient's chair.
    answer: Mapped[str] = mapped_column(default="")
    dimension: Mapped[Dimension | None]
    form: Mapped[Form | None]
    restart_from: Mapped[RestartFrom] = mapped_column(default=RestartFrom.CONTINUE)
    #: What the therapist does here, of the four (S2); a new experience may come with any of them.
    strategy: Mapped[Strategy | None]
    new_experience: Mapped[bool] = mapped_column(default=False)
    #: What this might have meant to the patient: how and what cannot be parted (C-05: S2).
    meant: Mapped[str] = mapped_column(default="")
    #: −3 pushed away ... +3 drawn closer; given by the patient player in role, by nobody else.
    felt_effect: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    #: So many seconds of it the exercise rested.
    rested_s: Mapped[float] = mapped_column(default=0.0)
    exercise: Mapped[Exercise] = relationship(back_populates="attempts")
    slot: Mapped[TurnSlot | None] = relationship()
    observations: Mapped[list[Observation]] = relationship(
        back_populates="attempt", order_by="Observation.id", cascade="all, delete-orphan"
    )
    pins: Mapped[list[TryPin]] = relationship(
        back_populates="attempt", order_by="TryPin.try_ms", cascade="all, delete-orphan"
    )
    #: A new rupture that this try has opened; to be expected, and a place to go on from (S2).
    child_rupture: Mapped[RuptureEvent | None] = relationship(
        back_populates="parent_attempt", uselist=False
    )

    @property
    def clock_began_at(self) -> datetime:
        """From when on its time is counted, as `ExerciseClock.clock_began_at`."""
        return self.made_at + timedelta(seconds=self.rested_s)

    @property
    def is_empty(self) -> bool:
        """Nobody has entered anything about it."""
        said = (self.words, self.answer, self.meant, self.dimension, self.strategy)
        entered = (*said, self.new_experience, self.child_rupture)
        return not any(entered) and self.felt_effect is None

    @property
    def cell(self) -> str | None:
        """Where it stands in the grid of six, `patient_self.question`."""
        return f"{self.dimension}.{self.form}" if self.dimension and self.form else None

    @property
    def length_ms(self) -> int:
        """How long it lasted by the clock, rests and all; 0 while it lasts."""
        if self.ended_at is None:
            return 0
        return round((self.ended_at - self.made_at) / timedelta(milliseconds=1))

    def end(self, now: datetime) -> None:
        """It is over: what others have marked in it is now for the one who tried."""
        self.ended_at = now
        for pin in self.pins:
            pin.address()

    def say(self, me: Participant, words: str) -> None:
        """What the one who tried said to the patient."""
        self._by_who_tried(me)
        self.words = words
        self._touch()

    def hear(self, me: Participant, answer: str) -> None:
        """What the patient answered; the patient's player may write it, too."""
        if me is not self.exercise.patient_player:
            self._by_who_tried(me)
        self.answer = answer
        self._touch()

    def place(self, me: Participant, dimension: Dimension, form: Form) -> None:
        """Which of the six ways it was (S2)."""
        self._by_who_tried(me)
        if form not in FORMS_OF[dimension]:
            raise Refused(_("This form does not go with that. Please choose one of the six."))
        self.dimension, self.form = dimension, form
        self._touch()

    def mean(self, me: Participant, meant: str) -> None:
        """What it might have meant to the patient; the patient's player may say, too."""
        if me is not self.exercise.patient_player:
            self._by_who_tried(me)
        self.meant = meant
        self._touch()

    def weigh(self, me: Participant, strategy: Strategy | None, *, new_experience: bool) -> None:
        """Which of the four ways to go on with a rupture it was (S2, Fig. 16.1)."""
        self._by_who_tried(me)
        self.strategy, self.new_experience = strategy, new_experience
        self._touch()

    def start_from(self, me: Participant, restart_from: RestartFrom) -> None:
        self._by_who_tried(me)
        self.restart_from = restart_from
        self._touch()

    def feel(
        self, me: Participant, felt_effect: int | None, touched_at: datetime | None = None
    ) -> None:
        """How it left the patient: −3 pushed away to +3 drawn closer, said in role, though it may
        arrive when the role has been left."""
        if me is not self.exercise.patient_player:
            raise NotYours(_("Only the one playing the patient can say how it felt."))
        if not self.exercise.in_role and not self.exercise.was_in_role_at(touched_at):
            raise Refused(_("You have stepped out of the role, so this stays as it is."))
        if felt_effect is not None and felt_effect not in FELT_EFFECT:
            raise Refused(_("A number from −3 to +3, please."), status=422)
        self.felt_effect = felt_effect
        self._touch(WALL)

    def _by_who_tried(self, me: Participant) -> None:
        if me is not self.author and not writes(me):
            raise NotYours(_("Only the one who tried, the scribe or the supervisor writes this."))

    def _touch(self, *also: str) -> None:
        exercise = self.exercise
        people = {self.author, exercise.patient_player, exercise.supervision.scribe} - {None}
        exercise.supervision.touch(SUPERVISOR, *(mine(p) for p in people if p), *also)


def found(exercise: Exercise, attempt_id: int) -> MetacommunicationAttempt:
    """One of this exercise's; a number from elsewhere finds nothing."""
    attempt = next((a for a in exercise.attempts if a.id == attempt_id), None)
    if attempt is None:
        raise Refused(_("This try is not one of this exercise."))
    return attempt
