"""What presenters said aloud while watching: small sound files, sealed like the films.

    <root>/<token>.sealed   one recording of at most a minute, under a key of its own
    <root>/<token>          the same, where the site leaves encryption to its disk

Erasing one is destroying its key. The names are of our own making.
"""

from __future__ import annotations

import contextlib
import re
import time
from enum import StrEnum
from pathlib import Path

from .film_keys import FilmKeys, KeyGone
from .place import Place, PlainPlace, SealedPlace

_TOKEN = re.compile(r"[0-9a-f]{32}")
_SEALED = ".sealed"
#: A file may lie there for a moment before it is noted whose it is.
_YOUNG_S = 10 * 60


class SoundKind(StrEnum):
    """What the recorders of browsers write, known by its first bytes."""

    WEBM = "webm"
    MP4 = "mp4"
    OGG = "ogg"

    @property
    def mime_type(self) -> str:
        return f"audio/{self}"


def kind_of(sound: bytes) -> SoundKind | None:
    """By its first bytes, whatever it is called; None for what no recorder of ours writes."""
    if sound.startswith(b"\x1a\x45\xdf\xa3"):
        return SoundKind.WEBM
    if sound.startswith(b"OggS"):
        return SoundKind.OGG
    return SoundKind.MP4 if sound[4:8] == b"ftyp" else None


class SpokenStore:
    def __init__(self, root: Path, keys: FilmKeys | None, *, seals: bool) -> None:
        self.root, self._keys, self._seals = root, keys, seals

    def keep(self, token: str, sound: bytes) -> None:
        """Raises KeyRefused or OSError; then nothing of it is there."""
        path = self._path(token)
        place: Place = PlainPlace(path)
        if self._seals and self._keys is not None:
            key = self._keys.make(_key_name(token))
            place = SealedPlace(path.with_name(token + _SEALED), key, token.encode())
        try:
            with place.writing() as file:
                file.write(sound)
        except BaseException:
            self.remove(token)
            raise

    def place(self, token: str) -> Place:
        """To be opened. Raises KeyGone for one that was erased; where a plain one is not there,
        that shows when it is opened."""
        path = self._path(token)
        sealed = path.with_name(token + _SEALED)
        if not sealed.exists():
            return PlainPlace(path)
        if self._keys is None:
            raise KeyGone
        return SealedPlace(sealed, self._keys.get(_key_name(token)), token.encode())

    def remove(self, token: str) -> None:
        """Its key first. What is held open somewhere (Windows) stays until the next sweep, and
        cannot be read. Doing it twice does no harm."""
        path = self._path(token)
        if self._keys is not None:
            self._keys.destroy(_key_name(token))
        for one in (path, path.with_name(token + _SEALED)):
            with contextlib.suppress(OSError):
                one.unlink()

    def sweep(self, keep: set[str], now_s: float | None = None) -> None:
        """Erase what belongs to nobody any more."""
        now_s = time.time() if now_s is None else now_s
        for path in self.root.glob("*"):
            token = path.name.removesuffix(_SEALED)
            if token in keep or not _TOKEN.fullmatch(token):
                continue
            with contextlib.suppress(OSError):
                if now_s - path.stat().st_mtime > _YOUNG_S:
                    self.remove(token)

    def _path(self, token: str) -> Path:
        if not _TOKEN.fullmatch(token):
            raise ValueError("not a name of a recording")
        return self.root / token


def _key_name(token: str) -> str:
    return f"spoken-{token}"
