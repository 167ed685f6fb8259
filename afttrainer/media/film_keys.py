"""Each film's own key, wrapped by the site's key, in a folder apart from the films.

Erasing a film is destroying its wrapped key: from then on nothing of it can be read, neither in
the store nor in a copy of the store somewhere in a backup.
"""

from __future__ import annotations

import contextlib
import os
import re
from base64 import b64encode
from pathlib import Path

from .on_disk import to_disk
from .refusals import N_, Refusal
from .segments import KEY_BYTES
from .site_key import SiteKey

#: Such as a SHA-256 or a ticket: a name of our making, never one that a person gave.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


#: Opens nothing: by it a wrong key of the site is known before any film is touched.
_SITE = "site"


class KeyGone(Refusal):
    """The film's key was destroyed, and the film with it; or the folder of keys is another one."""

    def __init__(self) -> None:
        super().__init__(N_("This film has been erased: its key is gone."))


class FilmKeys:
    """A folder of wrapped keys, one small file a film."""

    def __init__(self, folder: Path, site: SiteKey) -> None:
        self.folder = folder
        self._site = site

    def site_secret(self) -> bytes:
        """For the film worker's process only, in Base64."""
        return b64encode(self._site.secret)

    def check(self) -> None:
        """Raises KeyRefused where these keys were wrapped by another site's key; OSError."""
        if not self.has(_SITE):
            if found := next(self.folder.glob("*.key"), None):
                self.get(found.stem)
            self.make(_SITE)
        self.get(_SITE)

    def make(self, film: str) -> bytes:
        """A key for a film that has none; the one it has otherwise. Raises KeyRefused, OSError."""
        with contextlib.suppress(KeyGone):
            return self.get(film)
        key = os.urandom(KEY_BYTES)
        path = self._path(film)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(".part")
        with contextlib.suppress(FileNotFoundError):
            unfinished.unlink()
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(self._site.wrap(key, _purpose(film)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        to_disk(self.folder)
        return key

    def get(self, film: str) -> bytes:
        """Raises KeyGone, KeyRefused where the site's key does not fit, or OSError."""
        try:
            wrapped = self._path(film).read_bytes()
        except FileNotFoundError as mistake:
            raise KeyGone from mistake
        return self._site.unwrap(wrapped, _purpose(film))

    def has(self, film: str) -> bool:
        return self._path(film).exists()

    def destroy(self, film: str) -> None:
        """Erase a film for good. Doing it twice does no harm. Raises OSError.

        The file is overwritten first. On a drive that writes elsewhere (SSD, copy-on-write file
        system) that may leave the old bytes: they are wrapped, and of use only with the site's
        key.
        """
        path = self._path(film)
        try:
            with path.open("r+b", buffering=0) as file:
                file.write(os.urandom(path.stat().st_size))
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return
        to_disk(self.folder)

    def _path(self, film: str) -> Path:
        if not _NAME.fullmatch(film):
            raise ValueError("a film's name is 1 to 80 letters, digits, - or _")
        return self.folder / f"{film}.key"


def _purpose(film: str) -> bytes:
    """A wrapped key copied to another film's name does not open."""
    return b"film " + film.encode("ascii")
