"""The film store: where films lie on disk, under names of our own making.

    incoming/, preparing/         films on their way in (`workplaces`)
    <ab>/<sha256>/film.mp4        a film, named by the SHA-256 of the file as it came
    <ab>/<sha256>/still.jpg       one picture of it
    <ab>/<sha256>/captions-*.vtt  its captions, named by their own content
    <ab>/<sha256>/clip-*.mp4      a stretch of it, cut for phones, named by its marks
    <ab>/<sha256>/export-*.mp4    a clip that waits to be taken away, for an hour at most
    <ab>/<sha256>/waveform.dat, sound.json, thumbnails*   what there is to see of it (`alongside`)

Where the site's films are sealed, each of these lies as <name>.sealed, for that name only, under
its film's own key. A film appears by one rename of its whole folder, so half a film is never
seen. The same file brought twice is one film. Names a person gave are never used as paths.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from .captions import Cue, render_captions
from .facts import Container, FilmFacts
from .film_keys import FilmKeys, KeyGone
from .on_disk import to_disk
from .place import Place, PlainPlace, SealedPlace
from .workplaces import Workplaces

_FILES = (
    r"film\.(?:mp4|webm)|still\.jpg|captions-[0-9a-f]{16}\.vtt|clip-[0-9]{1,8}-[0-9]{1,8}\.mp4"
    r"|export-[0-9a-f]{32}\.mp4"
    r"|waveform\.dat|sound\.json|thumbnails\.json|thumbnails-[0-9]{1,3}\.jpg"
)
_STORED = re.compile(rf"([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})/({_FILES})")
_SEALED = ".sealed"
_GROWING = "growing"
_FACTS = "facts.json"
STILL = "still.jpg"


class FilmStore(Workplaces):
    """A folder of films. All names it gives out are relative to `root`, with forward slashes."""

    def __init__(self, root: Path, keys: FilmKeys | None = None, *, plain: bool = False) -> None:
        """`keys` opens what is sealed, and seals what is new unless `plain`."""
        super().__init__(root)
        self._keys = keys
        self._seals = keys is not None and not plain

    @property
    def seals(self) -> bool:
        return self._seals

    def path(self, stored: str) -> Path:
        """The plain file behind a name of the store. Raises ValueError for any other name."""
        _parts(stored)
        return self.root / stored

    def place(self, stored: str) -> Place:
        """Where it lies, sealed or not, to be opened. Raises ValueError for any other name, KeyGone
        for an erased film, KeyRefused where it is another site's. Whether it is there shows when
        it is opened."""
        sha256, file = _parts(stored)
        path = self.root / stored
        sealed = path.with_name(file + _SEALED)
        if not sealed.exists():
            return PlainPlace(path)
        if self._keys is None:
            raise KeyGone
        return SealedPlace(sealed, self._keys.get(sha256), file.encode())

    def has(self, stored: str) -> bool:
        path = self.path(stored)
        return path.with_name(path.name + _SEALED).exists() or path.exists()

    def read(self, stored: str) -> bytes:
        """All of a small file. Raises OSError, KeyGone, KeyRefused, Unreadable."""
        with self.place(stored).open() as file:
            return file.read()

    def new_place(self, folder: Path, sha256: str, file: str) -> Place:
        """Where a new file of this film is to be written, in its own folder or in one that will
        be. Raises KeyRefused or OSError."""
        _parts(self.name(sha256, file))
        if not self._seals or self._keys is None:
            return PlainPlace(folder / file)
        return SealedPlace(folder / (file + _SEALED), self._keys.make(sha256), file.encode())

    def keep(self, sha256: str, file: str, content: bytes) -> str:
        """Lay a small file beside a film that is in the store; returns its stored name."""
        with self.new_place(self.home(sha256), sha256, file).writing() as target:
            target.write(content)
        return self.name(sha256, file)

    def growing(self, ticket: str, sha256: str) -> Place:
        """The film that is being encoded under this ticket, to be written, or read as far as it
        is. Raises KeyGone, KeyRefused or OSError."""
        path = self._workplace("preparing", ticket) / _GROWING
        if not self._seals or self._keys is None:
            return PlainPlace(path)
        return SealedPlace(path, self._keys.get(sha256), _GROWING.encode())

    def find(self, sha256: str) -> tuple[str, FilmFacts] | None:
        """Stored name and facts of the film that came as a file with this SHA-256; None where it
        is not here, or cannot be opened any more."""
        if _STORED.fullmatch(self.name(sha256, STILL)) is None:
            return None
        try:
            facts = FilmFacts.from_json((self.home(sha256) / _FACTS).read_text())
        except (FileNotFoundError, NotADirectoryError):
            return None
        stored = self.name(sha256, film_file(facts.container))
        if not self.path(stored).exists() and not (self._keys and self._keys.has(sha256)):
            return None
        return stored, facts

    def shelve(self, sha256: str, prepared: Path, facts: FilmFacts) -> str:
        """Move a prepared folder into its place, all at once; returns the film's stored name.

        The folder holds the film and its still, where `new_place` put them. A film already there
        stays.
        """
        (prepared / _FACTS).write_text(facts.to_json())
        for file in prepared.iterdir():
            to_disk(file)
        to_disk(prepared)
        home = self.home(sha256)
        home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.find(sha256) is None:
            shutil.rmtree(home, ignore_errors=True)  # what an interrupted removal left
            os.replace(prepared, home)
            to_disk(home.parent)
        return self.name(sha256, film_file(facts.container))

    def still(self, sha256: str) -> str:
        return self.name(sha256, STILL)

    def keep_captions(self, sha256: str, cues: list[Cue]) -> str:
        """Lay captions beside a film and return their stored name."""
        text = render_captions(cues).encode()
        return self.keep(sha256, f"captions-{hashlib.sha256(text).hexdigest()[:16]}.vtt", text)

    def remove(self, sha256: str) -> bool:
        """Erase a film with all that lies beside it: its key first, so that nothing of it can be
        read from then on, wherever a copy lies.

        False where something still holds it open (Windows only): try again later.
        """
        home = self.home(sha256)
        if self._keys is not None:
            self._keys.destroy(sha256)
        with contextlib.suppress(FileNotFoundError):
            (home / _FACTS).unlink()  # from here on it is not found
        shutil.rmtree(home, ignore_errors=True)
        return not home.exists()

    def drop_clips(self, sha256: str, but: set[str]) -> None:
        """Away with the clips cut of a film, but for those of these stored names."""
        for path in self.home(sha256).glob("clip-*"):
            name = self.name(sha256, path.name.removesuffix(_SEALED))
            if name not in but and _STORED.fullmatch(name):
                with contextlib.suppress(OSError):
                    path.unlink()

    def is_plain(self, sha256: str, file: str) -> bool:
        """Whether a file of a film's folder is one of the store's that lies there as it is."""
        return _STORED.fullmatch(self.name(sha256, file)) is not None

    def make_way(self, sha256: str) -> None:
        """For a film that is not here: away with what an interrupted removal left, or with files
        that no key opens any more."""
        if self.find(sha256) is None:
            shutil.rmtree(self.home(sha256), ignore_errors=True)

    def forget_key(self, sha256: str) -> None:
        """Of a film that did not come into the store."""
        if self._keys is not None and self.find(sha256) is None:
            self._keys.destroy(sha256)

    def homes(self) -> Iterator[tuple[str, Path]]:
        """SHA-256 and folder of every film that is here."""
        for facts in sorted(self.root.glob(f"[0-9a-f][0-9a-f]/*/{_FACTS}")):
            if _STORED.fullmatch(self.name(facts.parent.name, STILL)):
                yield facts.parent.name, facts.parent

    def home(self, sha256: str) -> Path:
        """The folder of a film. Raises ValueError for what is no SHA-256."""
        return self.path(self.name(sha256, STILL)).parent

    def name(self, sha256: str, file: str) -> str:
        return f"{sha256[:2]}/{sha256}/{file}"


def _parts(stored: str) -> tuple[str, str]:
    """SHA-256 and file of a name of the store. Raises ValueError for any other name."""
    found = _STORED.fullmatch(stored)
    if found is None:
        raise ValueError("not a name of the film store")
    return found[2], found[3]


def clip_file(in_ms: int, out_ms: int) -> str:
    return f"clip-{in_ms:d}-{out_ms:d}.mp4"


def film_file(container: Container) -> str:
    return f"film.{container}"
