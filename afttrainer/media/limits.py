"""What ffmpeg may take of this computer while it reads a stranger's film."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

#: What a system may be unable to hold a program to.
Missing = Literal["memory", "cpu", "output", "files", "core", "nice", "network", "parent"]

_RLIMITS: dict[str, Missing] = {
    "as": "memory",
    "cpu": "cpu",
    "fsize": "output",
    "nofile": "files",
    "core": "core",
    "nice": "nice",
    "network": "network",
    "parent": "parent",
}
_LAUNCHER = Path(__file__).with_name("under_limits.py")
_ASK_WITHIN_S = 20.0
_MEMORY_BYTES = 3 * 1024**3


@dataclass(frozen=True)
class Limits:
    """Ceilings of one run. Times in seconds; `wall_s` counts from the start, asleep or not, but
    for the time in which others had their turn.

    `output_bytes` is for all that is written, to a file or to us. The rest is the same for every
    run: no core file, 64 open files, behind everybody else in the queue for the processor.
    """

    wall_s: float
    cpu_s: int
    output_bytes: int
    memory_bytes: int = _MEMORY_BYTES
    files: int = 64
    nice: int = 10

    @classmethod
    def for_reading(cls, duration_ms: int) -> Limits:
        """Looking through a film without writing another: a minute, and half its length."""
        seconds = 60 + duration_ms / 2000
        return cls(wall_s=seconds * 2, cpu_s=round(seconds * 2), output_bytes=512 * 1024**2)

    @classmethod
    def for_writing(cls, duration_ms: int, source_bytes: int) -> Limits:
        """Encoding: a minute and eight times its length, for a slow laptop in a live session.

        The result may be four times the source, and at the least 20 Mbit/s, before it is stopped.
        """
        seconds = 60 + 8 * duration_ms / 1000
        most = max(4 * source_bytes, round(2_500 * duration_ms)) + 64 * 1024**2
        return cls(wall_s=seconds, cpu_s=round(seconds * 4), output_bytes=most)

    def command(self, program: list[str]) -> list[str]:
        """The program under these limits, as arguments for a new process."""
        if sys.platform == "win32":
            return program
        return [*_launcher(), self._told(), *program]

    def _told(self) -> str:
        return json.dumps(
            {
                "core": 0,
                "as": self.memory_bytes,
                "cpu": self.cpu_s,
                "fsize": self.output_bytes,
                "nofile": self.files,
                "nice": self.nice,
                "parent": os.getpid(),
            }
        )


def _launcher() -> list[str]:
    return [sys.executable, "-I", "-S", "-B", str(_LAUNCHER)]


@functools.cache
def limits_missing() -> tuple[Missing, ...]:
    """What this system cannot hold ffmpeg to, to be said at start. Asks once.

    Time, output and the whitelists hold everywhere; they are kept by the film worker itself.
    """
    if sys.platform == "win32":
        return tuple(dict.fromkeys(_RLIMITS.values()))
    asked = subprocess.run(  # noqa: S603 - our own interpreter, our own file
        [*_launcher(), Limits(60, 60, 10**9)._told()],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_ASK_WITHIN_S,
        env={},
        check=False,
    )
    try:
        names = json.loads(asked.stdout)
    except ValueError:
        return tuple(dict.fromkeys(_RLIMITS.values()))
    return tuple(_RLIMITS[name] for name in names)
