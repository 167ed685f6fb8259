"""Where films lie on their way into the store, each in a folder that is named after its ticket.

incoming/<ticket>/film        an upload being written; nothing else is told of it
preparing/<ticket>/           a film being made ready; swept when the film worker starts
"""

from __future__ import annotations

import contextlib
import re
import shutil
import time
from pathlib import Path

from .refusals import N_, NoRoom, megabytes

#: Left free on the disk for the database and everybody else.
SPARE_BYTES = 256 * 1024**2
#: An upload nobody went on with is patient material lying about. The server lets it go after a
#: week (models/upload.py); what it knows nothing of goes soon after that.
ABANDONED_AFTER_S = 8 * 24 * 60 * 60

_TICKET = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Workplaces:
    """The folders below `root`. A ticket is the server's own name for one film on its way."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def incoming(self, ticket: str) -> Path:
        """The file an upload is to be written to, its folder made. Raises OSError."""
        folder = self._workplace("incoming", ticket)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / "film"

    def preparing(self, ticket: str) -> Path:
        """An empty folder to make a film ready in."""
        folder = self._workplace("preparing", ticket)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        return folder

    def discard(self, ticket: str) -> None:
        """Forget an upload, and what was being made of it."""
        for place in ("incoming", "preparing"):
            shutil.rmtree(self._workplace(place, ticket), ignore_errors=True)

    def owns_upload(self, path: Path) -> bool:
        return path.is_relative_to(self.root / "incoming")

    def has_room(self, size_bytes: int) -> bool:
        """Whether `size_bytes` more leave the disk its spare; False where it does not answer."""
        try:
            return size_bytes + SPARE_BYTES <= self._free()
        except OSError:
            return False

    def need_room(self, size_bytes: int) -> None:
        """Raises NoRoom unless `size_bytes` more leave the disk its spare."""
        free = self._free()
        if size_bytes + SPARE_BYTES > free:
            raise NoRoom(
                N_(
                    "There is too little space on this computer's disk: this film needs "
                    "%(needed)s, and %(free)s are free. Please make space and try again."
                ),
                needed=megabytes(size_bytes + SPARE_BYTES),
                free=megabytes(free),
            )

    def _free(self) -> int:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return shutil.disk_usage(self.root).free

    def sweep(self, keep: set[str], now_s: float | None = None) -> None:
        """Clear what an interrupted worker or an abandoned upload left; `keep` names tickets."""
        now_s = time.time() if now_s is None else now_s
        shutil.rmtree(self.root / "preparing", ignore_errors=True)
        for folder in (self.root / "incoming").glob("*"):
            with contextlib.suppress(FileNotFoundError):
                touched_s = max(p.stat().st_mtime for p in (folder, *folder.iterdir()))
                if folder.name not in keep and now_s - touched_s > ABANDONED_AFTER_S:
                    shutil.rmtree(folder, ignore_errors=True)

    def _workplace(self, place: str, ticket: str) -> Path:
        if not _TICKET.fullmatch(ticket):
            raise ValueError("a ticket is 1 to 64 letters, digits, - or _")
        return self.root / place / ticket
