"""The pathway board: in which of five states the two of them are, tapped as it goes along.

The states follow in any order, may come again, and none has to be reached: exploring a rupture or
an avoidance is worth while by itself (S2, A stage-process model of rupture resolution). So there is
a path and never a progress.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from afttrainer.content.codes import (
    CONFRONTATION_STEP_OF,
    PAIRED_INTERVENTION,
    STAGE_OF,
    WITHDRAWAL_STEP_OF,
    ConfrontationStep,
    FourStage,
    Intervention,
    MixedKind,
    PathwayState,
    WishKind,
    WithdrawalStep,
)
from afttrainer.content.words import label
from afttrainer.models.base import Base, enter, session_of
from afttrainer.models.entry import EntryMixin
from afttrainer.models.hold import refuse_others_while_held
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, PATHWAY, Piece, mine
from afttrainer.models.scribe import must_write

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant

#: An exercise is made from a rupture, so it begins where that was noticed: the usual entry (S2).
ENTRY = PathwayState.RUPTURE_MARKER
Kind = MixedKind | WishKind
#: Which of both progressions (S2) a kind belongs to; the other has no place for it.
AS_WITHDRAWAL: Final = (MixedKind.QUALIFIED_ASSERTION, WishKind.NEED_TO_ASSERT)


class PathwayTap(Base, EntryMixin):
    """The author is whoever logs: one who leads, or the scribe. `made_at` is when the finger
    went down."""

    __tablename__ = "pathway_tap"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    state: Mapped[PathwayState]
    #: Which two things at once, and which wish, where somebody has said so.
    mixed_kind: Mapped[MixedKind | None]
    wish_kind: Mapped[WishKind | None]
    exercise: Mapped[Exercise] = relationship(back_populates="pathway")

    @classmethod
    def tap(
        cls,
        me: Participant,
        exercise: Exercise,
        state: PathwayState,
        touched_at: datetime,
        *,
        shown: int | None,
    ) -> PathwayTap:
        """Log the state they are in, as of `touched_at`. The same state again is a step too.

        `shown` is the number of the last tap on the presser's screen. Of two who tap at once the
        second is told where it stands; one's own taps may come one after the other unseen.
        """
        must_write(me)
        if not exercise.rotates or not exercise.was_running_at(touched_at):
            raise Refused(_("The exercise is not under way."))
        refuse_others_while_held(me, touched_at)
        if any(tap.author is not me and tap.id > (shown or 0) for tap in exercise.pathway):
            where = label(present(exercise))
            raise Refused(_("Somebody was quicker: it stands at “%(where)s”.", where=where))
        session = session_of(exercise)
        session.flush()
        tap = cls(
            author_id=me.id,
            exercise_id=exercise.id,
            state=state,
            visibility=cls.starts_visible_to,
            made_at=touched_at,
        )
        enter(session, tap)
        set_committed_value(exercise, "pathway", [*exercise.pathway, tap])
        _touch(Tapped(exercise, tap))
        return tap

    @property
    def kind(self) -> Kind | None:
        return self.mixed_kind or self.wish_kind


def kinds_of(state: PathwayState) -> tuple[Kind, ...]:
    """What more can be said of that state (S2); of most of them nothing."""
    if state is PathwayState.MIXED_EXPRESSION:
        return tuple(MixedKind)
    return tuple(WishKind) if state is PathwayState.WISH_OR_NEED else ()


def say_kind(me: Participant, exercise: Exercise, tap_id: int, kind: Kind | None) -> None:
    """Say which it was, or, with None, leave it open again. Raises Refused."""
    must_write(me)
    tap = _found(exercise, tap_id)
    if kind is not None and not any(kind is one for one in kinds_of(tap.state)):
        raise Refused(_("This does not go with where they are."), status=422)
    tap.mixed_kind = kind if isinstance(kind, MixedKind) else None
    tap.wish_kind = kind if isinstance(kind, WishKind) else None
    _touch(Tapped(exercise, tap))


def undo(me: Participant, exercise: Exercise, tap_id: int) -> None:
    """Take a tap back, as if the finger had not gone down. The log is the writers' together."""
    must_write(me)
    tap = _found(exercise, tap_id)
    exercise.pathway.remove(tap)
    _touch(Tapped(exercise, tap, is_undone=True))


def _found(exercise: Exercise, tap_id: int) -> PathwayTap:
    tap = next((one for one in exercise.pathway if one.id == tap_id), None)
    if tap is None:
        raise Refused(_("This step is not on the board any more."))
    return tap


@dataclass(frozen=True)
class Tapped:
    """What alone has changed on a board."""

    exercise: Exercise
    tap: PathwayTap
    is_undone: bool = False


def _touch(tapped: Tapped) -> None:
    room = tapped.exercise.supervision
    room.touch(*ALL, piece=Piece(PATHWAY, tapped))
    if room.scribe is not None:
        room.touch(mine(room.scribe))


def in_order(exercise: Exercise) -> list[PathwayTap]:
    """As the fingers went down, whenever they arrived."""
    return sorted(exercise.pathway, key=lambda tap: (tap.made_at, tap.id or 0))


def last(exercise: Exercise) -> PathwayTap | None:
    return next(reversed(in_order(exercise)), None)


def present(exercise: Exercise) -> PathwayState:
    tap = last(exercise)
    return tap.state if tap else ENTRY


def suggestion(state: PathwayState) -> Intervention:
    """What goes with that state (S2): offered, never asked for."""
    return PAIRED_INTERVENTION[state]


@dataclass(frozen=True)
class Step:
    """One place of the way, seen by all three models of it."""

    state: PathwayState
    #: Since the exercise began.
    seconds: float
    #: The number of its tap; None for the entry, which nobody taps.
    tap: int | None = None
    kind: Kind | None = None

    @property
    def withdrawal(self) -> WithdrawalStep | None:
        if self.kind is not None and self.kind not in AS_WITHDRAWAL:
            return None
        return WITHDRAWAL_STEP_OF.get(self.state)

    @property
    def confrontation(self) -> ConfrontationStep | None:
        if self.kind in AS_WITHDRAWAL:
            return None
        return CONFRONTATION_STEP_OF.get(self.state)

    @property
    def stage(self) -> FourStage:
        """S1."""
        return STAGE_OF[self.state]


def steps(exercise: Exercise, taps: Iterable[PathwayTap]) -> list[Step]:
    """The way through `taps`, from the entry on."""
    if exercise.began_at is None:
        return []
    return [Step(ENTRY, 0.0), *(step(exercise, tap) for tap in taps)]


def step(exercise: Exercise, tap: PathwayTap) -> Step:
    """The place of the way that was tapped; the exercise has begun."""
    began = exercise.began_at or tap.made_at
    return Step(tap.state, (tap.made_at - began).total_seconds(), tap.id, tap.kind)


def transitions(taps: Iterable[PathwayTap]) -> list[tuple[PathwayState, PathwayState]]:
    """From which state into which, the entry's first."""
    return list(pairwise([ENTRY, *(tap.state for tap in taps)]))


def transition_counts(
    taps: Iterable[PathwayTap],
) -> dict[PathwayState, dict[PathwayState, int]]:
    """How often each state led into each: lag-1 counts, as verification studies ask for (S2)."""
    counted = Counter(transitions(taps))
    return {one: {other: counted[one, other] for other in PathwayState} for one in PathwayState}
