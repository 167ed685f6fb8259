"""Where a film is kept: one file, plain or sealed, that appears whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from .decrypt import open_sealed
from .encrypt import SealedWriter
from .on_disk import to_disk


class Place(Protocol):
    """To be written once, in one go, and read as often as wanted."""

    @property
    def path(self) -> Path:
        """Of the file, once it is whole."""
        ...

    def writing(
        self, head_bytes: int = 0, *, waits: bool = True
    ) -> contextlib.AbstractContextManager[BinaryIO]:
        """A new file, its first `head_bytes` open to being written again. It is in its place and
        on the disk when this is left, and gone when it is left by an exception. Unless it `waits`
        for the disk, somebody else does before the file counts. Raises OSError.
        """
        ...

    def open(self, *, growing: bool = False) -> BinaryIO:
        """To be read from anywhere; `growing` for one still being written, as far as it is.
        Raises OSError, or Unreadable where it is sealed and does not open."""
        ...


@dataclass(frozen=True)
class PlainPlace:
    """Where the site leaves encryption to the disk."""

    path: Path

    @contextlib.contextmanager
    def writing(
        self,
        head_bytes: int = 0,  # noqa: ARG002 - all of it is open
        *,
        waits: bool = True,
    ) -> Iterator[BinaryIO]:
        with _new_file(self.path, waits) as file:
            yield file

    def open(self, *, growing: bool = False) -> BinaryIO:
        return (_growing(self.path) if growing else self.path).open("rb")


@dataclass(frozen=True)
class SealedPlace:
    """`purpose` says what this file is to its film: the film, a clip of it, its thumbnails."""

    path: Path
    key: bytes = field(repr=False)
    purpose: bytes

    @contextlib.contextmanager
    def writing(self, head_bytes: int = 0, *, waits: bool = True) -> Iterator[BinaryIO]:
        with _new_file(self.path, waits) as file:
            writer = SealedWriter(file, self.key, self.purpose, head_bytes)
            yield cast(BinaryIO, writer)
            writer.finish()

    def open(self, *, growing: bool = False) -> BinaryIO:
        path = _growing(self.path) if growing else self.path
        return cast(BinaryIO, open_sealed(path, self.key, self.purpose, growing=growing))


class View(io.RawIOBase):
    """One open file read from two places at once, as a film's picture and sound are. Closing it
    leaves the file open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_CUR:
            offset += self._at
        elif whence == os.SEEK_END:
            offset += self._file.seek(0, os.SEEK_END)
        self._at = max(0, offset)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        self._file.seek(self._at)
        found = self._file.read(-1 if size is None else size)
        self._at += len(found)
        return found


@contextlib.contextmanager
def _new_file(path: Path, waits: bool) -> Iterator[BinaryIO]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = _growing(path)
    with contextlib.suppress(FileNotFoundError):
        unfinished.unlink()  # what an interrupted worker left
    try:
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            if waits:
                os.fsync(file.fileno())
        os.replace(unfinished, path)
        if waits:
            to_disk(path.parent)  # the name, too, and not the bytes alone
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def _growing(path: Path) -> Path:
    """A file that is being written has another name, so that half a film is never found."""
    return path.with_name(path.name + ".part")


_BINARY = getattr(os, "O_BINARY", 0)
