"""Servers to be measured: the program itself, and those it is compared with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.memory import _descendants
from tests.serving import READY, TOP, environment, free_port


@dataclass(frozen=True)
class Running:
    """A server that answers. `pids` are all its processes."""

    base: str
    pids: list[int]


@contextmanager
def program(folder: Path, also: Mapping[str, str] | None = None) -> Iterator[Running]:
    """`afttrainer run` on a furnished site; `also` is added to its environment."""
    port = free_port()
    words = ["-m", "afttrainer", "run", "--no-demo", "--port", str(port)]
    base = f"http://localhost:{port}"
    with _started(words, folder, environment(folder) | (also or {}), READY, base) as running:
        yield running


@contextmanager
def echo(folder: Path) -> Iterator[Running]:
    with _baseline("echo", folder) as running:
        yield running


@contextmanager
def raw(folder: Path) -> Iterator[Running]:
    with _baseline("raw", folder) as running:
        yield running


@contextmanager
def _baseline(name: str, folder: Path) -> Iterator[Running]:
    port = free_port()
    words = ["-m", f"tests.bench.live.{name}", str(port)]
    base = f"http://127.0.0.1:{port}"
    with _started(words, folder, os.environ | {"PYTHONPATH": str(TOP)}, "ready", base) as running:
        yield running


@contextmanager
def _started(
    words: list[str], folder: Path, environ: Mapping[str, str], ready: str, base: str
) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**environ, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=(folder / "errors.txt").open("ab"),
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if ready in line:
                break
        else:
            raise RuntimeError((folder / "errors.txt").read_text("utf-8")[-2000:])
        yield Running(base, _descendants(process.pid))
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
