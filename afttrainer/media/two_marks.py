"""The two marks of a clip. Known to the server as well: nothing here loads libav."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .refusals import Refusal

if TYPE_CHECKING:
    from av.container import InputContainer

#: Marks are whole milliseconds; pictures are not.
ROUNDING = Fraction(1, 2000)


class BadMarks(Refusal):
    """Marks between which there is no picture."""


@dataclass(frozen=True)
class Marks:
    """A stretch of a film, in ms from the film's beginning: the pictures shown from `start_ms` on
    and before `stop_ms`."""

    start_ms: int
    stop_ms: int

    def within(self, film: InputContainer) -> tuple[Fraction, Fraction]:
        """The same in the film's own seconds, open to the rounding of milliseconds."""
        zero = film_zero(film)
        return (
            Fraction(self.start_ms, 1000) + zero - ROUNDING,
            Fraction(self.stop_ms, 1000) + zero - ROUNDING,
        )


def film_zero(film: InputContainer) -> Fraction:
    """The film's own time at its beginning, in seconds, as players count it."""
    return Fraction(max(0, film.start_time or 0), 1_000_000)
