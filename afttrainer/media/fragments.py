"""A film that is still being made: which parts of it can be played by now.

For a player that is fed (Media Source Extensions): first the beginning, which says what kind of
film this is, then one fragment after the other as they come.

Source: ISO/IEC 14496-12, 4.2 (boxes), 8.8 (fragments); RFC 6381 (names of codecs).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from .avc import NotAvc, ParameterSets
from .refusals import DAMAGED, NotPlayable

_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"})
_LONGEST_INDEX = 4 * 1024**2


@dataclass(frozen=True)
class Fragment:
    """The bytes from `start` up to `stop` play from `at_ms` on."""

    start: int
    stop: int
    at_ms: int


@dataclass
class Fragments:
    """What there is of a growing fragmented MP4. `look` again as it grows."""

    beginning: int = 0
    #: As a player asks for it: 'video/mp4; codecs="avc1.64001f, mp4a.40.2"'.
    mime_type: str = ""
    found: list[Fragment] = field(default_factory=list)
    _scales: dict[int, int] = field(default_factory=dict)
    _picture: int = 0
    _at: int = 0

    def look(self, file: BinaryIO, size: int) -> list[Fragment]:
        """The fragments that have come since the last look, each whole. `size` is how much of
        `file` can be read by now. Raises NotPlayable where it is no such film."""
        new = []
        while (box := _box(file, self._at, size)) is not None:
            name, start, stop = box
            if name == b"moov":
                self._begin(_content(file, start, stop))
                self.beginning = stop
            elif name == b"moof":
                data = _box(file, stop, size)
                if data is None or data[2] > size:
                    break
                at_ms = self._when(_content(file, start, stop))
                new.append(Fragment(start, data[2], at_ms))
                stop = data[2]
            self._at = stop
        self.found += new
        return new

    def _begin(self, moov: bytes) -> None:
        codecs = []
        for trak in _inside(moov, b"trak"):
            handler = next(_deep(trak, b"hdlr"), b"")[8:12]
            number = int.from_bytes(_field(trak, b"tkhd", 12, 20), "big")
            self._scales[number] = int.from_bytes(_field(trak, b"mdhd", 12, 20), "big") or 1
            if handler == b"vide":
                self._picture = number
            entry = next(_deep(trak, b"stsd"), b"")[8:]
            codecs.append(_codec(entry))
        self.mime_type = f'video/mp4; codecs="{", ".join(codec for codec in codecs if codec)}"'

    def _when(self, moof: bytes) -> int:
        times = {}
        for traf in _inside(moof, b"traf"):
            number = int.from_bytes(next(_deep(traf, b"tfhd"), b"")[4:8], "big")
            decoded = int.from_bytes(_field(traf, b"tfdt", 4, 4), "big")
            times[number] = decoded * 1000 // self._scales.get(number, 1)
        return times.get(self._picture, min(times.values(), default=0))


def _box(file: BinaryIO, at: int, size: int) -> tuple[bytes, int, int] | None:
    """Name, start and stop of the box at `at`; None where it is not whole yet."""
    file.seek(at)
    head = file.read(16) if at + 8 <= size else b""
    if len(head) < 8:
        return None
    length = int.from_bytes(head[:4], "big")
    if length == 1:
        length = int.from_bytes(head[8:16], "big")
    if length < 8 or not head[4:8].isalnum():
        raise NotPlayable(DAMAGED)
    return (head[4:8], at, at + length) if at + length <= size else None


def _content(file: BinaryIO, start: int, stop: int) -> bytes:
    if stop - start > _LONGEST_INDEX:
        raise NotPlayable(DAMAGED)
    file.seek(start + 8)
    return file.read(stop - start - 8)


def _inside(data: bytes, wanted: bytes | None = None) -> Iterator[bytes]:
    """The contents of the boxes in these bytes."""
    for name, content in _named(data):
        if wanted is None or name == wanted:
            yield content


def _named(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length < 8:
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + length]
        at += length


def _deep(data: bytes, wanted: bytes) -> Iterator[bytes]:
    for name, content in _named(data):
        if name == wanted:
            yield content
        elif name in _CONTAINERS:
            yield from _deep(content, wanted)


def _field(data: bytes, box: bytes, short: int, long: int) -> bytes:
    """Four bytes of a full box, at another place where its times are of 64 bits (version 1);
    of tfdt, whose only field it is, all that is left."""
    content = next(_deep(data, box), b"")
    at = long if content[:1] == b"\x01" else short
    return content[at:] if box == b"tfdt" else content[at : at + 4]


def _codec(entry: bytes) -> str:
    """RFC 6381's name of a sample entry, of the kinds that are made here."""
    name, content = next(_named(entry), (b"", b""))
    if name in (b"avc1", b"avc3"):
        avcc = next((c for n, c in _named(content[78:]) if n == b"avcC"), b"")
        try:
            sps = ParameterSets.read(avcc).sps[0]
        except NotAvc:
            return ""
        return f"{name.decode()}.{sps[1:4].hex()}"
    if name == b"mp4a":
        esds = next((c for n, c in _named(content[28:]) if n == b"esds"), b"")
        # The decoder's description (tag 4) tells AAC (0x40) from MP3 (0x6B, 0x69).
        at = esds.find(b"\x04", 4)
        kind = next((esds[n] for n in range(at + 1, at + 6) if esds[n : n + 1] in _SOUNDS), 0x40)
        return "mp4a.40.2" if kind == 0x40 else f"mp4a.{kind:02x}"
    return name.decode("ascii", "replace").strip()


_SOUNDS = (b"\x40", b"\x6b", b"\x69")
