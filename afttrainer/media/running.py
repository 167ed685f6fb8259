"""One run of a program that may hang, flood, or fork: started, heard, and ended as a group."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Protocol

from .limits import Limits

TELL_EVERY_S = 0.25
#: A line of ffmpeg's is cut off here: a film may hold a title of any length.
LONGEST_LINE = 4096
_LAST_LINES = 12
_PIECE_BYTES = 256 * 1024
_PROGRESS = ("frame=", "fps=", "stream_", "bitrate=", "total_size=", "out_time", "dup_frames=")
_PROGRESS_ENDS = ("drop_frames=", "speed=", "progress=")

Ended = Literal["well", "refused", "too_long", "too_large"]


class Turn(Protocol):
    """Whether the program may go on. Without its turn what it pours is not read, and it stands
    still as soon as the pipe is full; that time counts for nothing."""

    @property
    def mine(self) -> threading.Event:
        """Set while it may."""
        ...

    def look(self, share: float, /) -> None:
        """Hears the share done, 0 to 1, several times a second."""
        ...

    def over(self) -> None:
        """The program has ended."""
        ...


class Sink(Protocol):
    """Where a program's output goes: a file, or a film being encrypted."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True)
class Finished:
    """How a run ended, how long it was at work, and how many bytes went to the sink."""

    ended: Ended
    seconds: float
    written_bytes: int
    last_words: str


class Run:
    """A program at work. `wait` must be called; nothing of the program outlives it."""

    def __init__(
        self,
        limits: Limits,
        command: list[str],
        folder: Path,
        sink: Sink | None,
        listen: Callable[[str], None] | None,
        duration_ms: int,
        turn: Turn | None = None,
    ) -> None:
        self._limits = limits
        self._sink = sink
        self._listen = listen
        self._turn = turn
        self._duration_ms = max(1, duration_ms)
        self._share = 0.0
        self._written = 0
        self._too_large = False
        self._trouble: BaseException | None = None
        self._lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._seen = time.monotonic()
        self._worked_s = 0.0
        self._ended = threading.Event()
        self._process = _start(limits.command(command), folder, sink is not None)
        self._ears = [threading.Thread(target=self._hear, daemon=True)]
        if sink is not None:
            self._ears.append(threading.Thread(target=self._pour, daemon=True))
        for ear in self._ears:
            ear.start()

    def wait(self, tell: Callable[[float], None]) -> Finished:
        """Raises what `tell`, the sink or the listener raised, when all has ended."""
        late = False
        try:
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(TELL_EVERY_S)
                    break
                self._look()
                tell(self._share)
                late = self._worked_s > self._limits.wall_s
                if late or self._trouble or self._too_large:
                    break
        finally:
            self._end()
        if self._trouble:
            raise self._trouble
        ended = "too_long" if late else self._how()
        if ended == "well":
            tell(1.0)
        return Finished(ended, self._worked_s, self._written, "\n".join(self._lines))

    def _look(self) -> None:
        now = time.monotonic()
        passed_s, self._seen = now - self._seen, now
        if self._turn is None or self._turn.mine.is_set():
            self._worked_s += passed_s
        if self._turn is not None:
            self._turn.look(self._share)

    def _how(self) -> Ended:
        code = self._process.returncode
        if self._too_large or (code and code == -getattr(signal, "SIGXFSZ", 0)):
            return "too_large"
        # Over its processor time the kernel ends it by SIGKILL; that we did not is known here.
        if code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)) and code:
            return "too_long"
        return "well" if code == 0 else "refused"

    def _end(self) -> None:
        """End the group: also what the program may have started and left behind."""
        if sys.platform == "win32":
            if self._process.poll() is None:
                self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._ended.set()
        if self._turn is not None:
            self._turn.over()
        for ear in self._ears:
            ear.join()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()

    def _hear(self) -> None:
        assert self._process.stderr  # noqa: S101 - started with a pipe
        while line := self._process.stderr.readline(LONGEST_LINE):
            said = line.decode("utf-8", "replace").strip()
            if said.startswith("out_time_us="):
                self._moved(said.removeprefix("out_time_us="))
            elif not said.startswith((*_PROGRESS, *_PROGRESS_ENDS)):
                self._heard(said)

    def _moved(self, microseconds: str) -> None:
        with contextlib.suppress(ValueError):  # "N/A" until the first picture
            share = int(microseconds) / 1000 / self._duration_ms
            self._share = min(1.0, max(self._share, share))

    def _heard(self, said: str) -> None:
        self._lines.append(said)
        if self._listen and not self._trouble:
            try:
                self._listen(said)
            except Exception as mistake:
                self._trouble = mistake

    def _pour(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - as above
        assert self._sink is not None  # noqa: S101 - likewise
        try:
            while piece := self._wait_and_read(self._process.stdout):
                self._written += len(piece)
                if self._written > self._limits.output_bytes:
                    self._too_large = True
                    return
                self._sink.write(piece)
        except Exception as mistake:
            self._trouble = mistake

    def _wait_and_read(self, pipe: IO[bytes]) -> bytes:
        """What is still in the pipe of a program that has ended is nobody's turn."""
        if self._turn is not None:
            while not (self._turn.mine.wait(TELL_EVERY_S) or self._ended.is_set()):
                pass
        return os.read(pipe.fileno(), _PIECE_BYTES)


def _start(command: list[str], folder: Path, poured: bool) -> subprocess.Popen[bytes]:
    environment: dict[str, str] = {}
    quiet_priority = 0
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
        quiet_priority = (
            subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        )
    return subprocess.Popen(  # noqa: S603 - built by ffmpeg-python from our own words
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if poured else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment,
        start_new_session=True,
        creationflags=quiet_priority,
    )
