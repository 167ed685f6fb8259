"""H.264 as it lies in files: units, parameter sets, and what cameras hide between the pictures.

Pure bytes, no libav. Source: ITU-T H.264, 7.3.1 (units), 7.3.2.1 (parameter sets), Annex B (start
codes), D.1 (supplemental information); ISO/IEC 14496-15, 5.3.3.1 (avcC).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SLICE, IDR_SLICE, SEI, SPS, PPS = 1, 5, 6, 7, 8
#: Messages of SEI units in which cameras note the date, the place and themselves.
_USER_DATA = frozenset({4, 5})
_START_CODE = re.compile(rb"\x00\x00(?:\x00)?\x01")


class NotAvc(ValueError):
    """Bytes that are no H.264, or of a kind that is not cut without encoding."""


def kind_of(unit: bytes) -> int:
    return unit[0] & 31 if unit else 0


@dataclass(frozen=True)
class ParameterSets:
    """What a decoder must know before the first picture: the `avcC` of a film."""

    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    length_bytes: int = 4
    #: What follows the sets for High profiles: chroma and bit depths.
    rest: bytes = b""

    @classmethod
    def read(cls, extradata: bytes) -> ParameterSets:
        """From an avcC box, or from units with start codes. Raises NotAvc."""
        try:
            if extradata[0] == 1:
                return cls._of_avcc(extradata)
            units = list(units_annexb(extradata))
        except IndexError as mistake:
            raise NotAvc("cut short") from mistake
        sps = tuple(unit for unit in units if kind_of(unit) == SPS)
        pps = tuple(unit for unit in units if kind_of(unit) == PPS)
        return cls._judged(sps, pps)

    @classmethod
    def _of_avcc(cls, data: bytes) -> ParameterSets:
        at = 5
        sets: list[tuple[bytes, ...]] = []
        for mask in (31, 255):
            found = []
            count, at = data[at] & mask, at + 1
            for _ in range(count):
                size = int.from_bytes(data[at : at + 2], "big")
                found.append(data[at + 2 : at + 2 + size])
                if len(found[-1]) != size or not size:
                    raise NotAvc("cut short")
                at += 2 + size
            sets.append(tuple(found))
        return cls._judged(sets[0], sets[1], (data[4] & 3) + 1, data[at:])

    @classmethod
    def _judged(
        cls,
        sps: tuple[bytes, ...],
        pps: tuple[bytes, ...],
        length_bytes: int = 4,
        rest: bytes = b"",
    ) -> ParameterSets:
        if not sps or not pps or min(len(unit) for unit in sps) < 5:
            raise NotAvc("no parameter sets")
        return cls(sps, pps, length_bytes, rest)

    def numbers(self) -> frozenset[int]:
        """The numbers that the sequence sets go by (0 to 31)."""
        return frozenset(_sps_number(unit) for unit in self.sps)

    def with_more(self, other: ParameterSets) -> ParameterSets:
        """Both, for a film whose pictures come from two encoders. Raises NotAvc where two of the
        sets bear the same number: a decoder would take one for the other."""
        if self.numbers() & other.numbers():
            raise NotAvc("two sets of one number")
        both = (self.sps + other.sps, self.pps + other.pps)
        return ParameterSets(*both, self.length_bytes, self.rest or other.rest)

    def avcc(self) -> bytes:
        """The box's content. Profile and level are the highest of all sets."""
        profile = max(unit[1] for unit in self.sps)
        compatible = 0xFF
        for unit in self.sps:
            compatible &= unit[2]
        level = max(unit[3] for unit in self.sps)
        made = bytearray([1, profile, compatible, level, 0xFC | (self.length_bytes - 1)])
        for count, units in ((0xE0 | len(self.sps), self.sps), (len(self.pps), self.pps)):
            made.append(count)
            for unit in units:
                made += len(unit).to_bytes(2, "big") + unit
        return bytes(made) + self.rest


def units_annexb(data: bytes) -> Iterator[bytes]:
    """The units of a stream with start codes."""
    found = list(_START_CODE.finditer(data))
    for number, mark in enumerate(found):
        stop = found[number + 1].start() if number + 1 < len(found) else len(data)
        unit = data[mark.end() : stop].rstrip(b"\x00")
        if unit:
            yield unit


def units_prefixed(data: bytes, length_bytes: int = 4) -> Iterator[bytes]:
    """The units of a picture in an MP4. Raises NotAvc."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + length_bytes], "big")
        at += length_bytes
        if not size or at + size > len(data):
            raise NotAvc("a unit is cut short")
        yield data[at : at + size]
        at += size


def prefixed(units: Iterable[bytes], length_bytes: int = 4) -> bytes:
    return b"".join(len(unit).to_bytes(length_bytes, "big") + unit for unit in units)


def bare_picture(unit: bytes) -> bool:
    """Whether a unit is part of the picture: parameter sets are kept apart, remarks left out."""
    return kind_of(unit) not in (SEI, SPS, PPS, 9, 12)


def has_remarks(data: memoryview, length_bytes: int) -> bool:
    """Whether supplemental information is among a picture's units, or they make no sense. Copies
    nothing: of most films no picture has any."""
    at, stop = 0, len(data)
    while at < stop:
        size = int.from_bytes(data[at : at + length_bytes], "big")
        at += length_bytes
        if not size or at + size > stop or data[at] & 31 == SEI:
            return True
        at += size
    return False


def without_remarks(data: bytes, length_bytes: int | None) -> bytes | None:
    """The same picture without user data; None where it has none.

    `length_bytes` is None for a stream with start codes. Raises NotAvc.
    """
    if length_bytes is None:
        units = list(units_annexb(data))
    else:
        units = list(units_prefixed(data, length_bytes))
    kept, changed = [], False
    for unit in units:
        cleaned = _cleaned(unit) if kind_of(unit) == SEI else unit
        changed |= cleaned != unit
        if cleaned:
            kept.append(cleaned)
    if not changed:
        return None
    if length_bytes is None:
        return b"".join(b"\x00\x00\x00\x01" + unit for unit in kept)
    return prefixed(kept, length_bytes)


def _cleaned(unit: bytes) -> bytes:
    """An SEI unit without its user data; empty where nothing else is in it."""
    kept, dropped, at = bytearray(), False, 1
    while at + 2 <= len(unit) and unit[at:] != b"\x80":
        begin = at
        payload, at = _number(unit, at)
        size, at = _number(unit, at)
        if payload in _USER_DATA:
            # Sizes count bytes before escaping: whole messages can only be told apart up to here,
            # so what follows goes, too.
            dropped = True
            break
        kept += unit[begin : at + size]
        at += size
    if not dropped:
        return unit
    return bytes(unit[:1] + kept + b"\x80") if kept else b""


def _number(unit: bytes, at: int) -> tuple[int, int]:
    value = 0
    while at < len(unit) and unit[at] == 0xFF:
        value, at = value + 255, at + 1
    return (value + unit[at], at + 1) if at < len(unit) else (value, at)


def _sps_number(unit: bytes) -> int:
    """The ue(v) behind profile, constraints and level."""
    bits = "".join(f"{byte:08b}" for byte in unit[4:12].replace(b"\x00\x00\x03", b"\x00\x00"))
    zeros = len(bits) - len(bits.lstrip("0"))
    if zeros > 16 or len(bits) < 2 * zeros + 1:
        raise NotAvc("a parameter set without a number")
    return int(bits[zeros : 2 * zeros + 1], 2) - 1
