"""The only place that runs ffmpeg.

ffmpeg-python builds every command; its own `run` has no time limit, cannot be stopped and leaves
children behind, so commands are run here: under `limits`, in a process group of their own, in the
job's folder, without an environment, and with every door of the reader closed but the one file
with the demuxer that its first bytes call for.

Runs in the film worker's process only.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import ffmpeg
import imageio_ffmpeg

from .libav import MOST_PIXELS
from .limits import Limits
from .running import Finished, Run, Sink, Turn
from .sniff import Kind

#: One allocation of ffmpeg's; a picture of the largest size taken in needs a tenth of it.
MOST_ALLOCATED_BYTES = 256 * 1024**2
MOST_STREAMS = 64

Which = Literal["system", "bundled"]
Why = Literal["missing", "refused", "too_long", "too_large"]

_PROBE_WITHIN_S = 20.0


class FfmpegError(Exception):
    """ffmpeg could not do it: it is not there, the film is not to be read, or a limit was met.

    `last_words` is what ffmpeg wrote last, for the log only: it may hold words of the film.
    """

    def __init__(self, why: Why, last_words: str = "") -> None:
        self.why = why
        self.last_words = last_words
        super().__init__(why)


def find_ffmpeg(which: Which | None = None) -> Path:
    """The system's ffmpeg, else the one inside imageio-ffmpeg. Raises FfmpegError "missing"."""
    if which != "bundled" and (found := shutil.which("ffmpeg")):
        return Path(found).resolve()
    if which != "system":
        try:
            return Path(imageio_ffmpeg.get_ffmpeg_exe()).resolve()
        except RuntimeError as mistake:
            raise FfmpegError("missing") from mistake
    raise FfmpegError("missing")


@functools.cache
def filters_of(program: Path) -> frozenset[str]:
    """The names of the filters that this ffmpeg was built with."""
    lines = _ask(program, "-filters").splitlines()
    return frozenset(parts[1] for line in lines if len(parts := line.split()) > 2)


@functools.cache
def version_of(program: Path) -> str:
    """Such as "5.1.9-0+deb12u1", to be said in a report on trouble."""
    words = _ask(program, "-version").split()
    return words[2] if len(words) > 2 else "unknown"


def film_input(path: Path, kind: Kind, **options: str | int | float | None) -> Any:
    """A film as ffmpeg-python's input: this file, this demuxer, nothing else.

    `options` are ffmpeg's, without the dash, for this input; None where one has no value.
    """
    closed: dict[str, str | int | float | None] = {
        "format": kind,
        "protocol_whitelist": "file",
        "format_whitelist": kind,
        "max_pixels": MOST_PIXELS,
        "max_streams": MOST_STREAMS,
    }
    # The prefix keeps ffmpeg from reading anything into the name itself.
    return ffmpeg.input(f"file:{path.resolve()}", **(options | closed))


def drawn_input(pattern: str) -> Any:
    """Pictures out of nothing, by one of ffmpeg's own sources, such as "color=c=black"."""
    return ffmpeg.input(pattern, format="lavfi")


def filtered(tracks: list[Any], name: str, *values: Any, **options: Any) -> Any:
    """One track out of one or several, by one of ffmpeg's filters."""
    return ffmpeg.filter(tracks, name, *values, **options)


def output(*tracks: Any, **options: str | int | float | None) -> Any:
    """What `run` takes, to be poured into the sink."""
    return ffmpeg.output(*tracks, "pipe:1", **options)


def bare(**options: str | int | float | None) -> dict[str, str | int | float | None]:
    """Options of an output that takes over nothing but picture and sound: where and with what a
    film was made, its chapters, subtitles and data stay behind."""
    unwanted = {"map_metadata": -1, "map_chapters": -1, "sn": None, "dn": None}
    return unwanted | options


def run(
    output: Any,
    *,
    folder: Path,
    duration_ms: int,
    limits: Limits,
    tell: Callable[[float], None] = lambda _: None,
    sink: Sink | None = None,
    listen: Callable[[str], None] | None = None,
    program: Path | None = None,
    turn: Turn | None = None,
) -> Finished:
    """Run what ffmpeg-python has built and wait for it.

    `tell` hears the share done, 0 to 1, several times a second, and breaks the run off by raising;
    what it raises is passed on. `sink` gets what is written to `pipe:1`; `listen` each line that
    ffmpeg says (levels as `-loglevel level+info`). `duration_ms` is the length of the result.
    With a `turn` it goes on only while that is its own.
    Raises FfmpegError, OSError, or what `tell`, `sink` or `listen` raise; the whole group of
    processes has ended by then. What was written into `folder` is the caller's to remove.
    """
    command = ffmpeg.compile(output, cmd=[str(program or find_ffmpeg()), *_always(listen)])
    started = Run(limits, command, folder, sink, listen, duration_ms, turn)
    finished = started.wait(tell)
    if finished.ended == "well":
        return finished
    raise FfmpegError(finished.ended, finished.last_words)


def _always(listen: object) -> list[str]:
    level = "level+info" if listen else "level+error"
    return [
        *("-hide_banner", "-nostdin", "-y", "-nostats", "-loglevel", level),
        *("-max_alloc", str(MOST_ALLOCATED_BYTES)),
        *("-progress", "pipe:2", "-stats_period", "0.25"),
    ]


def _ask(program: Path, question: str) -> str:
    limits = Limits(_PROBE_WITHIN_S, 10, 10**6)
    try:
        answer = subprocess.run(  # noqa: S603 - ffmpeg itself, without a film
            limits.command([str(program), "-hide_banner", question]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBE_WITHIN_S,
            env={} if os.name != "nt" else None,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as mistake:
        raise FfmpegError("missing") from mistake
    return answer.stdout.decode("utf-8", "replace")
