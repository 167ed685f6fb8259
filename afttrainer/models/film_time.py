"""Film time and clock time: pure arithmetic on what playback did and when.

Positions are milliseconds within the clip. A *motion* holds from its instant until a later-written
one takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

#: A clip that goes round stands so long at its last picture and then as long at its first. No
#: player gets from one to the other in no time, and all of them begin each round together.
STANDS_FOR_MS = 1_000
STANDS_FOR = timedelta(milliseconds=STANDS_FOR_MS)
#: Following the wall moves the reckoning by a few pictures; nobody has missed those.
BRIDGED_MS = 250


class Motion(Protocol):
    """From `at` on the film stands at `position_ms`, or runs on from there at `rate`; where it goes
    round, it begins anew after its end."""

    @property
    def at(self) -> datetime: ...
    @property
    def position_ms(self) -> int: ...
    @property
    def rate(self) -> float: ...
    @property
    def playing(self) -> bool: ...
    @property
    def goes_round(self) -> bool: ...


@dataclass(frozen=True)
class Round:
    """It runs from `position_ms`, since (or from) `begins`."""

    begins: datetime
    position_ms: int


def round_at(motion: Motion, instant: datetime, stops_at_ms: int) -> Round:
    """The round of the film under way at `instant`: the next one from the middle of the rest
    before it. What does not go round has one."""
    first = Round(motion.at, motion.position_ms)
    if not (motion.playing and motion.goes_round):
        return first
    ended = motion.at + _lasting(stops_at_ms - motion.position_ms, motion.rate)
    since = instant - ended - STANDS_FOR
    if since < timedelta(0):
        return first
    whole = _lasting(stops_at_ms, motion.rate) + 2 * STANDS_FOR
    return Round(ended + 2 * STANDS_FOR + (since // whole) * whole, 0)


def carried_on(motion: Motion, instant: datetime, stops_at_ms: int) -> int:
    """Where the film is at `instant`, 0 to `stops_at_ms`. Before `at` it waits at its position."""
    if not motion.playing:
        return min(max(0, motion.position_ms), stops_at_ms)
    now = round_at(motion, instant, stops_at_ms)
    ran = max(0.0, (instant - now.begins).total_seconds()) * 1000 * motion.rate
    return round(min(max(0.0, now.position_ms + ran), stops_at_ms))


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
    """Whether the film was under way at `instant`: not at the end of the clip, unless it was to
    begin anew."""
    motion = motion_at(marks, instant)
    if motion is None or not motion.playing:
        return False
    return motion.goes_round or carried_on(motion, instant, duration_ms) < duration_ms


def moved(motion: Motion, instant: datetime, duration_ms: int) -> bool:
    """Whether pictures moved at `instant`: not between two rounds either."""
    if not motion.playing or round_at(motion, instant, duration_ms).begins > instant:
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
            spans += _run(motion, begin, end, duration_ms)
    return merged(spans)


def _run(motion: Motion, begin: datetime, end: datetime, duration_ms: int) -> list[Span]:
    """What ran between two instants, in as many stretches as matter."""
    first, last = (carried_on(motion, at, duration_ms) for at in (begin, end))
    one, other = (round_at(motion, at, duration_ms) for at in (begin, end))
    spans = [Span(first, last)]
    if one != other:
        spans = [Span(first, duration_ms), Span(0, last)]
        follows = one.begins + _lasting(duration_ms - one.position_ms, motion.rate) + 2 * STANDS_FOR
        if other.begins > follows:
            # Between the two there was a whole one.
            spans = [Span(0, duration_ms)]
    return [span for span in spans if span.end_ms > span.start_ms]


def coverage(marks: Sequence[Motion], until: datetime, duration_ms: int) -> float:
    """Share of the clip seen, 0 to 1: unique seconds by its length (S2: more rather than less)."""
    if duration_ms <= 0:
        return 0.0
    spans = seen(marks, until, duration_ms)
    return sum(span.end_ms - span.start_ms for span in spans) / duration_ms


def _lasting(film_ms: float, rate: float) -> timedelta:
    return timedelta(milliseconds=max(0.0, film_ms) / rate)


def merged(spans: Sequence[Span]) -> list[Span]:
    """In film order; what is in two of them is there once."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start_ms):
        if found and span.start_ms <= found[-1].end_ms + BRIDGED_MS:
            found[-1] = Span(found[-1].start_ms, max(found[-1].end_ms, span.end_ms))
        else:
            found.append(span)
    return found
