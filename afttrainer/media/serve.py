"""Film bytes for a browser: ranges, headers and pieces, without a web framework.

Source: RFC 9110, sections 13.1.5 (If-Range) and 14 (Range Requests).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

PIECE_BYTES = 128 * 1024
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
    """Nothing of what was asked for exists, answered with 416."""


Answer = Whole | Part | Unsatisfiable


def etag(path: Path) -> str:
    """A strong validator of the file as it lies there now. Raises OSError.

    Stored films are never written into, so name, size and time of writing tell one from another;
    they are hashed because the name is the fingerprint of a patient's film.
    """
    found = path.stat()
    told = f"{path.parent.name}/{path.name}|{found.st_size}|{found.st_mtime_ns}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def parse_range(header: str | None, size: int, etag: str, if_range: str | None = None) -> Answer:
    """What to answer to a Range header for a file of `size` bytes.

    A header that is malformed or of another unit is ignored, as is one whose If-Range names
    another version (a date never matches: no Last-Modified is sent). Several ranges that exist
    are answered with the whole, which the RFC allows; browsers ask for one.
    """
    if header is None or (if_range is not None and if_range.strip() != etag):
        return Whole()
    found = _RANGES.fullmatch(header)
    if not found or len(header) > LONGEST_HEADER:
        return Whole()
    asked = [part.strip(" \t") for part in found[1].split(",")]
    parts = [_RANGE.fullmatch(part) for part in asked if part]
    spans: list[Part] = []
    for part in parts:
        if part is None or not _well_formed(part):
            return Whole()
        if span := _span(part, size):
            spans.append(span)
    if not parts or len(spans) > 1:
        return Whole()
    if spans:
        return spans[0]
    # An empty file has no byte to name: a suffix of it is all of it.
    suffix = any(part and not part[1] and int(part[2]) for part in parts)
    return Whole() if size == 0 and suffix else Unsatisfiable()


def headers_for(answer: Answer, size: int, etag: str, mime_type: str) -> dict[str, str]:
    """Headers of a 200, 206 or 416.

    `no-store`: a patient's film must leave no copy in the cache of a phone or a proxy. The price,
    reading again after winding back, is small in the clinic's own network.
    """
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": "inline",
    }
    if isinstance(answer, Unsatisfiable):
        return headers | {"Content-Range": f"bytes */{size}", "Content-Length": "0"}
    headers |= {"Content-Type": mime_type, "ETag": etag}
    if isinstance(answer, Whole):
        return headers | {"Content-Length": str(size)}
    return headers | {
        "Content-Range": f"bytes {answer.start}-{answer.stop - 1}/{size}",
        "Content-Length": str(answer.stop - answer.start),
    }


def status_of(answer: Answer) -> int:
    """200, 206 or 416."""
    return {Whole: 200, Part: 206, Unsatisfiable: 416}[type(answer)]


def chunks(
    path: Path, start: int, stop: int, pause: Callable[[], None]
) -> Generator[bytes, None, None]:
    """The bytes from `start` up to `stop` in pieces of at most 128 KiB.

    Goes to `start` at once and never reads what lies before it. `pause` is called after every
    piece, so that tags come through between two pieces of film (`gevent.sleep(0)`). Closing the
    generator closes the file. Raises OSError at the first piece where the file is gone.
    """
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        left = stop - start
        while left > 0:
            piece = file.read(min(PIECE_BYTES, left))
            if not piece:
                return
            left -= len(piece)
            yield piece
            pause()


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
