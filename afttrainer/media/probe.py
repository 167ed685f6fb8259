"""Look into a film with libav: facts, limits, and whether it must be written anew to be served.

Runs in the film worker's process only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from .boxes import layout_of
from .facts import Container, FilmFacts
from .libav import as_fraction, open_film
from .refusals import DAMAGED, N_, NotAFilm, NotPlayable
from .sniff import CONVERT, Kind, sniff_file

LONGEST_MS = 4 * 60 * 60 * 1000
MOST_STREAMS = 8
WIDEST, TALLEST = 4096, 2304
TOO_LARGE = N_(
    "The picture of this film is too large (%(width)s × %(height)s). "
    "Please convert it to 1920 × 1080 first."
)
TOO_LONG = N_("This film is longer than %(hours)s hours. Please cut it into parts first.")

#: What every current browser plays, by container: pictures, then sounds.
_PLAYED: dict[Container, tuple[frozenset[str], frozenset[str]]] = {
    "mp4": (frozenset({"h264"}), frozenset({"aac", "mp3"})),
    "webm": (frozenset({"vp8", "vp9", "av1"}), frozenset({"opus", "vorbis"})),
}
_EIGHT_BIT_420 = frozenset({"yuv420p", "yuvj420p"})
#: Containers that no browser opens, whatever is inside.
CONTAINERS: dict[Kind, str] = {"avi": "AVI", "mpegts": "MPEG-TS", "mpeg": "MPEG-2"}
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
_NAMES = {
    "hevc": "HEVC",
    "mpeg4": "MPEG-4 Part 2",
    "mpeg2video": "MPEG-2",
    "mjpeg": "Motion JPEG",
    "prores": "ProRes",
    "dvvideo": "DV",
    "h264": "H.264",
    "vp8": "VP8",
    "vp9": "VP9",
    "aac": "AAC",
    "mp3": "MP3",
    "ac3": "AC-3",
    "eac3": "E-AC-3",
    "opus": "Opus",
    "vorbis": "Vorbis",
}


@dataclass(frozen=True)
class Examined:
    """Facts of the file as it came; `rewrite` where it must be laid out anew before serving."""

    facts: FilmFacts
    kind: Kind
    rewrite: bool


def probe(path: Path) -> FilmFacts:
    """The facts of a film. Raises NotAFilm or NotPlayable."""
    return examine(path).facts


def examine(path: Path) -> Examined:
    """Sniff, open and judge a film. Raises NotAFilm, NotPlayable or OSError."""
    kind = sniff_file(path)
    if kind in CONTAINERS:
        raise NotPlayable(CONVERT, codec=CONTAINERS[kind])
    with path.open("rb") as file:
        laid_out = kind == "matroska" or layout_of(file).plays_at_once
        file.seek(0)
        try:
            with open_film(file, kind) as film:
                facts = _facts_of(film, path.stat().st_size)
                rewrite = not laid_out or _holds_more(film) or not _says_its_length(film)
        except av.FFmpegError as mistake:
            raise NotPlayable(DAMAGED) from mistake
    fits = {"mov": "mp4", "matroska": "webm"}.get(kind) == facts.container
    return Examined(facts, kind, rewrite or not fits)


def picture_of(film: InputContainer) -> VideoStream:
    """The film's picture, cover images left aside. Raises NotAFilm where there is none."""
    for stream in film.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    raise NotAFilm(N_("This file holds sound but no moving picture."))


def sound_of(film: InputContainer) -> AudioStream | None:
    return next(iter(film.streams.audio), None)


def turned(degrees: float) -> bool:
    """Whether a turn by so many degrees lays the picture on its side."""
    return round(degrees / 90) % 2 == 1


def _facts_of(film: InputContainer, size_bytes: int) -> FilmFacts:
    if len(film.streams) > MOST_STREAMS:
        raise NotPlayable(
            N_("This film has %(count)s tracks; at most %(most)s are taken in."),
            count=len(film.streams),
            most=MOST_STREAMS,
        )
    picture, sound = picture_of(film), sound_of(film)
    video, audio = codec_of(picture), codec_of(sound) if sound else None
    container = _judge_codecs(picture, video, audio)
    width, height = _judge_size(picture)
    rate = as_fraction(picture.average_rate, as_fraction(picture.guessed_rate, 0))
    return FilmFacts(
        duration_ms=_judge_length(film, picture),
        width=width,
        height=height,
        fps=round(float(rate), 3),
        video_codec=video,
        audio_codec=audio,
        container=container,
        size_bytes=size_bytes,
    )


def codec_of(stream: VideoStream | AudioStream) -> str:
    try:
        name = stream.codec_context.name
    except (AttributeError, av.FFmpegError):
        return "unknown"
    return _DECODERS.get(name, name)


def _judge_codecs(picture: VideoStream, video: str, audio: str | None) -> Container:
    container: Container = "webm" if video in _PLAYED["webm"][0] else "mp4"
    pictures, sounds = _PLAYED[container]
    shown = _NAMES.get(video, video.upper())
    if video not in pictures:
        raise NotPlayable(CONVERT, codec=f"{shown} video")
    pixels = picture.codec_context.pix_fmt
    if pixels is None:
        raise NotPlayable(DAMAGED)
    if pixels not in _EIGHT_BIT_420:
        raise NotPlayable(CONVERT, codec=f"{shown} video with more colour than browsers show")
    if audio is not None and audio not in sounds:
        heard = "PCM" if audio.startswith("pcm_") else _NAMES.get(audio, audio.upper())
        raise NotPlayable(CONVERT, codec=f"{heard} sound with {shown} video")
    return container


def _judge_size(picture: VideoStream) -> tuple[int, int]:
    """Width and height as shown. A film on its side may be as tall as a lying one is wide."""
    width, height = picture.codec_context.width, picture.codec_context.height
    if not width or not height:
        raise NotPlayable(DAMAGED)
    if max(width, height) > WIDEST or min(width, height) > TALLEST:
        raise NotPlayable(TOO_LARGE, width=width, height=height)
    aspect = as_fraction(picture.sample_aspect_ratio, 1)
    if aspect != 1:
        width = round(width * aspect)
    return width, height


def _judge_length(film: InputContainer, picture: VideoStream) -> int:
    length_ms = film.duration // 1000 if film.duration else length_by_reading(film, picture)
    if length_ms <= 0:
        raise NotPlayable(DAMAGED)
    if length_ms > LONGEST_MS:
        raise NotPlayable(TOO_LONG, hours=LONGEST_MS // 3_600_000)
    return length_ms


def _says_its_length(film: InputContainer) -> bool:
    """A browser's own recording (WebM) often does not, and cannot be wound without it."""
    return film.duration is not None


def length_by_reading(film: InputContainer, picture: VideoStream) -> int:
    end = 0
    for packet in film.demux(picture):
        if packet.pts is not None:
            end = max(end, packet.pts + (packet.duration or 0))
    return round(end * as_fraction(picture.time_base, 0) * 1000)


def _holds_more(film: InputContainer) -> bool:
    """Further tracks, or where the film was made: phones write both, and neither is kept."""
    placed = any("location" in key.lower() for key in film.metadata)
    return placed or len(film.streams) > 1 + (sound_of(film) is not None)
