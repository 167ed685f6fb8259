"""Which bytes of a film a player asks for.

Source: RFC 9110, sections 13.1.5 (If-Range) and 14 (Range Requests).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: No browser asks for more than one range of a film; a long list is an attack or a mistake.
LONGEST_HEADER = 256

_RANGES = re.compile(r"[ \t]*bytes=(.*)", re.IGNORECASE | re.DOTALL)
_RANGE = re.compile(r"([0-9]*)-([0-9]*)")


@dataclass(frozen=True)
class Whole:
    """All of it, answered with 200."""


@dataclass(frozen=True)
class Part:
    """The bytes from `start` up to, not including, `stop`, answered with 206."""

    start: int
    stop: int


@dataclass(frozen=True)
class Unsatisfiable:
    """Nothing that could be sent was asked for, answered with 416."""


Answer = Whole | Part | Unsatisfiable


def parse_range(header: str | None, size: int, etag: str, if_range: str | None = None) -> Answer:
    """What to answer to a Range header for a film of `size` bytes.

    A header of another unit is ignored, as is one whose If-Range names another version (a date
    never matches: no Last-Modified is sent). One in bytes that makes no sense is answered with
    416, which the RFC allows besides ignoring it (14.2): a player in error should not be sent
    8 GB. Several ranges that exist are answered with the whole; browsers ask for one.
    """
    if header is None or (if_range is not None and if_range.strip() != etag):
        return Whole()
    found = _RANGES.fullmatch(header)
    if not found:
        return Whole()
    if len(header) > LONGEST_HEADER:
        return Unsatisfiable()
    asked = [part.strip(" \t") for part in found[1].split(",")]
    parts = [_RANGE.fullmatch(part) for part in asked if part]
    if not parts or not all(part and _well_formed(part) for part in parts):
        return Unsatisfiable()
    spans = [span for part in parts if part and (span := _span(part, size))]
    if spans:
        return spans[0] if len(spans) == 1 else Whole()
    # An empty file has no byte to name: a suffix of it is all of it.
    suffix = any(part and not part[1] and int(part[2]) for part in parts)
    return Whole() if size == 0 and suffix else Unsatisfiable()


def _well_formed(part: re.Match[str]) -> bool:
    if not part[1]:
        return bool(part[2])
    return not part[2] or int(part[1]) <= int(part[2])


def _span(part: re.Match[str], size: int) -> Part | None:
    """The bytes that exist of one well-formed range; None where none do."""
    if not part[1]:
        length = min(int(part[2]), size)
        return Part(size - length, size) if length else None
    start = int(part[1])
    if start >= size:
        return None
    return Part(start, min(int(part[2]) + 1, size) if part[2] else size)
