"""One real server on a site, which can be killed, stopped, frozen, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.faults.site import Site
from tests.network import until
from tests.serving import READY, environment, free_port, left_over


class Server:
    """`also` is added to its environment, at each start anew."""

    ready = READY

    def __init__(self, site: Site) -> None:
        self.site, self.port = site, free_port()
        self.also: dict[str, str] = {}
        self._log = site.folder / "said.txt"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def said(self) -> str:
        """All that it has printed, of all its starts."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "it was never started"
        return self._process

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def words(self) -> list[str]:
        """What Python is started with."""
        return ["-m", "afttrainer", "run", "--no-demo", "--port", str(self.port)]

    def start(self) -> Server:
        starts = self.said.count(self.ready)
        with self._log.open("ab") as words:
            self._process = subprocess.Popen(
                [sys.executable, *self.words],
                cwd=self.site.folder,
                env=environment(self.site.folder) | self.also,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(lambda: self.said.count(self.ready) > starts or not self.is_up, every_s=0.01)
        assert self.is_up, f"it ended:\n{self.said}"
        return self

    def kill(self) -> None:
        """Gone in the middle of whatever it did, with all that it has started."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()

    def terminate(self) -> int:
        """Asked to leave, as a service manager does; how it ended."""
        self.process.terminate()
        return self.process.wait()

    def freeze(self) -> None:
        """As a laptop whose lid is shut: nothing runs, and every connection stays open."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.process.pid, signal.SIGCONT)

    def memory_bytes(self) -> int:
        """What its processes hold of their own, shared pages left out (Linux)."""
        total = 0
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                if os.getpgid(int(process.name)) == self.process.pid:
                    total += _private_bytes((process / "smaps_rollup").read_text())
        return total

    def left_over(self) -> list[str]:
        return left_over(self.site.folder)


def _private_bytes(rollup: str) -> int:
    private = [line.split() for line in rollup.splitlines() if line.startswith("Private_")]
    return sum(int(size) for _name, size, _unit in private) * 1024
