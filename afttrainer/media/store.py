"""The film store: where films lie on disk, under names of our own making.

    incoming/<ticket>/film        an upload being written; nothing else is told of it
    preparing/<ticket>/           a film being made ready; swept when the film worker starts
    <ab>/<sha256>/film.mp4        a film, named by the SHA-256 of the file as it came
    <ab>/<sha256>/still.jpg       one picture of it
    <ab>/<sha256>/captions-*.vtt  its captions, named by their own content

A film appears by one rename of its whole folder, so half a film is never seen. The same file
brought twice is one film. Names a person gave are never used as paths.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import time
from pathlib import Path

from .captions import Cue, render_captions
from .facts import Container, FilmFacts
from .refusals import N_, NoRoom, megabytes

#: Left free on the disk for the database and everybody else.
SPARE_BYTES = 256 * 1024**2
#: An upload nobody went on with is patient material lying about: it goes after a day.
ABANDONED_AFTER_S = 24 * 60 * 60

_TICKET = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STORED = re.compile(
    r"([0-9a-f]{2})/(\1[0-9a-f]{62})/(?:film\.(?:mp4|webm)|still\.jpg|captions-[0-9a-f]{16}\.vtt)"
)
_FACTS = "facts.json"


class FilmStore:
    """A folder of films. All names it gives out are relative to `root`, with forward slashes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, stored: str) -> Path:
        """The file behind a name of the store. Raises ValueError for any other name."""
        if not _STORED.fullmatch(stored):
            raise ValueError("not a name of the film store")
        return self.root / stored

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

    def need_room(self, size_bytes: int) -> None:
        """Raises NoRoom unless `size_bytes` more leave the disk its spare."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        free = shutil.disk_usage(self.root).free
        if size_bytes + SPARE_BYTES > free:
            raise NoRoom(
                N_(
                    "There is too little space on this computer's disk: this film needs "
                    "%(needed)s, and %(free)s are free. Please make space and try again."
                ),
                needed=megabytes(size_bytes + SPARE_BYTES),
                free=megabytes(free),
            )

    def find(self, sha256: str) -> tuple[str, FilmFacts] | None:
        """Stored name and facts of the film that came as a file with this SHA-256."""
        try:
            facts = FilmFacts.from_json((self._home(sha256) / _FACTS).read_text())
        except (FileNotFoundError, NotADirectoryError):
            return None
        return self._name(sha256, f"film.{facts.container}"), facts

    def shelve(self, sha256: str, prepared: Path, facts: FilmFacts) -> str:
        """Move a prepared folder into its place, all at once; returns the film's stored name.

        The folder holds film.<container> and still.jpg. A film already there stays.
        """
        (prepared / _FACTS).write_text(facts.to_json())
        for file in prepared.iterdir():
            _to_disk(file)
        home = self._home(sha256)
        home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.find(sha256) is None:
            shutil.rmtree(home, ignore_errors=True)  # what an interrupted removal left
            os.replace(prepared, home)
            _to_disk(home.parent)
        return self._name(sha256, f"film.{facts.container}")

    def still(self, sha256: str) -> str:
        return self._name(sha256, "still.jpg")

    def keep_captions(self, sha256: str, cues: list[Cue]) -> str:
        """Lay captions beside a film and return their stored name."""
        text = render_captions(cues).encode()
        name = f"captions-{hashlib.sha256(text).hexdigest()[:16]}.vtt"
        home = self._home(sha256)
        unfinished = home / f"{name}.part"
        unfinished.write_bytes(text)
        _to_disk(unfinished)
        os.replace(unfinished, home / name)
        return self._name(sha256, name)

    def remove(self, sha256: str) -> bool:
        """Delete a film with its still and captions.

        False where something still holds it open (Windows only): try again later.
        """
        home = self._home(sha256)
        with contextlib.suppress(FileNotFoundError):
            (home / _FACTS).unlink()  # from here on it is not found
        shutil.rmtree(home, ignore_errors=True)
        return not home.exists()

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

    def _home(self, sha256: str) -> Path:
        return self.path(self._name(sha256, "still.jpg")).parent

    def _name(self, sha256: str, file: str) -> str:
        return f"{sha256[:2]}/{sha256}/{file}"


def film_file(container: Container) -> str:
    return f"film.{container}"


def _to_disk(path: Path) -> None:
    """Wait until a file, or on POSIX a folder, is on the disk itself."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
