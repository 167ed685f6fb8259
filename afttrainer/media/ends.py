"""The two ends of a clip, encoded anew so that they fit before and behind what is copied.

Runs in the film worker's process only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .avc import ParameterSets, bare_picture, prefixed, units_annexb
from .libav import as_fraction

#: Half a second to a few seconds at the most: quick, and better than it need be.
_PRESET, _CRF = "superfast", 17
#: A picture as small as this is enough to tell it from its neighbours.
SKETCH = (32, 18)


def pictures_between(
    film: InputContainer, picture: VideoStream, first: int, last: int
) -> Iterator[VideoFrame]:
    """Decode the pictures from `first` to `last`, in ticks of the stream, both included."""
    film.seek(first, stream=picture)
    for frame in film.decode(picture):
        if frame.pts is None or frame.pts < first:
            continue
        if frame.pts > last:
            return
        yield frame


def free_number(sets: ParameterSets) -> int:
    """A number for parameter sets that the film does not use itself."""
    return min(set(range(1, 31)) - sets.numbers())


class EndEncoder:
    """Encodes one end: pictures in their order, each shown as soon as it is decoded."""

    def __init__(
        self, like: VideoStream, step: Fraction, number: int, length_bytes: int, threads: int
    ) -> None:
        self._context = _encoder(like, step, number, threads)
        self._length_bytes = length_bytes
        self._step = step

    @property
    def sets(self) -> ParameterSets:
        return ParameterSets.read(self._context.extradata or b"")

    def encode(self, frames: Iterable[tuple[int, VideoFrame]]) -> Iterator[tuple[int, bytes, bool]]:
        """Number, bytes, and whether a key picture, for each numbered picture."""
        for number, frame in frames:
            frame.pts, frame.time_base = number, self._step
            frame.pict_type = 0
            yield from self._made(frame)
        yield from self._made(None)

    def _made(self, frame: VideoFrame | None) -> Iterator[tuple[int, bytes, bool]]:
        for packet in self._context.encode(frame):
            units = [unit for unit in units_annexb(bytes(packet)) if bare_picture(unit)]
            yield packet.pts or 0, prefixed(units, self._length_bytes), packet.is_keyframe


def _encoder(like: VideoStream, step: Fraction, number: int, threads: int) -> VideoCodecContext:
    seen = like.codec_context
    made = av.CodecContext.create("libx264", "w")
    assert isinstance(made, VideoCodecContext)  # noqa: S101 - x264 makes pictures
    made.width, made.height, made.pix_fmt = seen.width, seen.height, seen.pix_fmt
    made.time_base, made.framerate = step, 1 / step
    made.sample_aspect_ratio = as_fraction(like.sample_aspect_ratio, 1)
    made.color_range, made.colorspace = seen.color_range, seen.colorspace
    made.color_primaries, made.color_trc = seen.color_primaries, seen.color_trc
    made.thread_count = threads
    made.flags |= int(av.codec.context.Flags.global_header)
    made.options = {
        "preset": _PRESET,
        "crf": str(_CRF),
        # Nothing to wait for and nothing out of order: an end is joined to what it does not know.
        "bf": "0",
        "x264-params": f"sps-id={number}:force-cfr=1:rc-lookahead=8",
    }
    made.open()
    return made


def sketch(frame: VideoFrame) -> bytes:
    """A picture as a few hundred greys, to be compared."""
    small = frame.reformat(*SKETCH, format="gray")
    plane = small.planes[0]
    rows = memoryview(bytes(plane))
    return b"".join(
        bytes(rows[y * plane.line_size : y * plane.line_size + SKETCH[0]]) for y in range(SKETCH[1])
    )


def unlike(one: bytes, other: bytes) -> float:
    """By how much two sketches differ, 0 to 255, on average."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / max(1, len(one))
