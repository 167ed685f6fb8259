"""Write a sealed film, straight from whoever makes it: no plain copy touches the disk.

The bytes come in order (ffmpeg through a pipe), or in order but for a head that is gone back to:
who lays out an MP4 with its index in front knows the index last. Such a head is held in memory
and sealed last; the rest is on disk as soon as a segment is full.
"""

from __future__ import annotations

import io
import os
from typing import BinaryIO

from .segments import FIRST_PLAIN_BYTES, HEADER_BYTES, PLAIN_BYTES, SEGMENT_BYTES, Segments


class SealedWriter(io.RawIOBase):
    """A file to be written to, of which only sealed segments reach `file`.

    `file` is new, opened for writing, and the caller's to close, sync and, should the writer not
    have been `finish`ed, to remove: an unfinished file has no last segment and never opens as a
    whole. `head_bytes` is how much of the beginning may be written again until then.
    """

    def __init__(self, file: BinaryIO, key: bytes, purpose: bytes, head_bytes: int = 0) -> None:
        self._file = file
        self._segments = Segments.new(key, purpose)
        self._held = _whole_segments(head_bytes)
        self._head = bytearray()
        self._tail = bytearray()
        self._at = 0
        self._size = 0
        self._number = _segments_in(self._held)
        self.finished = False
        file.write(self._segments.header)
        file.flush()
        if self._held:
            file.seek(self._number * SEGMENT_BYTES)

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._held > 0

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """To the end, or anywhere in the head."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def write(self, data: bytes | memoryview, /) -> int:  # type: ignore[override]  # bytes only
        """Raises OSError where bytes already sealed, or bytes beyond the end, were to change."""
        view = memoryview(data)
        done = len(view)
        if self._at < self._held:
            part = view[: self._held - self._at]
            # libav leaves a hole where the index will be.
            self._head.extend(bytes(max(0, self._at - len(self._head))))
            self._head[self._at : self._at + len(part)] = part
            self._at += len(part)
            self._size = max(self._size, self._at)
            view = view[len(part) :]
        if view:
            self._append(view)
        return done

    def finish(self) -> None:
        """Seal what is held back; from now on the file opens as a whole."""
        if self.finished:
            return
        if self._size <= self._held:  # all of it fits into the head
            self._seal_head(last=True)
        else:
            self._file.write(self._segments.seal(self._number, bytes(self._tail), last=True))
            if self._held:
                self._seal_head(last=False)
        self._tail.clear()
        self._head.clear()
        self._file.flush()
        self.finished = True

    def _append(self, view: memoryview) -> None:
        if self._at != self._size:
            raise OSError("what is sealed cannot be written again")
        self._at += len(view)
        self._size = self._at
        sealed = []
        # The last segment bears a mark of its own: a full one waits until more has come.
        while len(self._tail) + len(view) > (full := self._full()):
            missing = full - len(self._tail)
            piece = self._tail + view[:missing] if self._tail else view[:missing]
            sealed.append(self._segments.seal(self._number, piece, last=False))
            self._tail.clear()
            view, self._number = view[missing:], self._number + 1
        self._tail += view
        if sealed:
            self._file.write(b"".join(sealed))
            self._file.flush()  # a reader of the growing file sees whole segments

    def _full(self) -> int:
        return FIRST_PLAIN_BYTES if self._number == 0 else PLAIN_BYTES

    def _seal_head(self, last: bool) -> None:
        self._file.seek(HEADER_BYTES)
        number, at = 0, 0
        while at < len(self._head) or number == 0:
            full = FIRST_PLAIN_BYTES if number == 0 else PLAIN_BYTES
            ends = last and at + full >= len(self._head)
            self._file.write(
                self._segments.seal(number, bytes(self._head[at : at + full]), last=ends)
            )
            number, at = number + 1, at + full
        self._file.seek(0, os.SEEK_END)


def _whole_segments(head_bytes: int) -> int:
    """The head's size, rounded up to where a segment ends."""
    if head_bytes <= 0:
        return 0
    more = max(0, head_bytes - FIRST_PLAIN_BYTES)
    return FIRST_PLAIN_BYTES + -(-more // PLAIN_BYTES) * PLAIN_BYTES


def _segments_in(held: int) -> int:
    return 0 if held == 0 else 1 + (held - FIRST_PLAIN_BYTES) // PLAIN_BYTES
