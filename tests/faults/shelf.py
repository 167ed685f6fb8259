"""A folder on a disk of its own, small enough to be filled, and what becomes full with it."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.server import Server

SIZE_MB = 12
FILLER_BYTES = 64 * 1024


class NoSmallDisk(Exception):
    """This account may not mount anything."""


@contextmanager
def small_disk(where: Path) -> Iterator[Path]:
    """What lies in `where` lies on a disk of 12 MB until the block ends. Raises NoSmallDisk."""
    before = where.with_name(f"{where.name}-before")
    shutil.copytree(where, before)
    options = f"size={SIZE_MB}m,mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(where)],
        capture_output=True,
        encoding="utf-8",
    )
    if mounted.returncode:
        raise NoSmallDisk(mounted.stderr.strip())
    try:
        shutil.copytree(before, where, dirs_exist_ok=True)
        yield where
    finally:
        # Lazily: a server that a broken test has left behind must not keep it.
        subprocess.run(["umount", "--lazy", str(where)], check=True)


def fill(folder: Path) -> Path:
    """To the last byte. Returns the file that does it."""
    filler = folder / "filler"
    for size in (FILLER_BYTES, 512):
        with suppress_full(), filler.open("ab", buffering=0) as file:
            while file.write(b"\0" * size):
                pass
    return filler


@contextmanager
def suppress_full() -> Iterator[None]:
    try:
        yield
    except OSError as no:
        if no.errno != errno.ENOSPC:
            raise


def limit_files(server: Server, size_bytes: int | None) -> None:
    """No file that it writes may grow beyond that: what a quota does. None lifts it (Linux)."""
    import resource

    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(process.name)) == server.process.pid:
                hard = resource.prlimit(int(process.name), resource.RLIMIT_FSIZE)[1]
                soft = hard if size_bytes is None else size_bytes
                resource.prlimit(int(process.name), resource.RLIMIT_FSIZE, (soft, hard))
