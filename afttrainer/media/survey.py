"""What a film consists of, whoever made it: all that deciding what to do with it needs.

Runs in the film worker's process only.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .boxes import layout_of, pictures_said
from .codecs import PICTURES, SOUNDS
from .libav import as_fraction, open_film
from .pace import index_times, rate_of, steady
from .probe import (
    LONGEST_MS,
    TALLEST,
    TOO_LARGE,
    TOO_LONG,
    WIDEST,
    codec_of,
    length_by_reading,
)
from .refusals import DAMAGED, N_, NotAFilm, NotPlayable
from .sniff import Kind, sniff_file

#: Room systems record a track for each microphone.
MOST_TRACKS = 32
#: Four hours at 60 pictures a second.
MOST_PICTURES = 900_000
#: Enough pictures to see whether they are interlaced; the first few may be broken.
_LOOKED_AT = 6
_PACKETS_READ = 400

_HDR = {16: "smpte2084", 18: "arib-std-b67"}


@dataclass(frozen=True)
class Picture:
    """The moving picture. `turn` is how far it is to be turned anticlockwise to stand upright;
    `steady` where pictures follow one another evenly; `hdr` the name of its transfer curve."""

    track: int
    codec: str
    pixels: str
    width: int
    height: int
    aspect: Fraction
    turn: int
    fps: Fraction
    steady: bool
    interlaced: bool
    hdr: str | None
    starts_ms: int


@dataclass(frozen=True)
class Sound:
    """One sound track. `chosen` where the film itself says which one is to be heard."""

    track: int
    codec: str
    channels: int
    rate: int
    chosen: bool
    starts_ms: int


@dataclass(frozen=True)
class Survey:
    """A film as it came. Times count from the first thing in it, in ms. `left_out` are the codecs
    of sounds that are not taken in."""

    kind: Kind
    size_bytes: int
    duration_ms: int
    picture: Picture | None
    sounds: tuple[Sound, ...]
    pictures: int
    left_out: tuple[str, ...] = ()

    @property
    def unheard(self) -> str | None:
        """The codec of what would have been heard, where nothing is. Nobody misses a track beside
        one that is taken in: telephones write the same sound once more in a form of their own."""
        return self.left_out[0] if self.left_out and not self.sounds else None


def survey_file(path: Path) -> Survey:
    """Sniff, open and look. Raises NotAFilm, NotPlayable or OSError, each in words."""
    kind = sniff_file(path)
    with path.open("rb") as file:
        if kind == "mov":
            layout_of(file)  # a copy that broke off is said to be one
        return survey(file, kind, path.stat().st_size)


def survey(file: BinaryIO, kind: Kind, size_bytes: int, *, looked_at: int = _LOOKED_AT) -> Survey:
    """The same for a file that is open, a sealed one too. Raises NotAFilm or NotPlayable.

    `looked_at` is how many pictures are decoded: one says whether and how large they show, more
    whether they are interlaced.
    """
    if kind == "mov":
        # Before libav sets up room for as many as the file says it has.
        _judge_count(pictures_said(file))
    try:
        with open_film(file, kind) as film:
            return _look(film, kind, size_bytes, looked_at)
    except _NoSize as why:
        _judge_said_sizes(file, kind)
        raise NotPlayable(DAMAGED) from why
    except (av.FFmpegError, ValueError, ZeroDivisionError) as mistake:
        if isinstance(mistake, NotAFilm | NotPlayable):
            raise
        raise NotPlayable(DAMAGED) from mistake


def _look(film: InputContainer, kind: Kind, size_bytes: int, looked_at: int) -> Survey:
    if len(film.streams) > MOST_TRACKS:
        raise NotPlayable(
            N_("This film has %(count)s tracks; at most %(most)s are taken in."),
            count=len(film.streams),
            most=MOST_TRACKS,
        )
    sounds = tuple(_sound(stream, film) for stream in film.streams.audio if _known(stream))
    shown = next((s for s in film.streams.video if not _is_cover(s)), None)
    left_out = tuple(codec_of(stream) for stream in film.streams.audio if not _known(stream))
    if shown is None and left_out and not sounds:
        raise NotPlayable(
            N_(
                "This file holds a sound of a kind that is not taken in, and no moving picture. "
                "Please convert it to MP4 with AAC sound first."
            )
        )
    if shown is None and not sounds:
        raise NotAFilm(N_("There is neither a moving picture nor a sound in this file."))
    if shown is not None:
        _judge_count(max(shown.frames, len(shown.index_entries)))
        _judge_picture(shown)
    times, frames = _read_into(film, shown, looked_at) if shown is not None else ([], [])
    length_ms = _length(film, shown, times)
    pictures = _count(shown, length_ms) if shown is not None else 0
    picture = _picture(film, shown, times, frames) if shown is not None else None
    return Survey(kind, size_bytes, length_ms, picture, sounds, pictures, left_out)


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _known(stream: AudioStream) -> bool:
    return codec_of(stream) in SOUNDS


def _judge_picture(stream: VideoStream) -> None:
    codec = codec_of(stream)
    if codec not in PICTURES:
        raise NotPlayable(
            N_("The pictures of this film are of a kind that is not taken in (%(codec)s)."),
            codec=codec.upper(),
        )
    context = stream.codec_context
    width, height = context.width, context.height
    if not width or not height or not context.pix_fmt:
        raise _NoSize(DAMAGED)
    _judge_size(width, height)


class _NoSize(NotPlayable):
    """libav says nothing of the pictures: they are damaged, or beyond what it was let decode."""


def _judge_said_sizes(file: BinaryIO, kind: Kind) -> None:
    """By what the file says of its pictures, without decoding any."""
    with suppress(av.FFmpegError), open_film(file, kind, unseen=True) as film:
        for stream in film.streams.video:
            if not _is_cover(stream):
                _judge_size(stream.codec_context.width, stream.codec_context.height)


def _judge_size(width: int, height: int) -> None:
    if max(width, height) > WIDEST or min(width, height) > TALLEST:
        raise NotPlayable(TOO_LARGE, width=width, height=height)


def _read_into(
    film: InputContainer, stream: VideoStream, looked_at: int
) -> tuple[list[float], list[VideoFrame]]:
    """Times, in seconds, of the first few hundred pictures, and the first few decoded."""
    base = as_fraction(stream.time_base, Fraction(1, 1000))
    stream.codec_context.thread_count = 1
    times: list[float] = []
    frames: list[VideoFrame] = []
    for packet in islice(film.demux(stream), _PACKETS_READ):
        if packet.pts is not None:
            times.append(float(packet.pts * base))
        if len(frames) < looked_at:
            try:
                frames += packet.decode()
            except av.FFmpegError:
                continue  # a film may begin in the middle of something
    if not frames:
        raise NotPlayable(DAMAGED)
    return sorted(times), frames


def _picture(
    film: InputContainer, stream: VideoStream, times: list[float], frames: list[VideoFrame]
) -> Picture:
    context = stream.codec_context
    fps = rate_of(stream, times)
    return Picture(
        track=stream.index,
        codec=codec_of(stream),
        pixels=context.pix_fmt or "",
        width=frames[0].width,
        height=frames[0].height,
        aspect=as_fraction(stream.sample_aspect_ratio, 1),
        turn=round(frames[0].rotation) % 360,
        fps=fps,
        steady=steady(times) and steady(index_times(stream)),
        interlaced=any(frame.interlaced_frame for frame in frames),
        hdr=_HDR.get(frames[0].color_trc),
        starts_ms=_starts_ms(film, stream),
    )


def _sound(stream: AudioStream, film: InputContainer) -> Sound:
    return Sound(
        track=stream.index,
        codec=codec_of(stream),
        channels=stream.codec_context.channels or 1,
        rate=stream.codec_context.sample_rate or 0,
        chosen=bool(stream.disposition & Disposition.default),
        starts_ms=_starts_ms(film, stream),
    )


def _starts_ms(film: InputContainer, stream: VideoStream | AudioStream) -> int:
    base = as_fraction(stream.time_base, 0)
    return round((stream.start_time or 0) * base * 1000) - (film.start_time or 0) // 1000


def _length(film: InputContainer, shown: VideoStream | None, times: list[float]) -> int:
    length_ms = round((film.duration or 0) / 1000)
    if length_ms <= 0 and shown is not None:
        # A browser's own recording does not say it; some of it was read already.
        last = times[-1] + float(1 / rate_of(shown, times)) if times else 0.0
        length_ms = max(round(last * 1000), length_by_reading(film, shown))
    if length_ms <= 0:
        raise NotPlayable(DAMAGED)
    if length_ms > LONGEST_MS:
        raise NotPlayable(TOO_LONG, hours=LONGEST_MS // 3_600_000)
    return length_ms


def _count(stream: VideoStream, length_ms: int) -> int:
    guessed = round(float(stream.average_rate or 0) * length_ms / 1000)
    _judge_count(guessed)
    return max(stream.frames, len(stream.index_entries), guessed)


def _judge_count(pictures: int) -> None:
    if pictures > MOST_PICTURES:
        raise NotPlayable(
            N_("This film has more than %(most)s pictures. Please cut it into parts first."),
            most=MOST_PICTURES,
        )
