"""Small pictures along a film, on sheets, so that a moment can be found by eye.

Runs in the film worker's process only; reads a sealed film as well as a plain one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import islice
from typing import BinaryIO

import av
from av.container import InputContainer
from av.filter import Graph
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .jpeg import jpeg_of
from .libav import as_fraction, open_film
from .marks import film_zero
from .refusals import DAMAGED, NotPlayable
from .sniff import Kind
from .upright import Upright

#: The longer side of one picture.
LONG_SIDE = 160
#: A picture every five seconds, and no more than so many, on sheets of ten by ten.
EVERY_MS = 5_000
MOST = 400
ACROSS = DOWN = 10
_PACKETS_TRIED = 200


@dataclass(frozen=True)
class Sheets:
    """The picture at `n * every_ms` is number `n % 100` on sheet `n // 100`, counted along the
    rows, `across` to a row; each is `width` by `height`."""

    every_ms: int
    count: int
    width: int
    height: int
    across: int
    down: int
    #: JPEG files.
    sheets: tuple[bytes, ...]

    def index(self) -> str:
        """All but the sheets themselves, as JSON."""
        told = asdict(self) | {"sheets": len(self.sheets)}
        return json.dumps(told)

    def place(self, at_ms: int) -> tuple[int, int, int]:
        """Sheet, and left and top on it in pixels, of the picture for a moment of the film."""
        number = min(self.count - 1, max(0, at_ms // self.every_ms))
        sheet, on_sheet = divmod(number, self.across * self.down)
        row, column = divmod(on_sheet, self.across)
        return sheet, column * self.width, row * self.height


def make_thumbnails(
    file: BinaryIO, kind: Kind, duration_ms: int, tell: Callable[[float], None]
) -> Sheets:
    """Of a film laid out for serving. Only pictures that stand alone are decoded: the nearest
    before each moment.

    `tell` hears the share done, 0 to 1, and breaks it off by raising. Raises NotPlayable where no
    picture can be decoded. The file stays the caller's.
    """
    every_ms = max(EVERY_MS, -(-duration_ms // MOST))
    count = max(1, -(-duration_ms // every_ms))
    try:
        with open_film(file, kind) as film:
            shown = next(
                s for s in film.streams.video if not s.disposition & Disposition.attached_pic
            )
            return _Album(film, shown, every_ms, count).all(tell)
    except (av.FFmpegError, StopIteration) as mistake:
        raise NotPlayable(DAMAGED) from mistake


class _Album:
    def __init__(self, film: InputContainer, shown: VideoStream, every_ms: int, count: int) -> None:
        self._film = film
        self._shown = shown
        self._every_ms = every_ms
        self._count = count
        shown.codec_context.skip_frame = "NONKEY"
        shown.codec_context.thread_count = 1

    def all(self, tell: Callable[[float], None]) -> Sheets:
        down = min(DOWN, -(-self._count // ACROSS))
        sheets: list[bytes] = []
        on_sheet: list[VideoFrame] = []
        size: tuple[int, int] | None = None
        for number, frame in enumerate(self._pictures()):
            size = size or _small(frame, self._shown)
            on_sheet.append(frame.reformat(*size, format="yuvj420p"))
            if len(on_sheet) == ACROSS * DOWN:
                sheets.append(_sheet(on_sheet, down))
                on_sheet = []
            tell((number + 1) / self._count)
        if size is None:
            raise NotPlayable(DAMAGED)
        if on_sheet:
            sheets.append(_sheet(on_sheet, down))
        return Sheets(self._every_ms, self._count, *size, ACROSS, down, tuple(sheets))

    def _pictures(self) -> Iterator[VideoFrame]:
        """One for each moment, upright; one that is missing is the one before it again."""
        latest: VideoFrame | None = None
        upright: Upright | None = None
        missing = 0
        for number in range(self._count):
            found = self._nearest(number * self._every_ms)
            if found is not None:
                upright = upright or Upright(found.rotation)
                latest = upright.turned(found)
            if latest is None:
                missing += 1
                continue
            for _ in range(missing + 1):
                yield latest
            missing = 0

    def _nearest(self, at_ms: int) -> VideoFrame | None:
        base = as_fraction(self._shown.time_base, 1)
        at = round((Fraction(at_ms, 1000) + film_zero(self._film)) / base)
        try:
            self._film.seek(at, stream=self._shown)
            for packet in islice(self._film.demux(self._shown), _PACKETS_TRIED):
                if packet.is_keyframe:
                    # Nothing that follows is needed: the decoder is told so, or it would wait.
                    context = self._shown.codec_context
                    return next(iter([*packet.decode(), *context.decode(None)]), None)
        except av.FFmpegError:
            return None  # a damaged stretch
        return None


def _small(frame: VideoFrame, shown: VideoStream) -> tuple[int, int]:
    aspect = as_fraction(shown.sample_aspect_ratio, 1)
    width, height = frame.width * aspect, Fraction(frame.height)
    shrink = LONG_SIDE / max(width, height)
    return max(2, round(width * shrink / 2) * 2), max(2, round(height * shrink / 2) * 2)


def _sheet(pictures: list[VideoFrame], down: int) -> bytes:
    first = pictures[0]
    graph = Graph()
    source = graph.add_buffer(
        width=first.width, height=first.height, format=first.format, time_base=Fraction(1, 25)
    )
    tile = graph.add("tile", f"{ACROSS}x{down}:color=black")
    sink = graph.add("buffersink")
    graph.link_nodes(source, tile, sink).configure()
    for number, picture in enumerate(pictures):
        picture.pts, picture.time_base = number, Fraction(1, 25)
        graph.push(picture)
    graph.push(None)
    made = graph.pull()
    assert isinstance(made, VideoFrame)  # noqa: S101 - pictures go in and a picture comes out
    return jpeg_of(made)
