"""In pairs: who sits with whom, and whose turn to speak it is by the clock (R-36: S1).

Nothing of what is said there is kept. Whoever would rather not sit is simply in no pair.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ExerciseType
from afttrainer.models.base import Base
from afttrainer.models.pairing import pair_up
from afttrainer.models.refusal import Refused
from afttrainer.models.rights import leads

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class DyadPlace(Base):
    """One person's place in one pair. Gone at closing, as it would tell who sat out."""

    __tablename__ = "dyad_place"
    __table_args__ = (UniqueConstraint("exercise_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    #: 1, 2, 3 ... of this exercise.
    pair: Mapped[int]
    #: In which order they speak: 1, 2, and where three sit together 3.
    speaks: Mapped[int]
    exercise: Mapped[Exercise] = relationship(back_populates="dyad_places")
    participant: Mapped[Participant] = relationship()


def sit_down(exercise: Exercise) -> None:
    """Pair all trainees who are in the room."""
    _seat(exercise, exercise.supervision.trainees)


def pair_anew(me: Participant, exercise: Exercise) -> None:
    """The same people, in pairs that have sat together less."""
    leads(me)
    _before_it_began(exercise)
    people = [place.participant for place in exercise.dyad_places]
    _seat(exercise, people, turned=1)
    exercise.supervision.touch_everybody()


def sit_out(me: Participant, exercise: Exercise) -> None:
    """Be in no pair; the others close up, and there is no mark of it. Once it has begun nobody is
    told: whoever would rather not simply gets up, and puts it aside on their own device."""
    _before_it_began(exercise)
    if place_of(exercise, me) is None:
        return
    others = [p.participant for p in exercise.dyad_places if p.participant is not me]
    _seat(exercise, others)
    exercise.supervision.touch_everybody()


def come_in(me: Participant, exercise: Exercise) -> None:
    """Sit down after all, as long as it has not begun."""
    _before_it_began(exercise)
    if place_of(exercise, me) is not None or me.supervises:
        return
    sitting = [p.participant for p in exercise.dyad_places]
    people = [p for p in exercise.supervision.trainees if p in (*sitting, me)]
    _seat(exercise, people)
    exercise.supervision.touch_everybody()


def place_of(exercise: Exercise, who: Participant) -> DyadPlace | None:
    return next((p for p in exercise.dyad_places if p.participant is who), None)


def pairs(exercise: Exercise) -> list[list[Participant]]:
    """Who sits together, in the order in which they speak."""
    groups: dict[int, list[DyadPlace]] = {}
    for place in exercise.dyad_places:
        groups.setdefault(place.pair, []).append(place)
    return [
        [p.participant for p in sorted(groups[number], key=lambda p: p.speaks)]
        for number in sorted(groups)
    ]


@dataclass(frozen=True)
class Part:
    """One stretch of the time that all pairs keep together."""

    #: Seconds from the beginning.
    begins_s: int
    lasts_s: int
    #: Whose turn it is to speak, 1 is first; None is silence for all.
    speaker: int | None
    #: Which round, from 0.
    round: int


def parts(exercise: Exercise, rounds: int, turn_s: int, silence_s: int) -> list[Part]:
    """Everybody speaks once a round, and after each turn there is silence. Where some sit three
    together all have three turns; those who are two have the last one together."""
    speakers = max((len(group) for group in pairs(exercise)), default=2)
    made: list[Part] = []
    clock = 0
    for round_ in range(rounds):
        for speaker in range(1, speakers + 1):
            for lasts, who in ((turn_s, speaker), (silence_s, None)):
                if lasts:
                    made.append(Part(clock, lasts, who, round_))
                    clock += lasts
    return made


def _seat(exercise: Exercise, people: list[Participant], turned: int = 0) -> None:
    by_id = {p.id: p for p in people}
    together = _sat_together(exercise.supervision, but=None if turned else exercise)
    seed = exercise.supervision.id + exercise.position + turned
    exercise.dyad_places[:] = [
        _placed(exercise, who, number, speaks)
        for number, group in enumerate(pair_up(list(by_id), together, seed), start=1)
        for speaks, who in enumerate((by_id[one] for one in group), start=1)
    ]


def _placed(exercise: Exercise, who: Participant, pair: int, speaks: int) -> DyadPlace:
    """Their place, moved where they have one already."""
    place = place_of(exercise, who) or DyadPlace(participant=who)
    place.pair, place.speaks = pair, speaks
    return place


def _sat_together(room: SupervisionSession, but: Exercise | None = None) -> Counter[frozenset[int]]:
    """How often any two were in one pair today."""
    return Counter(
        frozenset((one.id, other.id))
        for exercise in room.exercises
        if exercise is not but
        for group in pairs(exercise)
        for one, other in combinations(group, 2)
    )


def _before_it_began(exercise: Exercise) -> None:
    if exercise.type is not ExerciseType.DYAD:
        raise Refused(_("Nobody sits in pairs in this exercise."))
    if not exercise.is_planned:
        raise Refused(_("It has begun already: the pairs stay as they sit."))
