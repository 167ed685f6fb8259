"""A moment in somebody's try that one who watches has marked: for the one who tried, afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import Pinned, Visibility
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.base import Base, session_of
from afttrainer.models.device_name import DeviceNamed
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import mine

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant

WORD_AT_MOST: Final = 80  # characters
#: A finger is slower than an eye: what goes down so soon after a try is of its end.
JUST_OVER: Final = timedelta(seconds=3)
#: A device that has not compared its clock may be so far behind; what is from longer before a try
#: is of another, be it one that was let go by.
CLOCK_BEHIND: Final = timedelta(minutes=1)
#: Of the picture, in per cent: the lowest place, the way to the next, how many stand on each other,
#: and how near two are that would cover each other on a phone.
LOWEST, STEP, LEVELS, NEAR = 82.0, 17.0, 5, 5.5


class TryPin(Base, DeviceNamed):
    """Its author's alone while the try lasts; then the one's who tried as well, and nobody else's.
    What is in the author (`Pinned.SOMETHING_IN_ME`) stays theirs until they let that one know."""

    __tablename__ = "try_pin"
    __table_args__ = (UniqueConstraint("author_id", "client_uuid"),)
    starts_visible_to = Visibility.PRIVATE

    attempt_id: Mapped[int] = mapped_column(ForeignKey("metacommunication_attempt.id"), index=True)
    #: From when the try began to when the finger went down, by the clock: rests are in it.
    try_ms: Mapped[int]
    #: None where its author has not said what it was.
    what: Mapped[Pinned | None]
    word: Mapped[str] = mapped_column(default="")
    #: Its author lets the one who tried know of what was in themselves.
    is_told: Mapped[bool] = mapped_column(default=False)
    attempt: Mapped[MetacommunicationAttempt] = relationship(back_populates="pins")

    @classmethod
    def place(
        cls,
        me: Participant,
        exercise: Exercise,
        touched_at: datetime,
        now: datetime,
        *,
        shown: int | None = None,
        name: str | None = None,
    ) -> TryPin:
        """The first tap, in the try that was under way at `touched_at`, whenever it arrives. What
        the device has placed under this name already is not placed again.

        `shown` is the number of the try on the presser's screen. Raises Refused where nobody was
        trying, and for whoever was in it themselves.
        """
        if name is not None and (placed := cls.own_named(me, name)) is not None:
            return placed
        attempt = _tried_at(exercise, touched_at, shown)
        if attempt is None:
            raise Refused(_("Nobody was trying just then, so there is nothing to mark."))
        if me in (attempt.author, exercise.patient_player):
            raise Refused(_("You were in it yourself. Moments are marked by those who watch."))
        pin = cls(
            author=me,
            made_at=now,
            visibility=Visibility.PRIVATE,
            client_uuid=name,
            try_ms=_ms_into(attempt, touched_at),
            what=None,
            word="",
            is_told=False,
        )
        attempt.pins.append(pin)
        pin._tell_after()
        return pin

    @classmethod
    def own(cls, me: Participant, name: str) -> TryPin:
        """One of my own, by its number or by the name my device gave it. Raises Refused."""
        pin = cls.own_named(me, name)
        if pin is None:
            raise Refused(_("This is not one of yours, or it was taken away."))
        return pin

    def say(
        self, *, what: Pinned | None = None, word: str | None = None, is_told: bool | None = None
    ) -> None:
        """The second tap, and what may be added: what is None stays as it is."""
        self.what = what or self.what
        self.word = self.word if word is None else word
        self.is_told = self.is_told if is_told is None else is_told
        self._tell_after()

    def take_away(self) -> None:
        """Gone, as if the finger had not gone down."""
        self._tell()
        self.attempt.pins.remove(self)

    @property
    def is_inner(self) -> bool:
        return self.what is Pinned.SOMETHING_IN_ME

    @property
    def is_for_who_tried(self) -> bool:
        return self.addressed_to_id is not None

    def address(self) -> None:
        """To the one who tried: once the try is over, and what is inner if its author says so."""
        attempt = self.attempt
        is_theirs = attempt.ended_at is not None and (self.is_told or not self.is_inner)
        self.addressed_to_id = attempt.author_id if is_theirs else None

    def _tell_after(self) -> None:
        """Also to whoever has it before them till now."""
        self._tell()
        self.address()
        self._tell()

    def _tell(self) -> None:
        """Nobody else's screen moves, and while the try lasts not that of the one who tries."""
        attempt = self.attempt
        room = attempt.exercise.supervision
        room.touch(mine(self.author), *([mine(attempt.author)] if self.is_for_who_tried else []))


def _tried_at(
    exercise: Exercise, instant: datetime, shown: int | None
) -> MetacommunicationAttempt | None:
    """By time. What the screen showed had begun, and stands a moment longer than it lasted."""
    for one in exercise.attempts:
        if one.id != shown:
            continue
        over = one.ended_at
        is_ahead = one.made_at - CLOCK_BEHIND <= instant < one.made_at
        if is_ahead or (over is not None and over <= instant < over + JUST_OVER):
            return one
    begun = (one for one in exercise.attempts if one.made_at <= instant)
    return next((one for one in begun if one.ended_at is None or instant < one.ended_at), None)


def _ms_into(attempt: MetacommunicationAttempt, instant: datetime) -> int:
    until = min(instant, attempt.ended_at) if attempt.ended_at is not None else instant
    return max(0, round((until - attempt.made_at) / timedelta(milliseconds=1)))


def own_pins(exercise: Exercise, me: Participant) -> Sequence[TryPin]:
    """One's own in that exercise, the last first; nobody else's are read for it."""
    own = (
        select(TryPin)
        .join(TryPin.attempt)
        .where(TryPin.author_id == me.id, MetacommunicationAttempt.exercise_id == exercise.id)
        .order_by(MetacommunicationAttempt.made_at.desc(), TryPin.try_ms.desc(), TryPin.id)
    )
    return session_of(me).scalars(own).all()


@dataclass(frozen=True)
class Place:
    """Where a pin stands in the picture, in per cent of its width and height."""

    pin: TryPin
    x: float
    y: float


def along(attempt: MetacommunicationAttempt, pins: Iterable[TryPin]) -> list[Place]:
    """In the order of time along the whole try, those that would cover each other stacked."""
    places: list[Place] = []
    for pin in sorted(pins, key=lambda one: (one.try_ms, one.id)):
        x = round(100 * pin.try_ms / max(1, attempt.length_ms, pin.try_ms), 2)
        level = sum(x - place.x < NEAR for place in places) % LEVELS
        places.append(Place(pin, x, LOWEST - STEP * level))
    return places
