"""Read a sealed film: from anywhere in it, at once, and while it is still being written."""

from __future__ import annotations

import io
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

from .segments import (
    FIRST_PLAIN_BYTES,
    HEADER_BYTES,
    PLAIN_BYTES,
    SEGMENT_BYTES,
    Segments,
    Unreadable,
    plain_size,
    segment_at,
    segment_count,
    span_of,
)

#: libav goes back and forth between picture and sound: a few segments are kept open.
SEGMENTS_KEPT = 8


class SealedReader(io.RawIOBase):
    """The film in a sealed file, as a file: for PyAV, and for `pieces`.

    `growing` reads a file that has no end yet, up to the last whole segment; that it was cut
    short can then not be seen, only that it was changed. Otherwise the end is checked on opening.
    Raises Unreadable on opening and on any read; OSError. May be read by several threads. Closing
    it closes `file`.
    """

    def __init__(
        self, file: BinaryIO, key: bytes, purpose: bytes, *, growing: bool = False
    ) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._growing = growing
        self._opened: OrderedDict[int, bytes] = OrderedDict()
        self._at = 0
        file.seek(0)
        self._segments = Segments.of(key, purpose, file.read(HEADER_BYTES))
        self._size = 0 if growing else plain_size(file.seek(0, os.SEEK_END))
        if not growing:
            self._segment(segment_count(self._size) - 1)

    @property
    def size(self) -> int:
        """The film's size in bytes; of a growing one, what can be read by now."""
        if self._growing:
            with self._lock:
                whole = self._file.seek(0, os.SEEK_END) // SEGMENT_BYTES
            self._size = max(self._size, whole and FIRST_PLAIN_BYTES + (whole - 1) * PLAIN_BYTES)
        return self._size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = 0
        if whence != os.SEEK_SET:
            base = self._at if whence == os.SEEK_CUR else self.size
        if base + offset < 0:
            raise OSError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to `size` bytes, all that are left where it is negative."""
        left = max(0, self.size - self._at)
        size = left if size is None or size < 0 else min(size, left)
        found = self.read_at(self._at, size)
        self._at += len(found)
        return found

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        view = memoryview(buffer).cast("B")
        found = self.read(len(view))
        view[: len(found)] = found
        return len(found)

    def read_at(self, start: int, size: int) -> bytes:
        """The bytes from `start`, fewer where the film ends, without moving."""
        stop = min(start + size, self._size if not self._growing else self.size)
        if start >= stop:
            return b""
        first, within = segment_at(start)
        last, _ = segment_at(stop - 1)
        found = b"".join(self._segment(number) for number in range(first, last + 1))
        return found[within : within + stop - start]

    def close(self) -> None:
        self._file.close()
        self._opened.clear()
        super().close()

    def _segment(self, number: int) -> bytes:
        with self._lock:
            if number in self._opened:
                self._opened.move_to_end(number)
                return self._opened[number]
            start, stop = span_of(number)
            self._file.seek(start)
            sealed = self._file.read(stop - start)
        plain = self._open(number, sealed)
        with self._lock:
            self._opened[number] = plain
            while len(self._opened) > SEGMENTS_KEPT:
                self._opened.popitem(last=False)
        return plain

    def _open(self, number: int, sealed: bytes) -> bytes:
        if not self._growing:
            return self._segments.open(number, sealed, number == segment_count(self._size) - 1)
        try:
            return self._segments.open(number, sealed, last=False)
        except Unreadable:  # it has just been finished, and this is its full last one
            return self._segments.open(number, sealed, last=True)


def open_sealed(path: Path, key: bytes, purpose: bytes, *, growing: bool = False) -> SealedReader:
    """Open a sealed file. Raises Unreadable or OSError; nothing stays open then."""
    file = path.open("rb", buffering=0)
    try:
        return SealedReader(file, key, purpose, growing=growing)
    except BaseException:
        file.close()
        raise


def pieces(
    film: SealedReader, start: int, stop: int, pause: Callable[[], None]
) -> Generator[bytes, None, None]:
    """The film's bytes from `start` up to `stop`, for serving: one segment at a time.

    `pause` is called after every piece, so that tags come through between two pieces of film.
    Closing the generator closes the film. Raises Unreadable or OSError at the piece concerned.
    """
    with film:
        while start < stop:
            _, within = segment_at(start)
            full = FIRST_PLAIN_BYTES if start < FIRST_PLAIN_BYTES else PLAIN_BYTES
            piece = film.read_at(start, min(stop - start, full - within))
            if not piece:
                return
            start += len(piece)
            yield piece
            pause()
