"""The site's key: it opens the films' own keys, and nothing else.

It lies in a file that only the server's account can read, either as it is or, where the site
wants it to be of no use without somebody at the start, locked by a passphrase. The passphrase can
be changed without touching a film.

Source: RFC 9106 (Argon2id; the second recommended setting, for machines short of memory);
NIST SP 800-38D (AES-GCM).
"""

from __future__ import annotations

import errno
import json
import os
import stat
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .on_disk import to_disk
from .refusals import N_, Refusal

KEY_BYTES = 32
_NONCE_BYTES = 12
_SALT_BYTES = 16
_PASSES, _MEMORY_KIB, _LANES = 3, 64 * 1024, 4
#: A key file from elsewhere may ask for more, but not for all of the computer.
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 20, 1024 * 1024, 16
_FOR_SITE_KEY = b"afttrainer site key"


class KeyRefused(Refusal):
    """The site's key is not there, cannot be read, or does not open."""


@dataclass(frozen=True)
class SiteKey:
    """Wraps short secrets, each for one purpose that must be said again to unwrap it."""

    secret: bytes = field(repr=False)

    def wrap(self, plain: bytes, purpose: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, plain, purpose)

    def unwrap(self, wrapped: bytes, purpose: bytes) -> bytes:
        """Raises KeyRefused: wrapped by another key, for another purpose, or changed."""
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return AESGCM(self.secret).decrypt(nonce, sealed, purpose)
        except (InvalidTag, ValueError) as mistake:
            raise KeyRefused(
                N_("The site's film key does not fit. Please start with the key of this site.")
            ) from mistake


def make_site_key(path: Path, passphrase: str | None = None) -> SiteKey:
    """A new site key in the new file `path`. Raises OSError, FileExistsError where there is one.

    With a passphrase this takes about a tenth of a second and 64 MB.
    """
    key = SiteKey(os.urandom(KEY_BYTES))
    _write_new(path, _told(key, passphrase))
    return key


def read_site_key(path: Path, passphrase: str | None = None) -> SiteKey:
    """The site key in a file. Raises KeyRefused in words; nothing is made where it is missing:
    a new key would open none of the films that are there."""
    try:
        _check_private(path)
        told = json.loads(path.read_text("ascii"))
        kind, secret = told["kind"], b64decode(told["key"], validate=True)
        if kind == "locked":
            secret = _unlocked(told, secret, passphrase)
        elif kind != "plain":
            raise ValueError("another kind of key")
    except FileNotFoundError as mistake:
        raise KeyRefused(
            N_("The site's film key is not there. Without it no film can be opened.")
        ) from mistake
    except KeyRefused:
        raise
    except (OSError, ValueError, KeyError, TypeError) as mistake:
        raise KeyRefused(
            N_("The file of the site's film key cannot be read, or holds something else.")
        ) from mistake
    if len(secret) != KEY_BYTES:
        raise KeyRefused(N_("The file of the site's film key holds something else."))
    return SiteKey(secret)


def change_passphrase(path: Path, old: str | None, new: str | None) -> None:
    """Lock the same key with another passphrase, or with none. Raises KeyRefused or OSError.

    Cut off anywhere, one of the two opens the file: the new one is written beside it, read back,
    and put in its place by one rename. Copies of the file elsewhere know the old one for ever.
    """
    path = path.resolve()  # a link to another disk stays one
    key = read_site_key(path, old)
    _clear_drafts(path)
    draft = _draft(path, _told(key, new))
    try:
        if read_site_key(draft, new) != key:
            raise OSError(errno.EIO, "the key cannot be read back")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    to_disk(path.parent)


def _clear_drafts(path: Path) -> None:
    """What a change or a start that was cut off left: it may hold the key unlocked."""
    for left in path.parent.iterdir():
        name, _dot, ending = left.name.rpartition(".")
        if name == path.name and ending.isdecimal():
            left.unlink(missing_ok=True)


def needs_passphrase(path: Path) -> bool:
    """Whether somebody has to be asked at start. False where there is no key yet."""
    try:
        return bool(json.loads(path.read_text("ascii")).get("kind") == "locked")
    except (OSError, ValueError, AttributeError):
        return False


def _told(key: SiteKey, passphrase: str | None) -> dict[str, str | int]:
    if passphrase is None:
        return {"kind": "plain", "key": b64encode(key.secret).decode()}
    salt = os.urandom(_SALT_BYTES)
    lock = SiteKey(_derive(passphrase, salt, _PASSES, _MEMORY_KIB, _LANES))
    return {
        "kind": "locked",
        "key": b64encode(lock.wrap(key.secret, _FOR_SITE_KEY)).decode(),
        "salt": b64encode(salt).decode(),
        "passes": _PASSES,
        "memory_kib": _MEMORY_KIB,
        "lanes": _LANES,
    }


def _unlocked(told: dict[str, str | int], wrapped: bytes, passphrase: str | None) -> bytes:
    if passphrase is None:
        raise KeyRefused(
            N_("The site's film key asks for its passphrase: start with AFTTRAINER_KEY_PASSPHRASE.")
        )
    passes, memory_kib, lanes = (int(told[name]) for name in ("passes", "memory_kib", "lanes"))
    if passes > _MOST_PASSES or memory_kib > _MOST_MEMORY_KIB or lanes > _MOST_LANES:
        raise ValueError("asks for too much")
    salt = b64decode(str(told["salt"]), validate=True)
    lock = SiteKey(_derive(passphrase, salt, passes, memory_kib, lanes))
    try:
        return lock.unwrap(wrapped, _FOR_SITE_KEY)
    except KeyRefused as mistake:
        raise KeyRefused(N_("This is not the passphrase of the site's film key.")) from mistake


def _derive(passphrase: str, salt: bytes, passes: int, memory_kib: int, lanes: int) -> bytes:
    said = passphrase.encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(said, salt, passes, memory_kib, lanes, KEY_BYTES, Type.ID)
    except Exception as mistake:  # argon2's own errors share no base with ours
        raise ValueError("cannot be derived") from mistake


def _check_private(path: Path) -> None:
    """Raises KeyRefused where other accounts can read the key. POSIX only."""
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(
            N_(
                "Other accounts of this computer can read the site's film key. Please allow it "
                "to the server's account only (chmod 600)."
            )
        )


def _write_new(path: Path, told: dict[str, str | int]) -> None:
    """It appears with all that is in it: of servers that start together the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, told)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name for a file
        if path.exists():
            raise FileExistsError(path) from None
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _draft(path: Path, told: dict[str, str | int]) -> Path:
    """A file beside it that is on the disk, for the server's account only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    return draft
