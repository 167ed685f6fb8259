"""What a running server holds in memory, process by process: at rest, and with a full room."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.report import say
from tests.serving import LOOK_EVERY_S, Visitor, command, environment, served

COMPANIONS = 12
FLASK = "import flask, sys; print('ready', flush=True); sys.stdin.read()"


def measure() -> None:
    if not Path("/proc/self/status").is_file():
        say(name="memory of the server", value=None, unit="MB", words="measured where /proc is")
        return
    flask = _flask_mb()
    with TemporaryDirectory(prefix="bench-") as name, served(Path(name)) as server:
        server.wait_until_ready()
        Visitor(server.base).get("/")
        _tell("memory of the server at rest", _tree(server.process.pid), flask)
        if command(Path(name), "demo").returncode != 0:
            raise RuntimeError("the demo group could not be refilled")
        with _companions(Path(name)):
            full = f"memory of the server with {COMPANIONS} companions"
            _tell(full, _tree(server.process.pid), flask)
        server.stop()


def _tell(name: str, processes: dict[str, float], flask: float) -> None:
    total = sum(processes.values())
    say(
        name=name,
        value=round(total, 1),
        unit="MB",
        n=1,
        # Pages that processes share are counted in each of them.
        of="resident set size, all processes",
        by_process={told: round(mb, 1) for told, mb in processes.items()},
        baseline={"name": "a process that has imported flask", "value": round(flask, 1)},
        ratio=round(total / flask, 2),
    )


def _tree(root: int) -> dict[str, float]:
    """Megabytes by process, from the one that was started down to the last it started."""
    return {f"{number} {_role(pid)}": _mb(pid) for number, pid in enumerate(_descendants(root), 1)}


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _descendants(int(child)))]


def _role(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    return "film worker" if "media.worker" in words else "server"


def _mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / 1e6


def _flask_mb() -> float:
    process = subprocess.Popen(
        [sys.executable, "-c", FLASK], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        return _mb(process.pid)
    finally:
        process.communicate()


@contextmanager
def _companions(folder: Path) -> Iterator[None]:
    """So many phones in the open room, over real sockets, until the block ends."""
    log = folder / "phones.txt"
    with log.open("wb") as words:
        phones = subprocess.Popen(
            [sys.executable, "-m", "afttrainer", "phones", "--count", str(COMPANIONS)],
            cwd=folder,
            env=environment(folder) | {"PYTHONUNBUFFERED": "1"},
            stdout=words,
            stderr=subprocess.STDOUT,
        )
    try:
        while log.read_text("utf-8").count(": comes in") < COMPANIONS:
            if phones.poll() is not None:
                raise RuntimeError(log.read_text("utf-8"))
            with suppress(subprocess.TimeoutExpired):
                phones.wait(LOOK_EVERY_S)
        yield
    finally:
        phones.kill()
        phones.wait()
