"""The format of a sealed film: Tink's streaming encryption, AES256-GCM-HKDF in 64 KiB segments.

    header   length of the header (1 byte, 40), salt (32), nonce prefix (7)
    segment  AES-256-GCM of 64 KiB - 16 bytes of the film, tag behind (the first is shorter by the
             header, the last as short as need be)

A file's own key is HKDF-SHA256(data key, salt, info = what the file is). A segment's nonce is
prefix, number (4 bytes, big endian), and 1 for the last segment or 0: so a segment that is
altered, missing, repeated, moved, or cut off at the end does not open, and a film that is still
being written opens up to where it is.

Source: Tink, "AES-GCM-HKDF streaming AEAD" (wire format); RFC 5869; NIST SP 800-38D. Cross-checked
against the `tink` package in the tests.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .refusals import N_, Refusal

KEY_BYTES = 32
SALT_BYTES = 32
PREFIX_BYTES = 7
HEADER_BYTES = 1 + SALT_BYTES + PREFIX_BYTES
TAG_BYTES = 16
SEGMENT_BYTES = 64 * 1024
PLAIN_BYTES = SEGMENT_BYTES - TAG_BYTES
FIRST_PLAIN_BYTES = PLAIN_BYTES - HEADER_BYTES


class Unreadable(Refusal):
    """A sealed file that cannot be opened. One sentence for every cause: which of them it is
    cannot be told from the bytes, and should not be."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This film cannot be opened: its key does not fit, or the file has been changed "
                "or cut short. Please bring it back from a backup, or import it again."
            )
        )


@dataclass(frozen=True)
class Segments:
    """Seals and opens the segments of one file."""

    header: bytes
    _cipher: AESGCM

    @classmethod
    def new(cls, key: bytes, purpose: bytes) -> Segments:
        """For a file to be written. `purpose` says what it is, and must be said again to read it.

        `key` is the film's data key, 32 bytes; any number of files may be sealed with it.
        """
        header = bytes([HEADER_BYTES]) + os.urandom(SALT_BYTES + PREFIX_BYTES)
        return cls(header, _cipher(key, header, purpose))

    @classmethod
    def of(cls, key: bytes, purpose: bytes, header: bytes) -> Segments:
        """For a file that begins with `header`. Raises Unreadable where that is none of ours."""
        if len(header) != HEADER_BYTES or header[0] != HEADER_BYTES:
            raise Unreadable
        return cls(header, _cipher(key, header, purpose))

    def seal(self, number: int, plain: bytes | bytearray | memoryview, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(number, last), plain, None)

    def open(self, number: int, sealed: bytes, last: bool) -> bytes:
        """Raises Unreadable."""
        try:
            return self._cipher.decrypt(self._nonce(number, last), sealed, None)
        except (InvalidTag, ValueError) as mistake:  # ValueError: too short to hold a tag
            raise Unreadable from mistake

    def _nonce(self, number: int, last: bool) -> bytes:
        return self.header[1 + SALT_BYTES :] + number.to_bytes(4, "big") + bytes([last])


def _cipher(key: bytes, header: bytes, purpose: bytes) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes")
    salt = header[1 : 1 + SALT_BYTES]
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, purpose).derive(key))


def sealed_size(plain: int) -> int:
    """The size on disk of a film of `plain` bytes."""
    return HEADER_BYTES + plain + TAG_BYTES * segment_count(plain)


def plain_size(sealed: int) -> int:
    """The size of the film in a finished file of `sealed` bytes. Raises Unreadable where no
    film makes a file of that size."""
    if sealed < HEADER_BYTES + TAG_BYTES:
        raise Unreadable
    count, rest = divmod(sealed, SEGMENT_BYTES)
    count += bool(rest)
    plain = sealed - HEADER_BYTES - TAG_BYTES * count
    if plain < 0 or segment_count(plain) != count:
        raise Unreadable
    return plain


def segment_count(plain: int) -> int:
    """An empty film has one segment, too: the one that says that it is the last."""
    if plain <= FIRST_PLAIN_BYTES:
        return 1
    return 1 + -(-(plain - FIRST_PLAIN_BYTES) // PLAIN_BYTES)


def segment_at(offset: int) -> tuple[int, int]:
    """Which segment holds the film's byte at `offset`, and where in it."""
    if offset < FIRST_PLAIN_BYTES:
        return 0, offset
    number, within = divmod(offset - FIRST_PLAIN_BYTES, PLAIN_BYTES)
    return number + 1, within


def span_of(number: int) -> tuple[int, int]:
    """Where a full segment lies on disk, from and up to."""
    start = HEADER_BYTES if number == 0 else number * SEGMENT_BYTES
    return start, (number + 1) * SEGMENT_BYTES
