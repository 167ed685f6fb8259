"""Listen through a film once: its waveform, and where it is quiet.

Runs in the film worker's process only, on the film as it came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .ffmpeg import FfmpegError, bare, film_input, filtered, find_ffmpeg, output, run
from .limits import Limits
from .quiet import Quiet, QuietSpans, quiet_filter
from .recipe import Recipe
from .refusals import DAMAGED, NotPlayable
from .survey import Survey
from .waveform import SAMPLE_RATE, Waveform, WaveformWriter


@dataclass(frozen=True)
class Heard:
    """What there is to see of a film's sound."""

    waveform: Waveform
    quiet: list[Quiet]


def listen(
    source: Path,
    film: Survey,
    recipe: Recipe,
    *,
    folder: Path,
    tell: Callable[[float], None],
    program: Path | None = None,
) -> Heard | None:
    """None for a silent film. `tell` hears the share done, 0 to 1, and breaks it off by raising.

    Raises NotPlayable, FfmpegError where there is no ffmpeg, or OSError. The pictures are not
    read at all: with them it would take sixteen times as long.
    """
    if not recipe.sound_tracks:
        return None
    opened = film_input(source, film.kind, vn=None, threads=1)
    tracks = [opened[str(track)] for track in recipe.sound_tracks]
    sound = tracks[0]
    if len(tracks) > 1:
        sound = filtered(tracks, "amix", inputs=len(tracks), duration="longest")
    sound = sound.filter("aresample", SAMPLE_RATE, **{"async": 1000, "first_pts": 0})
    sound = sound.filter("silencedetect", **quiet_filter())
    options = bare(format="s16le", ac=1, ar=SAMPLE_RATE, threads=1)
    outline, spans = WaveformWriter(), QuietSpans(film.duration_ms)
    try:
        run(
            output(sound, **options),
            folder=folder,
            duration_ms=film.duration_ms,
            limits=Limits.for_reading(film.duration_ms),
            tell=tell,
            sink=outline,
            listen=spans.hear,
            program=program or find_ffmpeg(),
        )
    except FfmpegError as mistake:
        if mistake.why == "missing":
            raise
        raise NotPlayable(DAMAGED) from mistake
    return Heard(outline.close(), spans.close())
