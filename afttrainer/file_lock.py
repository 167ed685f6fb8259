"""A lock that one process of a site holds for as long as it lives, and the system gives back."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class FileLock:
    """On the file at `path`, which is made where it is missing and never removed.

    A process that ends in whatever way lets go of it. Not to be shared by threads.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Have it alone; False while another process has it in any way. Raises OSError."""
        handle = self._opened()
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def share(self) -> None:
        """Have it beside others that share it, waiting while one has it alone. Raises OSError.

        Windows, where a site has one worker, knows no such lock: there it stays what it is.
        """
        handle = self._opened()
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_SH)

    def let_go(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _opened(self) -> int:
        if self._handle is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        return self._handle
