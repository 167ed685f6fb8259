"""The server's side of the film worker: start its process, keep it running, stop it.

`python -m afttrainer.media.worker` is that process itself; its work is in `workroom`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

from .film_keys import FilmKeys

PAUSE_S = 2.0
LONGEST_PAUSE_S = 60.0
#: A worker that lived this long was well; the next pause is short again.
WELL_AFTER_S = 60.0
STOP_WITHIN_S = 8.0
#: glibc sets aside 64 MB of addresses for each of so many threads, and the worker's are limited.
_MALLOC_ARENAS = "8"

#: What a program needs to start at all. The rest of the environment, with the site's secrets,
#: is kept from the process that reads strangers' files.
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "USERPROFILE",
    "VIRTUAL_ENV",
    "DYLD_LIBRARY_PATH",
    "LD_LIBRARY_PATH",
)


def start_worker(
    home: Path,
    films: Path,
    inbox: Path,
    keys: FilmKeys | None = None,
    *,
    plain: bool = False,
    inbox_keeps: bool = False,
) -> subprocess.Popen[bytes]:
    """Start the film worker. It leaves by itself when its standard input closes.

    `home` holds its queue and reports, `films` is the film store, `inbox` the watched folder.
    `keys` opens sealed films, and seals new ones unless `plain`. With `inbox_keeps` originals stay
    in the inbox. Raises OSError where the process cannot be started.
    """
    home.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-P", "-m", "afttrainer.media.worker"]
    folders = {"home": home, "films": films, "inbox": inbox}
    if keys is not None:
        folders["keys"] = keys.folder
    for name, folder in folders.items():
        command += [f"--{name}", str(folder.resolve())]
    command += ["--plain"] if plain else []
    command += ["--inbox-keeps"] if inbox_keeps else []
    quiet_priority = 0
    if sys.platform == "win32":
        quiet_priority = (
            subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        )
    started = subprocess.Popen(  # noqa: S603 - our own interpreter, our own arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd=home,
        env=_environment(),
        # Ctrl-C in the terminal is for the server, which then lets the worker finish its step.
        start_new_session=True,
        creationflags=quiet_priority,
        bufsize=0,
    )
    with contextlib.suppress(OSError):  # one that has ended already is noticed by who looks
        assert started.stdin is not None  # noqa: S101 - started with a pipe
        started.stdin.write((keys.site_secret() if keys else b"") + b"\n")
    return started


class FilmWorker:
    """One film worker for one server. Call `ensure_alive` about once a second."""

    def __init__(
        self,
        home: Path,
        films: Path,
        inbox: Path,
        keys: FilmKeys | None = None,
        *,
        plain: bool = False,
        inbox_keeps: bool = False,
    ) -> None:
        self.home = home
        self.films = films
        self.inbox = inbox
        self.keys = keys
        self.plain = plain
        self.inbox_keeps = inbox_keeps
        self.process: subprocess.Popen[bytes] | None = None
        self._pause_s = PAUSE_S
        self._began = 0.0
        self._next_start = 0.0

    def ensure_alive(self, now: float | None = None) -> bool:
        """Start the worker, or start it anew when its pause is over; True while it runs.

        `now` is a monotonic clock in seconds. The pause doubles from 2 s up to a minute while
        the worker keeps ending soon after its start.
        """
        now = time.monotonic() if now is None else now
        if self.process is not None:
            if self.process.poll() is None:
                return True
            self._bury(now)
        if now < self._next_start:
            return False
        self._began, self._next_start = now, now + PAUSE_S
        self.process = start_worker(
            self.home,
            self.films,
            self.inbox,
            self.keys,
            plain=self.plain,
            inbox_keeps=self.inbox_keeps,
        )
        return True

    def stop(self) -> None:
        """Ask the worker to leave, wait for it, and end it where it does not."""
        process, self.process = self.process, None
        if process is None:
            return
        _hang_up(process)
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _bury(self, now: float) -> None:
        if self.process is not None:
            _hang_up(self.process)
        self.process = None
        if now - self._began >= WELL_AFTER_S:
            self._pause_s = PAUSE_S
        self._next_start = now + self._pause_s
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)


def _hang_up(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # The package may lie in a folder and not be installed; -P keeps the working folder out.
    package = str(Path(__file__).parents[2])
    return passed | {"PYTHONPATH": package, "MALLOC_ARENA_MAX": _MALLOC_ARENAS}


if __name__ == "__main__":
    from afttrainer.media.workroom import main

    sys.exit(main())
