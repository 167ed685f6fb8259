"""A film of 8 GB that takes no room: a hole in a file, with bytes at a few places to be found."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from afttrainer.media.segments import (
    FIRST_PLAIN_BYTES,
    PLAIN_BYTES,
    Segments,
    sealed_size,
    segment_at,
    segment_count,
    span_of,
)

SIZE = 8_000_000_000 + 1_234
#: Where a number of 31, 32 or 33 bits would end, the beginning, the middle, and the last byte.
PLACES = (0, 1, 2**31 - 1, 2**31, SIZE // 2, 2**32 - 1, 2**32, 2**32 + 1, SIZE - 257, SIZE - 1)
#: So much around each place holds something.
AROUND = 100_000


def content(start: int, stop: int) -> bytes:
    """What the film has there, wherever that is."""
    first = start // 8
    told = b"".join((number * 8).to_bytes(8, "big") for number in range(first, stop // 8 + 1))
    return told[start - first * 8 :][: stop - start]


def make_plain(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(SIZE)
        for start, stop in _spans():
            file.seek(start)
            file.write(content(start, stop))
    return path


def make_sealed(path: Path, key: bytes, purpose: bytes) -> Path:
    """Sealed are the segments at those places; the others are a hole, and would not open."""
    segments, count = Segments.new(key, purpose), segment_count(SIZE)
    with path.open("wb") as file:
        file.truncate(sealed_size(SIZE))
        file.write(segments.header)
        for number in sorted({n for span in _spans() for n in _segments_of(*span)}):
            start, stop = _film_span(number)
            file.seek(span_of(number)[0])
            file.write(segments.seal(number, content(start, stop), last=number == count - 1))
    return path


class Counted(io.FileIO):
    """An open file that knows how much was read of it."""

    bytes_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(-1 if size is None else size)
        self.bytes_read += len(found or b"")
        return found or b""


def _spans() -> Iterator[tuple[int, int]]:
    for place in PLACES:
        yield max(0, place - AROUND), min(SIZE, place + AROUND)


def _segments_of(start: int, stop: int) -> range:
    return range(segment_at(start)[0], segment_at(stop - 1)[0] + 1)


def _film_span(number: int) -> tuple[int, int]:
    start = 0 if number == 0 else FIRST_PLAIN_BYTES + (number - 1) * PLAIN_BYTES
    return start, min(SIZE, FIRST_PLAIN_BYTES + number * PLAIN_BYTES)
