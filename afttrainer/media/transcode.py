"""Carry out a recipe that encodes: one pass of ffmpeg, poured out as it is made.

The result comes as a stream that can be played from its beginning while the rest is being made:
fragmented MP4 (a fragment at every key picture), or WebM in clusters. It goes through a pipe
straight to whoever keeps it, sealed or not, so that no plain copy is written. When it is whole,
`lay_out` lays it out anew with its index in front.

Runs in the film worker's process only.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .ffmpeg import (
    FfmpegError,
    bare,
    drawn_input,
    film_input,
    filtered,
    filters_of,
    find_ffmpeg,
    output,
    run,
)
from .limits import Limits
from .recipe import NewPicture, Recipe
from .refusals import DAMAGED, N_, NotPlayable
from .running import Finished, Sink, Turn
from .survey import Survey

#: x264's own scale, lower is better: at 20 the fine lines of a face stay.
FACES_CRF = 20
#: For the clinic's wifi: no moment of a film asks for more.
MOST_BITS_A_SECOND = 8_000_000
SOUND_BITS_A_SECOND = 128_000
SOUND_RATE = 48_000

_STREAMED: dict[str, dict[str, str | int]] = {
    "mp4": {"format": "mp4", "movflags": "+frag_keyframe+delay_moov+default_base_moof"},
    "webm": {"format": "webm", "cluster_time_limit": 2000},
}


def transcode(
    source: Path,
    film: Survey,
    recipe: Recipe,
    sink: Sink,
    *,
    folder: Path,
    tell: Callable[[float], None],
    threads: int | None = None,
    program: Path | None = None,
    turn: Turn | None = None,
) -> Finished:
    """Encode what the recipe says must be, into `sink`.

    `tell` hears the share done, 0 to 1, and breaks it off by raising. `threads` is how many the
    encoder may use, by default one fewer than the computer has; `turn` is whether it may go on
    (always, without one). Raises NotPlayable in words,
    FfmpegError where there is no ffmpeg, OSError, or what `tell` and `sink` raise.
    """
    program = program or find_ffmpeg()
    command = build(source, film, recipe, threads or spare_threads(), filters_of(program))
    limits = Limits.for_writing(film.duration_ms, film.size_bytes)
    try:
        return run(
            command,
            folder=folder,
            duration_ms=film.duration_ms,
            limits=limits,
            tell=tell,
            sink=sink,
            program=program,
            turn=turn,
        )
    except FfmpegError as mistake:
        if mistake.why == "missing":
            raise
        raise NotPlayable(_WORDS[mistake.why]) from mistake


def spare_threads() -> int:
    """The room's server keeps one processor to itself."""
    return max(1, (os.cpu_count() or 2) - 1)


_WORDS = {
    "refused": DAMAGED,
    "too_long": N_(
        "This film took far longer to prepare than its length allows for, and was put aside. "
        "Please convert it to MP4 with H.264 first."
    ),
    "too_large": N_(
        "This film became far larger than it should when it was prepared, and was put aside. "
        "Please convert it to MP4 with H.264 first."
    ),
}


def build(source: Path, film: Survey, recipe: Recipe, threads: int, filters: frozenset[str]) -> Any:
    """The command, as ffmpeg-python's output node."""
    # Without it old camcorders' and screen recorders' pictures have no times at all.
    opened = film_input(source, film.kind, fflags="+genpts", threads=threads)
    tracks, options = [], dict(_STREAMED[recipe.container])
    options |= {"threads": threads, "filter_threads": threads, "max_muxing_queue_size": 4096}
    if recipe.picture_track is not None:
        tracks.append(opened[str(recipe.picture_track)])
    else:
        assert recipe.new_picture is not None  # noqa: S101 - a recipe without picture has one
        tracks.append(_dark(recipe.new_picture, film.duration_ms)["v"])
    options |= _picture_options(recipe, filters)
    if recipe.sound != "none":
        tracks.append(_heard(opened, recipe))
        options |= _sound_options(recipe)
    return output(*tracks, **bare(**options))


def _picture_options(recipe: Recipe, filters: frozenset[str]) -> dict[str, str | int]:
    if recipe.picture == "keep":
        return {"c:v": "copy"}
    made = recipe.new_picture
    assert made is not None  # noqa: S101 - a recipe that does not keep the picture makes one
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": FACES_CRF,
        "maxrate": MOST_BITS_A_SECOND,
        "bufsize": 2 * MOST_BITS_A_SECOND,
        "profile:v": "high",
        "pix_fmt": "yuv420p",
        # Key pictures at even distances, each closed: a clip can be cut between them unchanged.
        "g": made.key_every,
        "keyint_min": made.key_every,
        "sc_threshold": 0,
        "vf": ",".join(_steps(made, filters)),
    }


def _steps(made: NewPicture, filters: frozenset[str]) -> list[str]:
    """ffmpeg itself turns the picture upright, before the first of these."""
    steps = []
    if made.deinterlace:
        steps.append("bwdif=mode=send_frame" if "bwdif" in filters else "yadif=mode=send_frame")
    steps.append(f"fps={made.fps.numerator}/{made.fps.denominator}")
    steps.append(f"scale={made.width}:{made.height}")
    if made.hdr and {"zscale", "tonemap"} <= filters:
        steps += [
            f"zscale=tin={made.hdr}:min=bt2020nc:pin=bt2020:rin=tv:t=linear:npl=100",
            "format=gbrpf32le",
            "zscale=p=bt709",
            "tonemap=tonemap=hable:desat=0",
            "zscale=t=bt709:m=bt709:r=tv",
        ]
    return [*steps, "format=yuv420p", "setsar=1"]


def _dark(made: NewPicture, duration_ms: int) -> Any:
    size, length_s = f"{made.width}x{made.height}", duration_ms / 1000
    return drawn_input(f"color=c=black:s={size}:r={made.fps}:d={length_s}")


def _heard(opened: Any, recipe: Recipe) -> Any:
    tracks = [opened[str(track)] for track in recipe.sound_tracks]
    if len(tracks) == 1:
        return tracks[0]
    mixed = filtered(tracks, "amix", inputs=len(tracks), duration="longest")
    # amix divides by the number of microphones; each person should be as loud as before.
    return mixed.filter("volume", len(tracks)).filter("alimiter", limit=0.95)


def _sound_options(recipe: Recipe) -> dict[str, str | int]:
    if recipe.sound == "keep":
        return {"c:a": "copy"}
    codec = "aac" if recipe.container == "mp4" else "libopus"
    options: dict[str, str | int] = {
        "c:a": codec,
        "b:a": SOUND_BITS_A_SECOND,
        "ar": SOUND_RATE,
        "ac": 2,
    }
    if len(recipe.sound_tracks) == 1:
        # Sound that begins later, or has holes, keeps its place beside the picture.
        options["af"] = "aresample=async=1000:first_pts=0"
    return options
