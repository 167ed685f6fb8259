"""Which pictures lie between two marks, and where a film can be cut without encoding.

Runs in the film worker's process only.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from av.container import InputContainer
from av.video.stream import VideoStream

from .avc import IDR_SLICE, NotAvc, kind_of, units_prefixed
from .libav import as_fraction
from .refusals import N_
from .two_marks import BadMarks as BadMarks
from .two_marks import Marks as Marks
from .two_marks import film_zero as film_zero

#: Longest time from one key picture to the next that is read through to find the pictures.
_MOST_READ_AFTER_S = 60


class NotSmooth(Exception):
    """A film that cannot be cut without encoding all of the clip; the words are for the log."""


@dataclass(frozen=True)
class Shown:
    """One picture in the order of decoding. `pts` in the stream's ticks; `alone` where no picture
    before it in the file is needed for it or for any that follows it (an IDR picture)."""

    pts: int
    alone: bool


@dataclass(frozen=True)
class Stretch:
    """The pictures between two marks, and how they are come by.

    `pts` are those of all pictures, in order of showing, one `step` apart. Pictures from number
    `head` up to `tail` are copied as they are, those before and after are encoded anew. `delay`
    is by how many pictures decoding runs ahead of showing.
    """

    pts: list[int]
    step: Fraction
    head: int
    tail: int
    delay: int

    @property
    def count(self) -> int:
        return len(self.pts)

    @property
    def length_s(self) -> Fraction:
        return self.count * self.step

    def number(self, pts: int) -> int:
        """Which picture of the stretch this is. Raises KeyError."""
        at = bisect_left(self.pts, pts)
        if at == len(self.pts) or self.pts[at] != pts:
            raise KeyError(pts)
        return at


def read_pictures(
    film: InputContainer, picture: VideoStream, marks: Marks, length_bytes: int
) -> list[Shown]:
    """From the key picture before the first mark to the first that stands alone behind the
    second. Raises BadMarks, NotSmooth."""
    start, stop = marks.within(film)
    base = as_fraction(picture.time_base, 1)
    film.seek(max(0, round(start / base)), stream=picture)
    found: list[Shown] = []
    for packet in film.demux(picture):
        if packet.pts is None:
            continue
        seconds = packet.pts * base
        alone = packet.is_keyframe and _is_alone(bytes(packet), length_bytes)
        found.append(Shown(packet.pts, alone))
        if (alone and seconds >= stop) or seconds > stop + _MOST_READ_AFTER_S:
            break
    if not any(start <= shown.pts * base < stop for shown in found):
        raise BadMarks(N_("There is no picture of the film between these two marks."))
    return found


def stretch_of(
    film: InputContainer, picture: VideoStream, marks: Marks, found: list[Shown]
) -> Stretch:
    """Raises NotSmooth where nothing between the marks can be copied exactly."""
    base = as_fraction(picture.time_base, 1)
    start, stop = marks.within(film)
    step = _step(found, base, as_fraction(picture.average_rate, 0))
    inside = [shown for shown in found if start <= shown.pts * base < stop]
    pts = sorted(shown.pts for shown in inside)
    alone = sorted(shown.pts for shown in inside if shown.alone)
    if not alone:
        raise NotSmooth("no picture that stands alone")
    behind = [shown for shown in found if shown.pts * base >= stop]
    ends_well = not behind or min(behind, key=lambda shown: shown.pts).alone
    head = pts.index(alone[0])
    tail = len(pts) if ends_well else pts.index(alone[-1])
    if tail - head < max(2, (head + len(pts) - tail) // 20):
        raise NotSmooth("hardly anything to copy")
    copied = set(pts[head:tail])
    numbers = {value: number for number, value in enumerate(pts)}
    order = [numbers[shown.pts] for shown in inside if shown.pts in copied]
    if order and order[0] != head:
        raise NotSmooth("pictures before a key picture follow it")
    delay = max((head + at - number for at, number in enumerate(order)), default=0)
    return Stretch(pts, step, head, tail, max(0, delay))


def _step(found: list[Shown], base: Fraction, rate: Fraction) -> Fraction:
    """Seconds from one picture to the next. Raises NotSmooth where they do not come evenly."""
    times = sorted(shown.pts * base for shown in found)
    if len(times) < 3 or not rate:
        raise NotSmooth("too few pictures")
    step = 1 / rate.limit_denominator(1001)
    allowed = max(Fraction(3, 2000), base)
    for earlier, later in pairwise(times):
        if abs(later - earlier - step) > allowed:
            raise NotSmooth("pictures do not come evenly")
    if abs(times[-1] - times[0] - (len(times) - 1) * step) > step / 2:
        raise NotSmooth("pictures come at another rate than said")
    return step


def _is_alone(data: bytes, length_bytes: int) -> bool:
    try:
        kinds = [kind_of(unit) for unit in units_prefixed(data, length_bytes)]
    except NotAvc as mistake:
        raise NotSmooth("damaged pictures") from mistake
    return IDR_SLICE in kinds
