"""Film time and clock time: pure arithmetic on what playback did and when.

Positions are milliseconds within the clip. A *motion* holds from its instant until a later-written
one takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Protocol

#: Following the wall moves the reckoning by a few pictures; nobody has missed those.
BRIDGED_MS = 250


class Motion(Protocol):
    """From `at` on the film stands at `position_ms`, or runs on from there at `rate`."""

    @property
    def at(self) -> datetime: ...
    @property
    def position_ms(self) -> int: ...
    @property
    def rate(self) -> float: ...
    @property
    def playing(self) -> bool: ...


def carried_on(motion: Motion, instant: datetime, stops_at_ms: int) -> int:
    """Where the film is at `instant`, 0 to `stops_at_ms`. Before `at` it waits at its position."""
    position = float(motion.position_ms)
    if motion.playing:
        position += max(0.0, (instant - motion.at).total_seconds()) * 1000 * motion.rate
    return round(min(max(0.0, position), stops_at_ms))


def motion_at(marks: Sequence[Motion], instant: datetime) -> Motion | None:
    """What held at `instant`: of the marks in the order they were written, the last that had come
    into force. A mark may be written ahead of its time (a start that all screens wait for, a replay
    that will stop by itself) and be overtaken by a later one."""
    return next((mark for mark in reversed(marks) if mark.at <= instant), None)


def film_ms_at(marks: Sequence[Motion], instant: datetime, duration_ms: int) -> int:
    """Film time on the wall at `instant`, at whatever rate it ran (rule 9); before the first mark
    the film stood where that mark found it."""
    motion = motion_at(marks, instant) or (marks[0] if marks else None)
    return 0 if motion is None else carried_on(motion, instant, duration_ms)


def was_running(marks: Sequence[Motion], instant: datetime, duration_ms: int) -> bool:
    """Whether pictures moved at `instant`; at the end of the clip they stand."""
    motion = motion_at(marks, instant)
    if motion is None or not motion.playing:
        return False
    return carried_on(motion, instant, duration_ms) < duration_ms


@dataclass(frozen=True)
class Span:
    """Film from `start_ms` up to `end_ms`."""

    start_ms: int
    end_ms: int


def seen(marks: Sequence[Motion], until: datetime, duration_ms: int) -> list[Span]:
    """What of the clip has been on the wall by `until`, in film order; what was shown twice is
    there once."""
    changes = sorted({mark.at for mark in marks if mark.at < until})
    spans = []
    for begin, end in pairwise([*changes, until]):
        motion = motion_at(marks, begin)
        if motion is not None and motion.playing:
            first = carried_on(motion, begin, duration_ms)
            last = carried_on(motion, end, duration_ms)
            if last > first:
                spans.append(Span(first, last))
    return _merged(spans)


def coverage(marks: Sequence[Motion], until: datetime, duration_ms: int) -> float:
    """Share of the clip seen, 0 to 1: unique seconds by its length (S2: more rather than less)."""
    if duration_ms <= 0:
        return 0.0
    spans = seen(marks, until, duration_ms)
    return sum(span.end_ms - span.start_ms for span in spans) / duration_ms


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start_ms):
        if merged and span.start_ms <= merged[-1].end_ms + BRIDGED_MS:
            merged[-1] = Span(merged[-1].start_ms, max(merged[-1].end_ms, span.end_ms))
        else:
            merged.append(span)
    return merged
