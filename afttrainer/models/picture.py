"""One picture of a film, and the next."""

from __future__ import annotations

from math import ceil, floor

#: Of a film at 25 a second; for films brought in before their speed was written down, and for
#: those that tell of none.
USUAL_MS = 40.0
#: Positions are whole milliseconds, which lie a little before or behind where a picture begins.
NEARLY = 0.04


def of_speed(pictures_a_second: float) -> float:
    """How long a picture lasts, in ms."""
    return 1000 / pictures_a_second if 1 <= pictures_a_second <= 1000 else USUAL_MS


def stepped(film_ms: int, pictures: int, picture_ms: float) -> int:
    """Where the picture begins that lies so many behind the one at `film_ms` (before it where
    negative), in ms from the beginning of the recording."""
    number = floor(film_ms / picture_ms + NEARLY) + pictures
    return ceil(max(0, number) * picture_ms)
