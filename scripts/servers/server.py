"""A server process of our own: started, ready, stopped, and gone when we are."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

READY_WITHIN_S = 60.0
STOPPED_WITHIN_S = 60.0
LOOK_EVERY_S = 0.02
LOG_TAIL = 2000  # characters


class NoStart(Exception):
    """A server would not start; with the end of what it logged."""


def free_port() -> int:
    """A port of loopback that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port: int = chosen.getsockname()[1]
    return port


class Server(ABC):
    """One server, with its files in `folder`, on loopback at `port`, which stays over restarts."""

    #: What stops it in order, and what it is told when this process dies without saying so.
    stops_by = signal.SIGTERM
    name: str
    uid: int | None = None
    gid: int | None = None
    #: Ours where there is none of its own.
    environment: Mapping[str, str] | None = None

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """The address that a setting of the site takes."""

    @abstractmethod
    def _command(self) -> list[str]: ...

    @abstractmethod
    def _is_ready(self) -> bool: ...

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> Self:
        """Return when it answers. Raises NotInstalled and NoStart."""
        if self.is_running:
            return self
        self._prepare()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*_dies_with_us(self.stops_by), *self._command()],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in a terminal reaches us; we stop our servers in our own order.
                start_new_session=True,
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
            )
        self._wait_until_ready()
        return self

    def stop(self) -> None:
        """In order: what is under way may end, nothing new begins."""
        self._end_by(self.stops_by)

    def crash(self) -> None:
        """At once, as if the power went."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _end_by(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(STOPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN_S
        while not self._is_ready():
            if not self.is_running or time.monotonic() > until:
                self.crash()
                said = self.log.read_text(errors="replace")[-LOG_TAIL:]
                raise NoStart(f"{self.name} did not start:\n{said}")
            time.sleep(LOOK_EVERY_S)

    def _answers(self, question: bytes = b"", answer: bytes = b"") -> bool:
        """Whether something listens at our port, and says `answer` to `question`."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.sendall(question)
                return not answer or line.recv(64).startswith(answer)
        except OSError:
            return False


def _dies_with_us(by: signal.Signals) -> list[str]:
    """Linux can tell a process that its parent is gone, so that nothing is left behind by a parent
    killed outright. It means the thread that started it: only the main one lives as long as we."""
    setpriv = shutil.which("setpriv")
    if setpriv is None or threading.current_thread() is not threading.main_thread():
        return []
    return [setpriv, "--pdeathsig", by.name.removeprefix("SIG"), "--"]
