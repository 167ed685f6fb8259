"""One picture out of the film, for the film page. Runs in the film worker's process only."""

from __future__ import annotations

from typing import BinaryIO

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .jpeg import jpeg_of
from .libav import as_fraction, open_film
from .marks import film_zero
from .probe import picture_of, turned
from .refusals import DAMAGED, NotPlayable
from .sniff import Kind
from .upright import Upright

STILL_WIDTH = 640
#: So far it is looked for a picture that stands alone: a minute, at 25 a second.
MOST_PACKETS = 1500


def make_still(file: BinaryIO, kind: Kind, duration_ms: int) -> bytes:
    """A picture about a tenth into a film laid out for serving, as a JPEG, 640 px wide, upright;
    one that stands alone, so that those before it need not be decoded.

    Raises NotPlayable where no picture can be decoded: then no browser would show one either.
    The file stays the caller's.
    """
    try:
        frame, aspect = _frame_at(file, kind, duration_ms // 10)
        width, height = frame.width * aspect, float(frame.height)
        if turned(frame.rotation):
            width, height = height, width
        across, down = STILL_WIDTH, max(2, round(height * STILL_WIDTH / width / 2) * 2)
        size = (down, across) if turned(frame.rotation) else (across, down)
        small = frame.reformat(*size, format="yuvj420p")
        return jpeg_of(Upright(frame.rotation).turned(small))
    except av.FFmpegError as mistake:
        raise NotPlayable(DAMAGED) from mistake


def _frame_at(file: BinaryIO, kind: Kind, at_ms: int) -> tuple[VideoFrame, float]:
    with open_film(file, kind) as film:
        picture = picture_of(film)
        picture.codec_context.thread_count = 1
        picture.codec_context.skip_frame = "NONKEY"
        wanted_s = at_ms / 1000 + float(film_zero(film))
        film.seek(round(wanted_s * 1_000_000))
        latest: VideoFrame | None = None
        for count, packet in enumerate(film.demux(picture)):
            latest = next(iter(packet.decode()), latest)
            if latest is not None and ((latest.time or 0) >= wanted_s or count >= MOST_PACKETS):
                break
        if latest is None:
            latest = _any_frame(film, picture)
        return latest, float(as_fraction(picture.sample_aspect_ratio, 1))


def _any_frame(film: InputContainer, picture: VideoStream) -> VideoFrame:
    """Of a film none of whose pictures says that it stands alone."""
    picture.codec_context.skip_frame = "DEFAULT"
    film.seek(0)
    for frame in film.decode(picture):
        return frame
    raise NotPlayable(DAMAGED)
