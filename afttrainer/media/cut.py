"""Cut a clip out of a film: smartly where that can hold, else whole; never unverified.

Runs in the film worker's process only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Literal

import av

from .burnt_in import Words
from .lay_out import head_bytes
from .marks import BadMarks, Marks, NotSmooth
from .place import Place
from .refusals import DAMAGED, N_, NotPlayable
from .smart_cut import smart_cut
from .sniff import Kind
from .verify_cut import Joined, NotAsMeant, verify
from .whole_cut import whole_cut

log = logging.getLogger("afttrainer.film")

_Make = Callable[[BinaryIO, Kind, Marks, BinaryIO, int, Callable[[float], None], int], Joined]

LONGEST_CLIP_MS = 60 * 60 * 1000
#: Sixty pictures and fifty pieces of sound a second, in the index.
_INDEX_BYTES_A_SECOND = 5_000
_INDEX_BYTES = 64 * 1024


@dataclass(frozen=True)
class Clip:
    """A clip that was written and verified. `length_ms` is that of its pictures, rounded."""

    how: Literal["smart", "whole"]
    pictures: int
    length_ms: int


def cut(
    film: BinaryIO,
    kind: Kind,
    marks: Marks,
    place: Place,
    tell: Callable[[float], None],
    *,
    threads: int = 1,
    smart: bool = True,
    words: Words | None = None,
) -> Clip:
    """Write the pictures and the sound between two marks into a new MP4, exact to the picture.

    `film` is open for reading, sealed or not; it stays open. `tell` hears the share done, 0 to 1
    (once more from 0 where a smart cut did not hold), and breaks it off by raising. `smart` False
    encodes all, and so do `words` that are burnt in. Raises BadMarks, NotPlayable, OSError,
    Unreadable, FfmpegError where words need an ffmpeg that is not there, or what `tell` raises; no
    file is left in any of these cases.
    """
    if marks.start_ms < 0 or marks.stop_ms <= marks.start_ms:
        raise BadMarks(N_("The first mark must lie before the second."))
    if marks.stop_ms - marks.start_ms > LONGEST_CLIP_MS:
        raise BadMarks(N_("A clip may be an hour long at most."))
    ways: list[tuple[Literal["smart", "whole"], _Make]] = [
        ("smart", smart_cut),
        ("whole", partial(whole_cut, words=words)),
    ]
    for way, make in ways if smart and words is None else ways[1:]:
        try:
            return _try(way, make, film, kind, marks, place, tell, threads)
        except (NotSmooth, NotAsMeant) as why:
            log.info("A clip was not made the %s way: %s", way, why)
        except av.FFmpegError as mistake:
            log.info("A clip was not made the %s way: %s", way, mistake)
            film.seek(0)
    raise NotPlayable(DAMAGED)


def _try(
    way: Literal["smart", "whole"],
    make: _Make,
    film: BinaryIO,
    kind: Kind,
    marks: Marks,
    place: Place,
    tell: Callable[[float], None],
    threads: int,
) -> Clip:
    index = _INDEX_BYTES + (marks.stop_ms - marks.start_ms) * _INDEX_BYTES_A_SECOND // 1000
    with place.writing(head_bytes(index)) as target:
        joined = make(film, kind, marks, target, index, tell, threads)
    try:
        with place.open() as made:
            verify(made, joined)
    except BaseException:
        place.path.unlink(missing_ok=True)
        raise
    return Clip(way, joined.count, round(joined.length_s * 1000))
