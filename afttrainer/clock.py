"""Server time: the wall clock as it was at the start, carried on by a clock that nobody can set.

It counts a laptop's sleep: CLOCK_BOOTTIME on Linux, CLOCK_MONOTONIC on macOS (which there runs on
in sleep), and on Windows the performance counter behind Python's monotonic clock, which does too.

All workers of a site on one machine tell the same time (`share`): the first to start reads the wall
clock and writes down what it found, those that come while it or another runs take that over. So a
wall clock that is set right in mid-meeting moves nobody's film. Workers on several machines each
begin with their machine's wall clock, which a time service (chrony, ntpd) must hold together.
"""

from __future__ import annotations

import hashlib
import json
import platform
import secrets
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afttrainer.file_lock import FileLock

_1970 = datetime(1970, 1, 1, tzinfo=UTC)


def _ticks_ns() -> int:
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    else:
        return time.monotonic_ns()


@dataclass(frozen=True)
class Anchor:
    """What the wall clock was (ns since 1970) when the ticks stood at 0, by who looked first."""

    boot_id: str
    wall_ns: int
    #: Ticks begin anew when the machine does: an anchor of before tells nothing.
    machine: str

    @classmethod
    def here_and_now(cls) -> Anchor:
        return cls(secrets.token_hex(8), time.time_ns() - _ticks_ns(), _machine())

    @classmethod
    def read(cls, text: str) -> Anchor:
        """Raises ValueError for what is no anchor, or another machine's."""
        try:
            found = cls(**json.loads(text))
        except TypeError as mistake:
            raise ValueError("no anchor of a clock") from mistake
        if found.machine != _machine():
            raise ValueError("the clock of another machine")
        return found


def _machine() -> str:
    """This machine since it was switched on."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return platform.node()


_anchor = Anchor.here_and_now()
_lock: FileLock | None = None


def now() -> datetime:
    return _1970 + timedelta(microseconds=(_anchor.wall_ns + _ticks_ns()) // 1000)


def now_ms() -> float:
    """The same as devices reckon it, as a page tells it while it is being drawn."""
    return to_ms_exact(now())


def boot_id() -> str:
    """Which clock tells the time: devices that hear of another compare theirs anew."""
    return _anchor.boot_id


def share(home: Path) -> None:
    """Tell the same time as the other workers that run on this machine in that `home`.

    Called once a process, before it answers anybody. Where nothing can be written it keeps its own.
    """
    global _anchor, _lock
    name = hashlib.sha256(platform.node().encode()).hexdigest()[:12]
    lock = FileLock(home / f"clock-{name}.json")
    try:
        if lock.take():
            lock.path.write_text(json.dumps(asdict(_anchor)))
        # Between having it alone and sharing it another may have come first: so it is read again.
        lock.share()
        _anchor = Anchor.read(lock.path.read_text())
    except (OSError, ValueError):
        lock.let_go()
        return
    _lock = lock


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970, as devices reckon server time."""
    return int(to_ms_exact(instant))


def to_ms_exact(instant: datetime) -> float:
    """The same with its fraction, good to a microsecond: for comparing clocks."""
    return (instant - _1970) / timedelta(milliseconds=1)


def from_ms(milliseconds: float) -> datetime:
    """Raises OverflowError or ValueError for what is no instant at all."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
