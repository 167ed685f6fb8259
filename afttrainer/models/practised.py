"""Which ways of speaking about a rupture have been tried, over all meetings of a group (C-50, C-52:
S2, Metacommunication): to see what has not been tried yet, and nobody beside anybody.

It is told of the whole group, and to each person of themselves. A trainee's own tries are told to
nobody as a sum: what is for learning never becomes a measure of a person (rule 13).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer.content.codes import (
    FORMS_OF,
    Dimension,
    Form,
    SessionStatus,
    Strategy,
    Visibility,
)
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.exercise import Exercise
from afttrainer.models.participant import Participant
from afttrainer.models.supervision import SupervisionSession

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership


@dataclass(frozen=True)
class Practised:
    """How many tries went each of the six, and each of the four ways. A try of which nobody has
    said what it was is in neither."""

    cells: Mapping[tuple[Dimension, Form], int]
    strategies: Mapping[Strategy, int]

    dimensions: ClassVar = tuple(Dimension)
    forms: ClassVar = tuple(Form)

    def tries_in(self, dimension: Dimension, form: Form) -> int | None:
        """None for a cell that does not exist."""
        return self.cells.get((dimension, form), 0) if form in FORMS_OF[dimension] else None

    def tries_of(self, strategy: Strategy) -> int:
        return self.strategies.get(strategy, 0)

    @property
    def is_empty(self) -> bool:
        return not (any(self.cells.values()) or any(self.strategies.values()))


def by_group(session: Session, me: Membership) -> Practised:
    """All that the group has tried in meetings that are over, as far as `me` may read it."""
    return _counted(a for a, _whose in _tries(session, me) if a.visibility is Visibility.GROUP)


def by_me(session: Session, me: Membership) -> Practised:
    return _counted(a for a, whose in _tries(session, me) if whose == me.id)


def _tries(session: Session, me: Membership) -> list[tuple[MetacommunicationAttempt, int]]:
    """With the number of whose it was."""
    of_group = (
        select(MetacommunicationAttempt, Participant.membership_id)
        .join(Participant, Participant.id == MetacommunicationAttempt.author_id)
        .join(Exercise, Exercise.id == MetacommunicationAttempt.exercise_id)
        .join(SupervisionSession, SupervisionSession.id == Exercise.supervision_id)
        .where(
            SupervisionSession.group_id == me.group_id,
            SupervisionSession.status == SessionStatus.CLOSED,
        )
    )
    return [(attempt, whose) for attempt, whose in session.execute(of_group)]


def _counted(attempts: Iterable[MetacommunicationAttempt]) -> Practised:
    cells: Counter[tuple[Dimension, Form]] = Counter()
    strategies: Counter[Strategy] = Counter()
    for attempt in attempts:
        if attempt.dimension and attempt.form:
            cells[attempt.dimension, attempt.form] += 1
        if attempt.strategy:
            strategies[attempt.strategy] += 1
    return Practised(cells, strategies)
