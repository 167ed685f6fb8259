"""Films on their way in, as they lie on the disk: each as long as what has come of it.

The length of the file says where an upload goes on, after whatever has happened; nothing else is
kept of it here. Every call may take as long as a disk does.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from _thread import allocate_lock
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .store import FilmStore

_PIECE_BYTES = 1024**2
#: Where a system knows no lock on a file, a site has one worker.
_one_worker = allocate_lock()


class Elsewhere(Exception):
    """Another request has brought the upload further meanwhile, to `length` bytes."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


@dataclass
class _Digest:
    sha256: Any
    length: int = 0


class Arriving:
    """What comes in at one worker. The fingerprint of a film is made while it comes; where another
    worker had a part of it, or this one was started anew, it is read once more at the end."""

    def __init__(self, store: FilmStore) -> None:
        self._store = store
        self._digests: dict[str, _Digest] = {}

    def begin(self, ticket: str) -> None:
        """Raises OSError."""
        self._store.incoming(ticket).touch(mode=0o600)

    def length(self, ticket: str) -> int:
        """How many bytes have come. Raises OSError where there is no such upload any more."""
        return (self._store.root / "incoming" / ticket / "film").stat().st_size

    def add(self, ticket: str, at: int, data: bytes) -> int:
        """Lay down what comes next and return the length then. Raises Elsewhere unless `at` is the
        present one, NoRoom before the disk is full, OSError; nothing of `data` is kept then."""
        self._store.need_room(len(data))
        path = self._store.root / "incoming" / ticket / "film"
        with path.open("r+b", buffering=0) as file, _alone(file.fileno()):
            length = file.seek(0, os.SEEK_END)
            if length != at:
                raise Elsewhere(length)
            try:
                _write(file, data)
            except OSError:
                file.truncate(at)
                raise
            self._digest(ticket, at, data)
        return at + len(data)

    def settle(self, ticket: str) -> None:
        """Wait until what has come is on the disk itself. Raises OSError."""
        with (self._store.root / "incoming" / ticket / "film").open("r+b") as file:
            os.fsync(file.fileno())

    def sha256(self, ticket: str) -> str:
        """Of all that has come. Raises OSError."""
        known = self._digests.get(ticket)
        if known is not None and known.length == self.length(ticket):
            return str(known.sha256.hexdigest())
        digest = hashlib.sha256()
        with (self._store.root / "incoming" / ticket / "film").open("rb", buffering=0) as file:
            while piece := file.read(_PIECE_BYTES):
                digest.update(piece)
        return digest.hexdigest()

    def done_with(self, ticket: str) -> None:
        """The film worker has it from here on."""
        self._digests.pop(ticket, None)

    def forget(self, ticket: str) -> None:
        """Nothing of it is left."""
        self.done_with(ticket)
        self._store.discard(ticket)

    def _digest(self, ticket: str, at: int, data: bytes) -> None:
        if at == 0:
            self._digests[ticket] = _Digest(hashlib.sha256())
        known = self._digests.get(ticket)
        if known is not None and known.length == at:
            known.sha256.update(data)
            known.length += len(data)
        else:
            self._digests.pop(ticket, None)


def _write(file: Any, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


@contextlib.contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Of several requests that bring the same film, in whatever worker, one writes at a time."""
    if sys.platform == "win32":
        with _one_worker:
            yield
    else:
        import fcntl

        # Closing the file lets go of it.
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
