"""One short name for the present state of all static files."""

from __future__ import annotations

import hashlib
from pathlib import Path


def fingerprint(folder: Path) -> str:
    """Ten hexadecimal characters that change whenever a file below `folder` does, the same wherever
    the same files lie: what one worker's page asks for, any worker gives."""
    told = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        told.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()[:10]
