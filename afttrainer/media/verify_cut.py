"""A clip is believed only when it was looked at: as many pictures as were meant, at their times,
each decodable where something was joined, and the same pictures as in the film.

Runs in the film worker's process only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import BinaryIO

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from .ends import sketch, unlike
from .libav import as_fraction, open_film

#: Encoding changes a sketch by one or two greys of 256; another picture by far more, unless
#: nothing moves, and then no picture is the wrong one.
_MOST_UNLIKE = 12.0
#: Pictures looked at on either side of a join.
_AROUND = 5
#: One piece of AAC at 16 kHz.
_SOUND_MAY_DIFFER_S = Fraction(64, 1000)


class NotAsMeant(Exception):
    """What was written is not the clip that was asked for; the words are for the log."""


@dataclass
class Joined:
    """What a clip should be. `times` are of its pictures, in seconds from its beginning; `joins`
    the numbers of pictures before which something was joined; `sketches` are of pictures as they
    are in the film, by number."""

    times: list[Fraction]
    length_s: Fraction
    with_sound: bool
    joins: tuple[int, ...] = ()
    sketches: dict[int, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.times)


def verify(file: BinaryIO, clip: Joined) -> None:
    """Raises NotAsMeant, or OSError where the file cannot be read."""
    try:
        # Behind the edit list: also what no player would show must not be there.
        with open_film(file, "mov", behind_edits=True) as made:
            packets = _packets(made)
            if packets != clip.count:
                raise NotAsMeant(f"{packets} pictures and not {clip.count}")
        file.seek(0)
        with open_film(file, "mov") as made:
            _times(made, clip)
            _lengths(made, clip)
            _look(made, clip)
    except av.FFmpegError as mistake:
        raise NotAsMeant("it does not decode") from mistake


def _packets(made: InputContainer) -> int:
    decoded_at = [p.dts for p in made.demux(made.streams.video[0]) if p.dts is not None]
    if any(later <= earlier for earlier, later in pairwise(decoded_at)):
        raise NotAsMeant("pictures out of order")
    return len(decoded_at)


def _times(made: InputContainer, clip: Joined) -> None:
    picture = made.streams.video[0]
    base = as_fraction(picture.time_base, 1)
    shown = sorted(p.pts * base for p in made.demux(picture) if p.pts is not None)
    if len(shown) != clip.count:
        raise NotAsMeant("pictures are hidden")
    for found, meant in zip(shown, clip.times, strict=True):
        if abs(found - meant) > max(base, Fraction(1, 1000)):
            raise NotAsMeant(f"a picture at {float(found)} s and not at {float(meant)} s")


def _lengths(made: InputContainer, clip: Joined) -> None:
    sounds = made.streams.audio
    if bool(sounds) != clip.with_sound:
        raise NotAsMeant("sound is missing")
    for sound in sounds:
        length = (sound.duration or 0) * as_fraction(sound.time_base, 0)
        if abs(length - clip.length_s) > _SOUND_MAY_DIFFER_S:
            raise NotAsMeant(f"{float(length)} s of sound and not {float(clip.length_s)}")


def _look(made: InputContainer, clip: Joined) -> None:
    """Decode around each join, at the beginning and at the end."""
    picture = made.streams.video[0]
    picture.codec_context.options = {"err_detect": "explode"}
    picture.codec_context.thread_count = 1
    for place in sorted({0, *clip.joins, clip.count}):
        first, stop = max(0, place - _AROUND), min(clip.count, place + _AROUND)
        if first < stop:
            _decode(made, picture, clip, range(first, stop))


def _decode(
    made: InputContainer, picture: VideoStream, clip: Joined, numbers: Iterable[int]
) -> None:
    base = as_fraction(picture.time_base, 1)
    wanted = {round(clip.times[number] / base): number for number in numbers}
    made.seek(min(wanted), stream=picture)
    last = max(wanted)
    for frame in made.decode(picture):
        near = next((n for pts, n in wanted.items() if abs(pts - (frame.pts or 0)) <= 1), None)
        if near is not None:
            if frame.is_corrupt:
                raise NotAsMeant("a broken picture")
            known = clip.sketches.get(near)
            if known and unlike(known, sketch(frame)) > _MOST_UNLIKE:
                raise NotAsMeant(f"picture {near} is another one")
            wanted = {pts: n for pts, n in wanted.items() if n != near}
        if not wanted or (frame.pts or 0) > last + 1:
            break
    if wanted:
        raise NotAsMeant("pictures that do not decode")
