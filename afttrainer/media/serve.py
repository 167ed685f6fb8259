"""Film bytes for a browser: headers and pieces, without a web framework.

Source: RFC 9110, section 15 (206, 416).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from .ranges import Answer as Answer
from .ranges import Part as Part
from .ranges import Unsatisfiable as Unsatisfiable
from .ranges import Whole as Whole
from .ranges import parse_range as parse_range

PIECE_BYTES = 256 * 1024


def etag(path: Path) -> str:
    """A strong validator of the file as it lies there now. Raises OSError.

    Stored films are never written into, so name, size and time of writing tell one from another;
    they are hashed because the name is the fingerprint of a patient's film.
    """
    found = path.stat()
    told = f"{path.parent.name}/{path.name}|{found.st_size}|{found.st_mtime_ns}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


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
    film: BinaryIO,
    start: int,
    stop: int,
    pause: Callable[[], None],
    read: Callable[[Callable[[], bytes]], bytes] = lambda piece: piece(),
) -> Generator[bytes, None, None]:
    """The bytes from `start` up to `stop` of an open film, sealed or not, in pieces of 256 KiB.

    Goes to `start` at once and never reads what lies before it. `read` does the reading of one
    piece, elsewhere where the caller must not wait for a disk; `pause` is called after every piece,
    so that tags come through between two pieces of film. Closing the generator closes the film.
    Raises OSError or Unreadable at the piece concerned.
    """
    with film:
        film.seek(start)
        while start < stop:
            # Up to a round place: a sealed film is read from the beginning of a segment on.
            size = min(stop, (start // PIECE_BYTES + 1) * PIECE_BYTES) - start
            piece = read(partial(film.read, size))
            if not piece:
                return
            start += len(piece)
            yield piece
            pause()
