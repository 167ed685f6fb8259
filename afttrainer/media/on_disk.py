"""Waiting until something is on the disk itself, and not only said to be."""

from __future__ import annotations

import os
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
