"""One of the workers: an `afttrainer run` behind the proxy."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from scripts.servers import Server

TOP = Path(__file__).resolve().parents[2]


class Worker(Server):
    """Answers on loopback at `port`. What it says is in its log, of all its starts."""

    def __init__(self, number: int, folder: Path, settings: Mapping[str, str], *options: str):
        super().__init__(folder)
        self.name = f"worker-{number}"
        self.options = options
        self._said_before = 0
        ours = {
            "PYTHONPATH": str(TOP),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONFAULTHANDLER": "1",  # A crash in a library tells where it was.
        }
        self.environment = {**os.environ, **ours, **settings}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", errors="replace") if self.log.exists() else ""

    @property
    def said_at_this_start(self) -> str:
        return self.said[self._said_before :]

    def _prepare(self) -> None:
        super()._prepare()
        self.log.touch(0o600)  # It tells how to sign in.
        self._said_before = len(self.said)

    def _command(self) -> list[str]:
        run = ["-m", "afttrainer", "run", "--host", "127.0.0.1", "--port", str(self.port)]
        return [sys.executable, *run, *self.options]

    def _is_ready(self) -> bool:
        """It listens before it can answer: so it is asked."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with closing(line), suppress(OSError, http.client.HTTPException):
            line.request("GET", "/sign-in")
            return line.getresponse().status < 500
        return False
