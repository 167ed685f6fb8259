"""Films as long as a session's: an acted scene, shown again and again until it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

from afttrainer.media.ffmpeg import find_ffmpeg


def again_and_again(film: Path, times: int, into: Path) -> Path:
    """The same pictures and sound, `times` over, without encoding anything anew.

    Each for itself first: a sound that is a little longer than its pictures would put those of the
    next time between two places on the film's clock.
    """
    inputs: list[str] = []
    for kind in ("v", "a"):
        alone = into.with_suffix(f".{kind}.mp4")
        _ffmpeg("-i", str(film), "-map", f"0:{kind}", "-c", "copy", str(alone))
        inputs += ["-stream_loop", str(times - 1), "-i", str(alone)]
    both = ("-map", "0:v", "-map", "1:a", "-c", "copy", "-shortest", "-movflags", "+faststart")
    _ffmpeg(*inputs, *both, str(into))
    return into


def _ffmpeg(*words: str) -> None:
    subprocess.run([str(find_ffmpeg()), "-v", "error", "-y", *words], check=True)
