"""Films as long as a session's: an acted scene, shown again and again until it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

from afttrainer.media.ffmpeg import find_ffmpeg


def again_and_again(film: Path, times: int, into: Path) -> Path:
    """The same pictures and sound, `times` over, without encoding anything anew."""
    again = ["-stream_loop", str(times - 1), "-i", str(film), "-map", "0:v", "-map", "0:a"]
    made = ["-c", "copy", "-movflags", "+faststart", str(into)]
    subprocess.run([str(find_ffmpeg()), "-v", "error", "-y", *again, *made], check=True)
    return into
