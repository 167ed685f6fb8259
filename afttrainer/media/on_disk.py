"""Waiting until something is on the disk itself, and not only said to be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path


def to_disk(path: Path) -> None:
    """Of a file its bytes, of a folder the names in it (which Windows keeps by itself). Raises
    OSError."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def on_its_way_to_disk(path: Path) -> Iterator[None]:
    """`to_disk` beside what is done meanwhile; it is there when this is left. Raises OSError."""
    with ThreadPoolExecutor(1) as aside:
        there = aside.submit(to_disk, path)
        yield
        there.result()
