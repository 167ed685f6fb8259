"""How fast pictures follow one another, and whether evenly. For the film worker's process only."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from av.video.stream import VideoStream

from .libav import as_fraction

_TIMES_COMPARED = 4_000
#: Matroska and AVI round times to milliseconds.
_ROUNDING_S = 0.0016


def rate_of(stream: VideoStream, times: list[float]) -> Fraction:
    """Pictures a second, as they follow one another; what the film says of itself is a guess."""
    for said in (as_fraction(stream.average_rate, 0), as_fraction(stream.guessed_rate, 0)):
        if 1 <= said <= 250 and (len(times) < 3 or _fits(said, times)):
            return said.limit_denominator(1001)
    if len(times) > 2 and times[-1] > times[0]:
        counted = Fraction((len(times) - 1) / (times[-1] - times[0])).limit_denominator(1001)
        return min(max(counted, Fraction(1, 1000)), Fraction(250))
    return Fraction(25)


def _fits(rate: Fraction, times: list[float]) -> bool:
    counted = (len(times) - 1) / max(1e-6, times[-1] - times[0])
    return abs(float(rate) / counted - 1) < 0.1


def index_times(stream: VideoStream) -> list[float]:
    """From all over the film, where it has an index of all pictures (MP4)."""
    base = float(as_fraction(stream.time_base, Fraction(1, 1000)))
    entries = stream.index_entries
    if len(entries) < _TIMES_COMPARED or entries[1].is_keyframe:
        return (
            [entry.timestamp * base for entry in entries] if len(entries) == stream.frames else []
        )
    middle = len(entries) // 2
    return [entries[n].timestamp * base for n in range(middle, middle + _TIMES_COMPARED // 4)]


def steady(times: Iterable[float]) -> bool:
    gaps = [later - earlier for earlier, later in pairwise(times)]
    if len(gaps) < 2:
        return True
    usual = statistics.median(gaps)
    return all(abs(gap - usual) <= max(_ROUNDING_S, usual * 0.02) for gap in gaps)
