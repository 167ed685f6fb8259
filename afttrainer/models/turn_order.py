"""The wheel of turns: who is asked to try, and in which order. Pure: the same people, the same
offers and the same seed give the same order, on every machine.

Fairness counts turns that were *offered*. What became of an offer, a try, a pass, a pass taken up
later, is no part of it, so nobody's place on the wheel can tell of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

P = TypeVar("P")


def wheel(people: Sequence[P], offered: Mapping[P, int], seed: int) -> list[P]:
    """Everybody once: those who were offered fewer turns today before those who were offered more,
    and among equals in the order of the circle, which `seed` has turned on by so many places.

    `people` sit in the circle in the order given. Whoever began last time does not begin again.
    """
    circle = len(people)
    places = {person: (place - seed) % circle for place, person in enumerate(people)}
    return sorted(people, key=lambda person: (offered.get(person, 0), places[person]))
