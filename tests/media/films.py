"""Films made for a test: two seconds, small, and broken in every way that people bring them."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.container import OutputContainer

CAPTIONS = "WEBVTT\n\nNOTE private remark\n\n00:00.200 --> 00:01.500\n<v Ana>I am not sure.\n"

#: The one inside imageio-ffmpeg is everywhere; the system's is, where there is one.
EITHER_FFMPEG = (
    pytest.param(
        "system", marks=pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg here")
    ),
    "bundled",
)
_OPTIONS = {"libx264": {"preset": "ultrafast"}, "libx265": {"x265-params": "log-level=none"}}


def make_film(
    path: Path,
    *,
    codec: str = "libx264",
    sound: str | None = "aac",
    faststart: bool = True,
    container: str = "mp4",
    size: tuple[int, int] = (320, 180),
    pictures: int = 50,
    pixels: str = "yuv420p",
    turn: int = 0,
    fragmented: bool = False,
    grain: int = 0,
    where: str | None = None,
    live: bool = False,
    every: int = 1,
) -> Path:
    """A grey film at 25 pictures a second whose brightness rises, with a silent sound.

    The left half is white, so that a turned picture can be told. `every` spaces the pictures out;
    `grain` makes the file large: so many bytes of filler in a box behind the pictures.
    """
    movflags = "+faststart" if faststart else ""
    if fragmented:
        movflags = "+frag_keyframe+empty_moov"
    options = {"movflags": movflags} if container in ("mp4", "mov") and movflags else {}
    if live:  # as a browser records: neither length nor index
        options = {"live": "1"}
    with av.open(str(path), "w", format=container, options=options) as film:
        if where:
            film.metadata["location"] = where
        _fill(film, codec, sound, size, pictures, pixels, turn, every)
    if grain:
        _stretch(path, grain)
    return path


def _fill(
    film: OutputContainer,
    codec: str,
    sound: str | None,
    size: tuple[int, int],
    pictures: int,
    pixels: str,
    turn: int,
    every: int,
) -> None:
    picture = film.add_stream(codec, rate=25, options=dict(_OPTIONS.get(codec, {})))
    picture.width, picture.height = size
    picture.pix_fmt = pixels
    if turn:
        picture.set_display_rotation(turn)
    heard = film.add_stream(sound, rate=48000) if sound else None
    for number in range(pictures):
        film.mux(picture.encode(_grey(size, pixels, number * every, min(200, 16 + number * 4))))
    film.mux(picture.encode(None))
    if heard is None:
        return
    for number in range(pictures * 48000 // 25 // 1024):
        silence = av.AudioFrame(format=heard.format.name, layout=heard.layout.name, samples=1024)
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        silence.sample_rate, silence.pts = 48000, number * 1024
        silence.time_base = Fraction(1, 48000)
        film.mux(heard.encode(silence))
    film.mux(heard.encode(None))


def _grey(size: tuple[int, int], pixels: str, number: int, level: int) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    luma, *chroma = frame.planes
    half = luma.width // 2
    row = bytes([235]) * half + bytes([level]) * (luma.line_size - half)
    luma.update(row * luma.height)
    for plane in chroma:
        plane.update(bytes([128]) * plane.buffer_size)
    frame = frame.reformat(format=pixels)
    frame.pts, frame.time_base = number, Fraction(1, 25)
    return frame


def _stretch(path: Path, filler: int) -> None:
    """Put a box of filler at the end: a large file whose film is still two seconds."""
    with path.open("ab") as file:
        file.write(filler.to_bytes(4, "big") + b"free")
        file.truncate(file.tell() - 8 + filler)


def break_off(path: Path, share: float = 0.6) -> Path:
    """Cut a film as an interrupted copy would."""
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path


def outer_boxes(path: Path) -> list[bytes]:
    """The names of an MP4 file's outer boxes, in order."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        names.append(data[at + 4 : at + 8])
        at += int.from_bytes(data[at : at + 4], "big")
    return names


def wait_until(condition: Callable[[], object], what: str, within_s: float = 60.0) -> None:
    """Poll until the condition holds; the test fails with `what` where it never does."""
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within_s:.0f} s and still not: {what}")
        threading.Event().wait(0.05)
