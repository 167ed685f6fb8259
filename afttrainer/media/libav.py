"""The only door to libav: every film is opened and written through this file.

A file's content can tell libav to read other files or addresses (HLS, concat and DASH lists), so
a film is always handed over as an open file without a path, with the demuxer forced, no protocol
allowed and a ceiling on the picture's size. A test keeps `av.open` from appearing anywhere else.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, BinaryIO, Protocol

import av
from av.container import InputContainer, OutputContainer

from .facts import Container
from .sniff import Kind

#: 4096 x 2304, the largest picture taken in.
MOST_PIXELS = 4096 * 2304
READ_BYTES = 256 * 1024
#: Titles in an encoding of their own are no reason to refuse a film. PyAV 19 and later need not be
#: told.
_LENIENT: dict[str, Any] = (
    {"metadata_errors": "replace"} if int(av.__version__.partition(".")[0]) < 19 else {}
)


class Ratio(Protocol):
    """What PyAV gives for a rate or a time base: a Fraction up to version 18, its own since."""

    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...


def as_fraction(given: Ratio | None, otherwise: int | Fraction) -> Fraction:
    """A ratio of PyAV's to count with; `otherwise` where it says nothing or makes no sense."""
    if given is None or not given.numerator or not given.denominator:
        return Fraction(otherwise)
    return Fraction(given.numerator, given.denominator)


def open_film(
    file: BinaryIO, kind: Kind, *, behind_edits: bool = False, unseen: bool = False
) -> InputContainer:
    """Open for reading. `kind` is the sniffed demuxer. Raises av.FFmpegError.

    `behind_edits` shows all that the file physically holds, whatever its edit lists hide. `unseen`
    decodes no picture, so that one of any size is only told of. Reads from the beginning, wherever
    the file stands. The file stays the caller's to close.
    """
    options = {
        "protocol_whitelist": "none",
        "format_whitelist": kind,
        "max_pixels": str(MOST_PIXELS),
        "max_streams": "64",
    }
    if behind_edits:
        options["ignore_editlist"] = "1"
    if unseen:
        options["codec_whitelist"] = "none"
    file.seek(0)
    film: InputContainer = av.open(
        file,
        "r",
        format=kind,
        options=options,
        buffer_size=READ_BYTES,
        **_LENIENT,
    )
    return film


def write_film_into(file: BinaryIO, container: Container, index_bytes: int) -> OutputContainer:
    """Write into an open file, its index to be put in front on closing. Raises av.FFmpegError.

    `index_bytes` is kept free for the index: libav goes back there, and nowhere else, so a sealed
    file must let that much of its beginning be written again. What the index does not need stays
    empty. The file stays the caller's to close.
    """
    room = {"mp4": "moov_size", "webm": "reserve_index_space"}[container]
    # Else every packet is written by itself, and sealing is asked forty thousand times.
    options = {room: str(index_bytes), "flush_packets": "0"}
    return av.open(file, "w", format=container, options=options, buffer_size=READ_BYTES)
