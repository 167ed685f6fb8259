"""What libav says of a film's tracks, and how large and long a film may be.

Runs in the film worker's process only.
"""

from __future__ import annotations

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from .libav import as_fraction
from .refusals import N_, NotAFilm

LONGEST_MS = 4 * 60 * 60 * 1000
WIDEST, TALLEST = 4096, 2304
TOO_LARGE = N_(
    "The picture of this film is too large (%(width)s × %(height)s). "
    "Please convert it to 1920 × 1080 first."
)
TOO_LONG = N_("This film is longer than %(hours)s hours. Please cut it into parts first.")

_DECODERS = {
    "libdav1d": "av1",
    "libvpx": "vp8",
    "libvpx-vp9": "vp9",
    "mp3float": "mp3",
    "mp2float": "mp2",
    "dca": "dts",
    "amrnb": "amr_nb",
    "amrwb": "amr_wb",
    "libopus": "opus",
}


def picture_of(film: InputContainer) -> VideoStream:
    """The film's picture, cover images left aside. Raises NotAFilm where there is none."""
    for stream in film.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    raise NotAFilm(N_("This file holds sound but no moving picture."))


def turned(degrees: float) -> bool:
    """Whether a turn by so many degrees lays the picture on its side."""
    return round(degrees / 90) % 2 == 1


def codec_of(stream: VideoStream | AudioStream) -> str:
    try:
        name = stream.codec_context.name
    except (AttributeError, av.FFmpegError):
        return "unknown"
    return _DECODERS.get(name, name)


def length_by_reading(film: InputContainer, picture: VideoStream) -> int:
    end = 0
    for packet in film.demux(picture):
        if packet.pts is not None:
            end = max(end, packet.pts + (packet.duration or 0))
    return round(end * as_fraction(picture.time_base, 0) * 1000)
