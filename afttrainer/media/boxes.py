"""The outermost boxes of an MP4 file: is its index in front, and is all of it there?

Source: ISO/IEC 14496-12, 4.2 (box header: 32-bit size and four letters; size 1 is followed by a
64-bit size, size 0 runs to the end of the file).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .refusals import DAMAGED, NotPlayable

#: A whole film has a handful of outer boxes, a fragmented one two a fragment.
MOST_BOXES = 200_000

_ESSENTIAL = (b"moov", b"mdat", b"moof")


@dataclass(frozen=True)
class Layout:
    """How the file is laid out for a player that reads it over the network."""

    index_in_front: bool
    fragmented: bool
    quicktime: bool

    @property
    def plays_at_once(self) -> bool:
        return self.index_in_front and not self.fragmented and not self.quicktime


def layout_of(file: BinaryIO) -> Layout:
    """Raises NotPlayable where the index is missing or the file ends inside a box."""
    order: list[bytes] = []
    brand = b""
    for name, at in _outer_boxes(file):
        if name == b"ftyp":
            file.seek(at + 8)
            brand = file.read(4)
        if name not in order:
            order.append(name)
    if b"moov" not in order:
        raise NotPlayable(DAMAGED)
    data = order.index(b"mdat") if b"mdat" in order else len(order)
    return Layout(
        index_in_front=order.index(b"moov") < data,
        fragmented=b"moof" in order,
        quicktime=brand in (b"qt  ", b""),
    )


def pictures_said(file: BinaryIO) -> int:
    """How many pictures the index of an MP4 file says there are; 0 where it has none or says
    nothing that makes sense."""
    for name, start, stop in list(_boxes_within(file, 0, file.seek(0, os.SEEK_END))):
        if name == b"moov":
            return max(
                (_track_says(file, at, end) for _, at, end in _boxes_within(file, start, stop)),
                default=0,
            )
    return 0


def _track_says(file: BinaryIO, start: int, stop: int) -> int:
    handler, count = b"", 0
    wanted = [(start, stop)]
    while wanted:
        for name, at, end in _boxes_within(file, *wanted.pop()):
            if name in (b"mdia", b"minf", b"stbl"):
                wanted.append((at, end))
            elif name in (b"hdlr", b"stsz", b"stz2"):
                file.seek(at)
                told = file.read(12)
                if name == b"hdlr":
                    handler = handler or told[8:12]
                else:
                    count = max(count, int.from_bytes(told[8:12], "big"))
    return count if handler == b"vide" else 0


def _boxes_within(file: BinaryIO, start: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, and where the content begins and ends, as far as it makes sense."""
    for _ in range(MOST_BOXES):
        file.seek(start)
        header = file.read(16)
        if len(header) < 8 or start >= stop:
            return
        size, ahead = int.from_bytes(header[:4], "big"), 8
        if size == 1:
            size, ahead = int.from_bytes(header[8:16], "big"), 16
        elif size == 0:
            size = stop - start
        if size < ahead or start + size > stop:
            return
        yield header[4:8], start + ahead, start + size
        start += size


def _outer_boxes(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    end = file.seek(0, os.SEEK_END)
    at = 0
    for _ in range(MOST_BOXES):
        if at == end:
            return
        file.seek(at)
        header = file.read(16)
        size, name = int.from_bytes(header[:4], "big"), header[4:8]
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:
            size = end - at
        if size < 8 or at + size > end:
            if name in _ESSENTIAL:
                raise NotPlayable(DAMAGED)
            return  # some cameras pad the end of a file with bytes that are no box
        yield name, at
        at += size
    raise NotPlayable(DAMAGED)
